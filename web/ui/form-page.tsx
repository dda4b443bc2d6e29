import { Form, type FormInstance } from 'antd'
import type { ReactNode } from 'react'
import type { CallInput, Operation } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { Answer } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { Actions } from '#web/ui/action-button.tsx'
import { useLeaveGuard } from '#web/ui/form-drawer.tsx'
import { ErrorSummary } from '#web/ui/form-parts.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { useFormSend } from '#web/ui/use-form-send.ts'

const text = { path: { zh: '所在位置', en: 'Where you are' } } satisfies Text

type FormPageProps<O extends Operation, V extends object> = {
  back: { to: string; text: string }
  title: string
  saveText: string
  initial: Partial<V>
  operation: O
  toInput: (values: V) => CallInput<O>
  onDone: (answer: Answer<O>) => void
  children: ReactNode | ((form: FormInstance<V>) => ReactNode)
}

/** A form on a page of its own, for what is too large for the side. */
export function FormPage<O extends Operation, V extends object>(props: FormPageProps<O, V>) {
  const t = useText(text)
  const sending = useFormSend<O, V>(props.operation, props.toInput, props.onDone)
  useLeaveGuard(sending.isDirty)
  const save = {
    key: 'save',
    label: props.saveText,
    isPrimary: true,
    isBusy: sending.isBusy,
    run: () => sending.form.submit(),
  }
  return (
    <div className="n-page">
      <nav aria-label={t.path} className="n-crumbs">
        <PageLink to={props.back.to}>{props.back.text}</PageLink>
        <span aria-hidden="true">/</span>
        <span aria-current="page">{props.title}</span>
      </nav>
      <div className="n-page-head">
        <h1>{props.title}</h1>
        <Actions actions={[save]} />
      </div>
      <Form<V>
        form={sending.form}
        layout="vertical"
        initialValues={props.initial as object}
        onFinish={(values) => void sending.submit(values)}
        onValuesChange={sending.touch}
        scrollToFirstError={{ focus: true }}
      >
        {sending.trouble && <ErrorSummary trouble={sending.trouble} />}
        {typeof props.children === 'function' ? props.children(sending.form) : props.children}
      </Form>
    </div>
  )
}
