import { App, Form, type FormInstance } from 'antd'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import type { CallInput, Operation } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { type Answer, ApiProblem, type MergedField, useSend } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { useEditing } from '#web/lib/presence.ts'
import { type Stale, type ToForm, asWritten } from '#web/ui/form-conflict.ts'
import { type FormTrouble, formText, showProblem } from '#web/ui/form-parts.tsx'
import { type Draft, useDraft } from '#web/ui/use-draft.ts'
import { useStale } from '#web/ui/use-stale.ts'
import { useWaiting } from '#web/ui/use-waiting.ts'

const text = {
  merged: {
    zh: '已保存，并保留了 {names} 在您编辑期间所作的另外 {count} 处修改',
    en: 'Saved. {count} other changes that {names} made meanwhile were kept',
  },
  system: { zh: '系统', en: 'the system' },
  moved: {
    zh: '您打开后这条记录有了变化，页面已显示最新内容。核对后请再提交一次',
    en: 'The record changed after you opened it; the page now shows it as it is. Check it and send again',
  },
} satisfies Text

const SAID_S = 8

/** What a form is about. */
export type About = {
  /** The record, or the record a new one is for. */ id: string
  /** The version of it that was read. */ version?: number
}

export type FormOptions = {
  /** `null`: a new record that belongs to nothing. Left out: what is typed is kept nowhere. */
  about?: About | null
  /** Fields that are never kept: passwords and codes. */
  secrets?: readonly string[]
  /** What the undo bar says, for an operation that can be taken back. */ undoLabel?: string
  /** Where a field of the record stands in the form, when it is not its own path. */
  toForm?: ToForm
}

export type FormSend<V extends object> = {
  form: FormInstance<V>
  submit: (values: V) => Promise<void>
  trouble: FormTrouble | null
  isBusy: boolean
  isDirty: boolean
  touch: () => void
  reset: () => void
  /** Set while there is no connection: it is sent again when there is. */ waiting: {
    stop: () => void
  } | null
  /** Set when others changed the same: somebody must choose. */ stale: Stale | null
  /** All is chosen: the save now starts from what is there. */ settle: () => void
  draft: Draft
  discard: () => void
}

/** A form that sends one operation: problems go onto the fields, the typed work stays. */
export function useFormSend<O extends Operation, V extends object>(
  operation: O,
  toInput: (values: V) => CallInput<O>,
  onDone: (answer: Answer<O>, form: FormInstance<V>) => void,
  { about, toForm, secrets = [], undoLabel }: FormOptions = {},
): FormSend<V> {
  const t = useText({ ...formText, ...text })
  const [form] = Form.useForm<V>()
  const [trouble, setTrouble] = useState<FormTrouble | null>(null)
  const [isDirty, setDirty] = useState(false)
  useEditing(isDirty)
  const { seen, stale, ...staleness } = useStale(form, about?.version, toForm)
  const draft = useDraft(about === undefined ? null : placeOf(operation, about), (found) => {
    // Who was faster and has typed already keeps that.
    const untouched = Object.entries(found.values).filter(
      ([name]) => !form.isFieldsTouched([[name]] as never),
    )
    if (untouched.length === 0) return false
    form.setFieldsValue(Object.fromEntries(untouched) as Parameters<typeof form.setFieldsValue>[0])
    staleness.restart(found.version ?? about?.version)
    setDirty(true)
    return true
  })
  const send = useSend(operation, {
    sent: draft.sent,
    onMerged: useTellMerged(),
    ...(undoLabel ? { undoLabel } : {}),
  })
  const waiting = useWaiting(() => form.submit())
  const submit = async (values: V) => {
    setTrouble(null)
    try {
      const answer = await send.mutateAsync(asWritten(toInput(values), seen.current))
      // At once, so that what `onDone` opens next is not held up as if work were lost.
      flushSync(() => setDirty(false))
      waiting.stop()
      void draft.discard()
      onDone(answer, form)
    } catch (error) {
      if (isLost(error)) waiting.begin()
      else waiting.stop()
      if (!isStale(error)) setTrouble(showProblem(form, error, t.unknown))
      else if (!staleness.meet(error)) setTrouble({ message: t.moved, rest: [] })
    }
  }
  const touch = () => {
    setDirty(true)
    waiting.stop()
    const typed = Object.entries(form.getFieldsValue() as object)
    draft.keep(Object.fromEntries(typed.filter(([name]) => !secrets.includes(name))), seen.current)
  }
  const reset = () => {
    staleness.restart()
    setTrouble(null)
    setDirty(false)
  }
  const discard = () => {
    void draft.discard()
    form.resetFields()
    reset()
  }
  const [isBusy, settle] = [send.isPending, staleness.settle]
  const waits = waiting.isOn ? { stop: waiting.stop } : null
  const shown = { form, trouble, stale, draft, isBusy, isDirty, waiting: waits }
  return { ...shown, submit, touch, reset, discard, settle }
}

/** Says whose changes a save let stand. */
function useTellMerged() {
  const t = useText(text)
  const { message } = App.useApp()
  return (fields: MergedField[]) => {
    const names = [...new Set(fields.map(({ by }) => by ?? t.system))].join('、')
    void message.info(fill(t.merged, { names, count: fields.length }), SAID_S)
  }
}

const placeOf = ({ method, path }: Operation, about: About | null) => ({
  form: `${method} ${path}`,
  record: about?.id ?? '',
})

const isStale = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && error.code === 'request.stale'
const isLost = (error: unknown): boolean => error instanceof ApiProblem && error.status === 0
