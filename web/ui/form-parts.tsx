import type { FormInstance, FormProps } from 'antd'
import { useEffect, useRef } from 'react'
import type { Text } from '#platform/text.ts'
import { ApiProblem } from '#web/lib/api.ts'
import { fill, getLocale, useText } from '#web/lib/i18n.ts'
import { type FieldName, nearestField, rowOfPath } from '#web/ui/name-path.ts'

const text = {
  inRow: { zh: '第 {n} 行：{message}', en: 'Row {n}: {message}' },
  wrong: { zh: '请更正以下 {count} 处', en: 'Correct {count} {count:thing|things}' },
  failed: { zh: '没有保存', en: 'Not saved' },
  request: { zh: '请求编号', en: 'Request id' },
  unknown: {
    zh: '出现意外错误，内容还在，请重试',
    en: 'Something unexpected happened. Your input is still here; try again',
  },
} satisfies Text

/** How a field that is wrong is brought in sight: in the middle, so that what is said below it is too; the page behind a dialog stays. */
export const toWrongField: Exclude<FormProps['scrollToFirstError'], boolean | undefined> = {
  focus: true,
  block: 'center',
  boundary: (parent) => !parent.matches('[role=dialog]'),
}

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
  if (first) form.scrollToField(first, toWrongField)
  return {
    message: error.detail,
    requestId: error.status >= 500 ? error.requestId : null,
    rest: placed
      .filter(({ name }) => !name)
      .map(({ path, message }) => {
        const row = rowOfPath(path)
        return row === null ? message : fill(text.inRow[getLocale()], { n: row, message })
      }),
  }
}

/** The field of the form, of those that are seen, that a path of the server is about. */
function fieldFor(form: FormInstance, path: string): FieldName | null {
  const names = form.getFieldsError().map(({ name }) => name)
  return nearestField(
    path,
    names.filter((name) => !isHidden(form.getFieldInstance(name))),
  )
}

const isHidden = (field: unknown): boolean => field instanceof HTMLInputElement && field.type === 'hidden'

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
