import type { Text } from '#platform/text.ts'
import { fill, useText } from '#web/lib/i18n.ts'

const text = {
  label: { zh: '导入进度', en: 'Progress of the import' },
  done: { zh: '已导入 {done} / {total} 行', en: '{done} of {total} rows imported' },
} satisfies Text

/** How far an import is, in words and as a bar. */
export function Progress({ done, total, isMoving }: { done: number; total: number; isMoving: boolean }) {
  const t = useText(text)
  return (
    <div className="n-imp-progress" data-moving={isMoving}>
      <progress aria-label={t.label} value={done} max={Math.max(total, 1)} />
      <span role="status">{fill(t.done, { done, total })}</span>
    </div>
  )
}
