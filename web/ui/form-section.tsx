import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { CallInput, Operation } from '#platform/api.ts'
import type { Answer } from '#web/lib/api.ts'
import { FormBody, UnsavedBadge } from '#web/ui/form-body.tsx'
import { useLeaveGuard } from '#web/ui/leave-guard.tsx'
import { useFormSend } from '#web/ui/use-form-send.ts'

type FormSectionProps<O extends Operation, V extends object> = {
  /** Its own on the page: fields of several forms may have the same names. */ name: string
  operation: O
  toInput: (values: V) => CallInput<O>
  onDone: (answer: Answer<O>) => void
  /** What the fields hold; saved, they keep it. Left out: they are empty again. */
  initial?: Partial<V>
  saveText: string
  isDanger?: boolean
  isPlain?: boolean
  /** Passwords and codes: browsers fill them by themselves, so nobody is held up when they leave. */
  isSecret?: boolean
  children: ReactNode
}

/** A small form that always stands on a page, with its button below. */
export function FormSection<O extends Operation, V extends object>(props: FormSectionProps<O, V>) {
  const { initial, isSecret = false } = props
  const sending = useFormSend<O, V>(props.operation, props.toInput, (answer, form) => {
    if (!initial) form.resetFields()
    props.onDone(answer)
  })
  const isDirty = sending.isDirty && !isSecret
  useLeaveGuard(isDirty)
  return (
    <FormBody sending={sending} initial={initial ?? {}} name={props.name}>
      {props.children}
      <div className="n-section-foot">
        <Button
          type={props.isPlain ? 'default' : 'primary'}
          danger={props.isDanger ?? false}
          htmlType="submit"
          loading={sending.isBusy}
        >
          {props.saveText}
        </Button>
        {isDirty && <UnsavedBadge sending={sending} />}
      </div>
    </FormBody>
  )
}
