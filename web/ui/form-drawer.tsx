import { App, Button, Drawer, Form } from 'antd'
import { useBlocker } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CallInput, Operation } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { Answer } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { ErrorSummary } from '#web/ui/form-parts.tsx'
import { useFormSend } from '#web/ui/use-form-send.ts'

const text = {
  save: { zh: '保存', en: 'Save' },
  cancel: { zh: '取消', en: 'Cancel' },
  leaveTitle: { zh: '放弃未保存的内容？', en: 'Leave without saving?' },
  leaveHelp: { zh: '您填写的内容还没有保存。', en: 'What you typed is not saved yet.' },
  leave: { zh: '放弃', en: 'Leave' },
  stay: { zh: '继续填写', en: 'Stay' },
  saved: { zh: '已保存', en: 'Saved' },
} satisfies Text

type FormDrawerProps<O extends Operation, V extends object> = {
  title: string
  /** Mount it only while it is open; each opening starts with `initial`. */
  onClose: () => void
  initial: Partial<V>
  operation: O
  toInput: (values: V) => CallInput<O>
  onDone?: (answer: Answer<O>) => void
  /** Said when saved; left out: "Saved". `null`: nothing. */
  savedText?: string | null
  saveText?: string
  width?: number
  /** `Form.Item`s whose names are the paths of the operation's body. */
  children: ReactNode
}

/** The skeleton of every form at the side of a page. */
export function FormDrawer<O extends Operation, V extends object>(props: FormDrawerProps<O, V>) {
  const t = useText(text)
  const { message } = App.useApp()
  const sending = useFormSend<O, V>(props.operation, props.toInput, (answer) => {
    if (props.savedText !== null) void message.success(props.savedText ?? t.saved)
    props.onDone?.(answer)
    props.onClose()
  })
  const mayLeave = useLeaveGuard(sending.isDirty)
  const close = async () => {
    if (await mayLeave()) props.onClose()
  }
  const footer = (
    <div className="n-drawer-foot">
      <Button onClick={() => void close()}>{t.cancel}</Button>
      <Button type="primary" loading={sending.isBusy} onClick={() => sending.form.submit()}>
        {props.saveText ?? t.save}
      </Button>
    </div>
  )
  return (
    <Drawer
      open
      title={props.title}
      size={props.width ?? 480}
      onClose={() => void close()}
      footer={footer}
      mask={{ closable: true }}
    >
      <Form<V>
        form={sending.form}
        layout="vertical"
        initialValues={props.initial as object}
        onFinish={(values) => void sending.submit(values)}
        onValuesChange={sending.touch}
        scrollToFirstError={{ focus: true }}
        requiredMark
      >
        {sending.trouble && <ErrorSummary trouble={sending.trouble} />}
        {props.children}
        <button type="submit" hidden>
          {props.saveText ?? t.save}
        </button>
      </Form>
    </Drawer>
  )
}

/** Asks before typed work is lost: on close, on going to another page, on closing the tab. */
export function useLeaveGuard(isDirty: boolean): () => Promise<boolean> {
  const t = useText(text)
  const { modal } = App.useApp()
  const ask = async () => {
    if (!isDirty) return true
    return modal.confirm({
      title: t.leaveTitle,
      content: t.leaveHelp,
      okText: t.leave,
      cancelText: t.stay,
      okButtonProps: { danger: true },
    })
  }
  useBlocker({
    shouldBlockFn: async ({ current, next }) => current.pathname !== next.pathname && !(await ask()),
    enableBeforeUnload: isDirty,
    disabled: !isDirty,
  })
  return ask
}
