import { Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'
import { FormBody, useFirstField } from '#web/ui/form-body.tsx'
import { useLeaveGuard } from '#web/ui/leave-guard.tsx'
import type { FormSend } from '#web/ui/use-form-send.ts'

const text = { cancel: { zh: '取消', en: 'Cancel' } } satisfies Text

type FormDialogProps<V extends object> = {
  title: string
  okText: string
  isDanger?: boolean
  sending: FormSend<V>
  initial?: Partial<V>
  onClose: () => void
  children: ReactNode
}

/** The skeleton of a small form that is asked for in the middle of the screen. Mount it while it is open. */
export function FormDialog<V extends object>(props: FormDialogProps<V>) {
  const t = useText(text)
  const { sending } = props
  const [isOpen, setOpen] = useState(false)
  const box = useFirstField(isOpen)
  const mayLeave = useLeaveGuard(sending.isDirty)
  const close = async () => {
    if (await mayLeave()) props.onClose()
  }
  return (
    <Modal
      open
      title={props.title}
      okText={props.okText}
      cancelText={t.cancel}
      onCancel={() => void close()}
      onOk={() => sending.form.submit()}
      okButtonProps={{ danger: props.isDanger ?? false, loading: sending.isBusy }}
      afterOpenChange={setOpen}
    >
      <div ref={box}>
        <FormBody sending={sending} initial={props.initial ?? {}}>
          {props.children}
        </FormBody>
      </div>
    </Modal>
  )
}
