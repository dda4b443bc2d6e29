import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import type { CallInput, Operation } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { Answer } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { FormDialog } from '#web/ui/form-dialog.tsx'
import { useFormSend } from '#web/ui/use-form-send.ts'

const text = {
  reason: { zh: '原因', en: 'Reason' },
  reasonNeeded: { zh: '请说明原因', en: 'Say why' },
} satisfies Text

type ConfirmActionProps<O extends Operation> = {
  title: string
  /** What will happen. */
  help?: ReactNode
  confirmText: string
  isDanger?: boolean
  /** Asks for a reason; `toInput` gets it. */
  needsReason?: boolean
  operation: O
  toInput: (reason: string) => CallInput<O>
  /** Not called for an operation that can be taken back: it is done later. */ onDone?: (
    answer: Answer<O>,
  ) => void
  /** What the undo bar says, when the words of the button do not tell what it is about. */ undoLabel?: string
  /** `isDone`: it was accepted, not called off. */ onClose: (isDone?: boolean) => void
}

/** Asks before something that cannot be taken back, and for the reason where one is kept. Mount it while it is open. */
export function ConfirmAction<O extends Operation>(props: ConfirmActionProps<O>) {
  const t = useText(text)
  const sending = useFormSend<O, { reason: string }>(
    props.operation,
    (values) => props.toInput((values.reason ?? '').trim()),
    (answer) => {
      props.onClose(true)
      if (!props.operation.isUndoable) props.onDone?.(answer)
    },
    { undoLabel: props.undoLabel ?? props.confirmText },
  )
  return (
    <FormDialog
      title={props.title}
      okText={props.confirmText}
      isDanger={props.isDanger ?? false}
      sending={sending}
      onClose={() => props.onClose()}
    >
      {props.help && <div className="n-modal-help">{props.help}</div>}
      {props.needsReason && (
        <Form.Item
          name="reason"
          label={t.reason}
          rules={[{ required: true, whitespace: true, message: t.reasonNeeded }]}
        >
          <Input.TextArea rows={3} maxLength={500} showCount />
        </Form.Item>
      )}
    </FormDialog>
  )
}
