import { type ReactNode, useState } from 'react'
import type { CallInput, Operation } from '#platform/api.ts'
import type { Bilingual } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'
import type { Action } from '#web/ui/action-button.tsx'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'

/** What is asked before an act that needs no form of its own. */
type Question = {
  operation: Operation
  toInput: (reason: string) => unknown
  /** The words of its button unless given. */
  title?: string
  help?: ReactNode
  isDanger?: boolean
  onDone?: () => void
}
type Asked<O extends Operation> = Pick<Question, 'title' | 'help' | 'isDanger' | 'onDone'> & {
  id: string
} & (CallInput<O>['body'] extends { version: number } ? { version: number } : { version?: undefined })

/** An operation on one record whose body holds the reason, and the version where it guards one. */
type OfRecord = Operation & {
  params: { _zod: { input: { id: string }; output: unknown } }
  body?: { _zod: { input: { reason: string }; output: unknown } }
}

/** The question before an operation on a record: with a reason where its body takes one. */
export function ask<O extends OfRecord>(operation: O, { id, version, ...rest }: Asked<O>): Question {
  const toInput = (reason: string) => ({
    params: { id },
    ...(operation.body ? { body: version === undefined ? { reason } : { reason, version } } : {}),
  })
  return { operation, toInput, ...rest }
}

type Acts<K extends string, R extends string> = {
  /** What the buttons say. */
  words: NoInfer<Readonly<Record<K, string>>>
  /** Why an act is refused now, as the server would say; `refusals` has the words. */
  whyNot: (key: K) => R | null
  refusals: NoInfer<Readonly<Record<R, Bilingual>>>
  /** What this person lacks for all of them. */
  lack?: string | null
  questions?: NoInfer<Partial<Record<K, Question>>>
}

/** The acts of a record: their buttons with the reason when one is off, which of them is being asked about, and its dialog. */
export function useActs<K extends string, R extends string>(acts: Acts<K, R>) {
  const { words, questions = {} as Partial<Record<K, Question>>, lack = null } = acts
  const r = useText(acts.refusals as Record<R, Bilingual>)
  const [open, setOpen] = useState<K | null>(null)
  const close = () => setOpen(null)
  const act = (key: K, more: Partial<Action> = {}): Action => {
    const code = acts.whyNot(key)
    return {
      key,
      label: words[key],
      whyNot: lack ?? (code && r[code]),
      isDanger: questions[key]?.isDanger ?? false,
      run: () => setOpen(key),
      ...more,
    }
  }
  const question = open && questions[open]
  const dialog = open && question && (
    <ConfirmAction
      title={question.title ?? words[open]}
      help={question.help}
      confirmText={words[open]}
      isDanger={question.isDanger ?? false}
      needsReason={question.operation.body !== undefined}
      operation={question.operation}
      toInput={question.toInput as never}
      {...(question.onDone ? { onDone: question.onDone } : {})}
      onClose={close}
    />
  )
  return { open, act, close, dialog }
}
