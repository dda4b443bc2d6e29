import { type FormEvent, type InputHTMLAttributes, useEffect, useId, useRef, useState } from 'react'
import { identityApi } from '#modules/identity/api.ts'
import { text } from '#web/features/identity/log-in-text.ts'
import { ApiProblem, useSend } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import type { Me } from '#web/lib/session.ts'
import { readStored, writeStored } from '#web/lib/store.ts'
import { Icon } from '#web/ui/icons.tsx'

/** `isReady`: complete already, go in at once. */
export type LogInValues = {
  tenant: string
  email: string
  password: string
  code?: string
  isReady?: boolean
}

const EMPTY: LogInValues = { tenant: '', email: '', password: '' }

export function LogInForm({ start, onEnter }: { start: LogInValues | null; onEnter: (me: Me) => void }) {
  const t = useText(text)
  const [values, setValues] = useState<LogInValues>(
    start ?? { ...EMPTY, tenant: readStored<string>('tenant') ?? '' },
  )
  const [missing, setMissing] = useState<string | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const logIn = useSend(identityApi.logIn)
  const problem = logIn.error
  const needsCode = problem?.code === 'session.code_needed' || values.code !== undefined

  const send = async (given: LogInValues) => {
    const { tenant, email, password, code } = given
    try {
      const me = await logIn.mutateAsync({ body: { tenant, email, password, ...(code ? { code } : {}) } })
      writeStored('tenant', tenant)
      onEnter(me)
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      if (error.code === 'session.code_needed')
        setValues((before) => ({ ...before, code: before.code ?? '' }))
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const empty = (['tenant', 'email', 'password'] as const).find((name) => values[name].trim() === '')
    setMissing(empty ?? null)
    if (empty) form.current?.querySelector<HTMLInputElement>(`[name=${empty}]`)?.focus()
    else void send(values)
  }
  useEffect(() => {
    if (start?.isReady) void send(start)
    // A demo account goes in once, when it is chosen; the form is made anew for each.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  useEffect(() => {
    if (problem?.code === 'session.code_needed')
      form.current?.querySelector<HTMLInputElement>('[name=code]')?.focus()
  }, [problem])

  const field = (name: 'tenant' | 'email' | 'password' | 'code') => ({
    name,
    label: t[name],
    value: values[name] ?? '',
    onFocus: preloadShell,
    onValue: (value: string) => setValues({ ...values, [name]: value }),
    problem:
      missing === name
        ? fill(t.missing, { field: t[name] })
        : problem?.fields.find((f) => f.path === name)?.message,
  })
  return (
    <form ref={form} onSubmit={submit} noValidate className="n-form">
      {problem && (
        <p className={problem.code === 'session.code_needed' ? 'n-note' : 'n-note n-note-bad'} role="alert">
          {problem.detail}
        </p>
      )}
      <Field {...field('tenant')} autoComplete="organization" autoCapitalize="none" spellCheck={false} />
      <Field {...field('email')} type="email" autoComplete="username" />
      <Field {...field('password')} type="password" autoComplete="current-password" />
      {needsCode && (
        <Field {...field('code')} help={t.codeHelp} autoComplete="one-time-code" inputMode="text" />
      )}
      <button type="submit" className="n-button n-button-main" aria-disabled={logIn.isPending}>
        {logIn.isPending ? t.entering : t.enter}
      </button>
    </form>
  )
}

/** Somebody is about to come in: fetch what comes next while they type. */
function preloadShell(): void {
  void import('#web/shell.tsx')
}

type FieldProps = {
  label: string
  value: string
  onValue: (value: string) => void
  problem?: string | undefined
  help?: string
} & Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'>

function Field({ label, value, onValue, problem, help, type = 'text', ...input }: FieldProps) {
  const t = useText(text)
  const id = useId()
  const [isShown, setShown] = useState(false)
  const isPassword = type === 'password'
  return (
    <div className="n-field">
      <label htmlFor={id}>{label}</label>
      <div className="n-input-row">
        <input
          {...input}
          id={id}
          type={isPassword && isShown ? 'text' : type}
          value={value}
          onChange={(event) => onValue(event.target.value)}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem || help ? `${id}-say` : undefined}
        />
        {isPassword && (
          <button
            type="button"
            className="n-input-tool"
            aria-pressed={isShown}
            aria-label={isShown ? t.hide : t.show}
            onClick={() => setShown(!isShown)}
          >
            <Icon name="eye" />
          </button>
        )}
      </div>
      {(problem ?? help) && (
        <p id={`${id}-say`} className={problem ? 'n-field-bad' : 'n-field-help'}>
          {problem ?? help}
        </p>
      )}
    </div>
  )
}
