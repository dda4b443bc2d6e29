import { App, Button, Drawer } from 'antd'
import { type ReactNode, useState } from 'react'
import type { CallInput, Operation } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { Answer } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { FormBody, UnsavedBadge, useFirstField } from '#web/ui/form-body.tsx'
import type { ShowField } from '#web/ui/form-conflicts.tsx'
import { useLeaveGuard } from '#web/ui/leave-guard.tsx'
import { type About, type FormOptions, useFormSend } from '#web/ui/use-form-send.ts'

const text = {
  save: { zh: '保存', en: 'Save' },
  cancel: { zh: '取消', en: 'Cancel' },
  saved: { zh: '已保存', en: 'Saved' },
} satisfies Text

type FormDrawerProps<O extends Operation, V extends object> = Omit<FormOptions, 'about' | 'undoLabel'> & {
  /** Of an operation that can be taken back it is also what the undo bar says. */ title: string
  /** The record it changes, or that a new one is for: what is typed is kept for it. `null`: a new record of its own. */
  about: About | null
  /** Mount it only while it is open; each opening starts with `initial`. */
  onClose: () => void
  initial: Partial<V>
  operation: O
  toInput: (values: V) => CallInput<O>
  /** Not called for an operation that can be taken back: it is done later. */ onDone?: (
    answer: Answer<O>,
  ) => void
  /** Said when saved; left out: "Saved". `null`: nothing. */
  savedText?: string | null
  saveText?: string
  /** Why it cannot be saved by this person or now; the fields can be read. */ whyNot?: string | null
  width?: number
  /** How coded values are told in the difference of a stale save. */
  show?: ShowField
  /** `Form.Item`s whose names are the paths of the operation's body. */
  children: ReactNode
}

/** The skeleton of every form at the side of a page. */
export function FormDrawer<O extends Operation, V extends object>(props: FormDrawerProps<O, V>) {
  const t = useText(text)
  const { message } = App.useApp()
  const [isOpen, setOpen] = useState(false)
  const box = useFirstField(isOpen)
  const done = (answer: Answer<O>) => {
    props.onClose()
    if (props.operation.isUndoable) return
    if (props.savedText !== null) void message.success(props.savedText ?? t.saved)
    props.onDone?.(answer)
  }
  const sending = useFormSend<O, V>(props.operation, props.toInput, done, {
    ...props,
    undoLabel: props.title,
  })
  const mayLeave = useLeaveGuard(sending.isDirty, {
    onDiscard: () => void sending.draft.discard(),
    onKeep: sending.draft.flush,
  })
  const close = async () => {
    if (await mayLeave()) props.onClose()
  }
  const save = {
    key: 'save',
    label: props.saveText ?? t.save,
    isPrimary: true,
    isBusy: sending.isBusy,
    whyNot: props.whyNot ?? null,
    run: () => sending.form.submit(),
  }
  const footer = (
    <div className="n-drawer-foot">
      <UnsavedBadge sending={sending} />
      <Button onClick={() => void close()}>{t.cancel}</Button>
      <ActionButton action={save} />
    </div>
  )
  return (
    <Drawer
      open
      title={props.title}
      size={props.width ?? 480}
      onClose={() => void close()}
      afterOpenChange={setOpen}
      footer={footer}
      mask={{ closable: true }}
    >
      <div ref={box}>
        <FormBody sending={sending} initial={props.initial} show={props.show}>
          {props.children}
        </FormBody>
      </div>
    </Drawer>
  )
}
