import type { FormInstance } from 'antd'
import type { ReactNode } from 'react'
import type { CallInput, Operation } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { Answer } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { Actions } from '#web/ui/action-button.tsx'
import { FormBody, UnsavedBadge, useFirstField } from '#web/ui/form-body.tsx'
import type { ShowField } from '#web/ui/form-conflicts.tsx'
import { useLeaveGuard } from '#web/ui/leave-guard.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { type About, type FormOptions, useFormSend } from '#web/ui/use-form-send.ts'

const text = { path: { zh: '所在位置', en: 'Where you are' } } satisfies Text

type FormPageProps<O extends Operation, V extends object> = Omit<FormOptions, 'about' | 'undoLabel'> & {
  back: { to: string; text: string }
  title: string
  saveText: string
  /** The record it changes, or that a new one is for: what is typed is kept for it. `null`: a new record of its own. */
  about: About | null
  initial: Partial<V>
  operation: O
  toInput: (values: V) => CallInput<O>
  onDone: (answer: Answer<O>) => void
  show?: ShowField
  children: ReactNode | ((form: FormInstance<V>) => ReactNode)
}

/** A form on a page of its own, for what is too large for the side. */
export function FormPage<O extends Operation, V extends object>(props: FormPageProps<O, V>) {
  const t = useText(text)
  const box = useFirstField()
  const sending = useFormSend<O, V>(props.operation, props.toInput, props.onDone, props)
  useLeaveGuard(sending.isDirty, {
    onDiscard: () => void sending.draft.discard(),
    onKeep: sending.draft.flush,
  })
  const save = {
    key: 'save',
    label: props.saveText,
    isPrimary: true,
    isBusy: sending.isBusy,
    run: () => sending.form.submit(),
  }
  return (
    <div className="n-page" ref={box}>
      <nav aria-label={t.path} className="n-crumbs">
        <PageLink to={props.back.to}>{props.back.text}</PageLink>
        <span aria-hidden="true">/</span>
        <span aria-current="page">{props.title}</span>
      </nav>
      <div className="n-page-head">
        <h1>{props.title}</h1>
        <UnsavedBadge sending={sending} />
        <Actions actions={[save]} />
      </div>
      <FormBody sending={sending} initial={props.initial} show={props.show}>
        {typeof props.children === 'function' ? props.children(sending.form) : props.children}
      </FormBody>
    </div>
  )
}
