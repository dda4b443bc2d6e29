import type { FormInstance } from 'antd'
import { useEffect, useRef } from 'react'
import type { Text } from '#platform/text.ts'
import { ApiProblem } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { namePath } from '#web/ui/name-path.ts'

const text = {
  wrong: { zh: '请更正以下 {count} 处', en: 'Correct {count} things' },
  failed: { zh: '没有保存', en: 'Not saved' },
  request: { zh: '请求编号', en: 'Request id' },
  unknown: {
    zh: '出现意外错误，内容还在，请重试',
    en: 'Something unexpected happened. Your input is still here; try again',
  },
} satisfies Text

export type FormTrouble = { message: string; requestId?: string | null; rest: string[] }

/**
 * Puts what the server found wrong onto the fields of the form.
 * Returns what is left to say above the form; `rest` are problems of fields that the form does not show.
 */
export function showProblem(form: FormInstance, error: unknown, unknownText: string): FormTrouble {
  if (!(error instanceof ApiProblem)) return { message: unknownText, rest: [] }
  const placed = error.fields.map((field) => ({ ...field, name: fieldFor(form, field.path) }))
  for (const { name, message } of placed) if (name) form.setFields([{ name, errors: [message] }])
  const first = placed.find(({ name }) => name)?.name
  if (first) form.scrollToField(first, { focus: true })
  return {
    message: error.detail,
    requestId: error.status >= 500 ? error.requestId : null,
    rest: placed
      .filter(({ name }) => !name)
      .map(({ path, message }) => (path ? `${path}: ${message}` : message)),
  }
}

/** The field of the form that a path of the server names: itself, or the nearest one around it. */
function fieldFor(form: FormInstance, path: string): (string | number)[] | null {
  for (let name = namePath(path); name.length > 0; name = name.slice(0, -1)) {
    if (form.getFieldInstance(name)) return name
  }
  return null
}

/** Above the form: that it was not saved, and why. Takes the focus so that it is read out. */
export function ErrorSummary({ trouble }: { trouble: FormTrouble }) {
  const t = useText(text)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' })
    if (trouble.rest.length > 0 || document.activeElement === document.body) box.current?.focus()
  }, [trouble])
  return (
    <div ref={box} className="n-note n-note-bad" role="alert" tabIndex={-1}>
      <strong>{trouble.rest.length > 0 ? fill(t.wrong, { count: trouble.rest.length }) : t.failed}</strong>
      <p>{trouble.message}</p>
      {trouble.rest.length > 0 && (
        <ul>
          {trouble.rest.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {trouble.requestId && (
        <p>
          {t.request} <code>{trouble.requestId}</code>
        </p>
      )}
    </div>
  )
}

export const formText = text
