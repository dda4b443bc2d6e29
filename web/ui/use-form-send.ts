import { Form, type FormInstance } from 'antd'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import type { CallInput, Operation } from '#platform/api.ts'
import { type Answer, useSend } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useEditing } from '#web/lib/presence.ts'
import { type FormTrouble, formText, showProblem } from '#web/ui/form-parts.tsx'

export type FormSend<V extends object> = {
  form: FormInstance<V>
  submit: (values: V) => Promise<void>
  trouble: FormTrouble | null
  isBusy: boolean
  isDirty: boolean
  touch: () => void
  reset: () => void
}

/** A form that sends one operation: problems go onto the fields, the typed work stays. */
export function useFormSend<O extends Operation, V extends object>(
  operation: O,
  toInput: (values: V) => CallInput<O>,
  onDone: (answer: Answer<O>, form: FormInstance<V>) => void,
): FormSend<V> {
  const t = useText(formText)
  const [form] = Form.useForm<V>()
  const [trouble, setTrouble] = useState<FormTrouble | null>(null)
  const [isDirty, setDirty] = useState(false)
  useEditing(isDirty)
  const send = useSend(operation)
  const submit = async (values: V) => {
    setTrouble(null)
    try {
      const answer = await send.mutateAsync(toInput(values))
      // At once, so that what `onDone` opens next is not held up as if work were lost.
      flushSync(() => setDirty(false))
      onDone(answer, form)
    } catch (error) {
      setTrouble(showProblem(form, error, t.unknown))
    }
  }
  const reset = () => {
    setTrouble(null)
    setDirty(false)
  }
  return { form, submit, trouble, isBusy: send.isPending, isDirty, touch: () => setDirty(true), reset }
}
