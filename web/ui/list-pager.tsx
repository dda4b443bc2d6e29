import { Button } from 'antd'
import { COUNT_MAX } from '#platform/list-spec.ts'
import type { Text } from '#platform/text.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'

const text = {
  next: { zh: '下一页', en: 'Next' },
  previous: { zh: '上一页', en: 'Previous' },
  first: { zh: '第一页', en: 'First page' },
  paging: { zh: '分页', en: 'Pages' },
  shown: { zh: '共 {total} 条', en: '{total} in all' },
  range: { zh: '第 {from}–{to} 条，共 {total} 条', en: '{from}–{to} of {total}' },
  part: { zh: '第 {from}–{to} 条', en: '{from}–{to}' },
  page: { zh: '本页 {count} 条', en: '{count} on this page' },
} satisfies Text

export type PageState = {
  count: number
  /** Rows before these; undefined when the server does not say. */
  before: number | undefined
  total: number | null
  next: string | null
  /** Undefined: the server does not know the way back. */
  previous: string | null | undefined
  cursor: string | undefined
}

/** A total as counted: beyond the bound it says so. */
export const shownTotal = (total: number): string =>
  total > COUNT_MAX ? `${formatNumber(COUNT_MAX)}+` : formatNumber(total)

function useWhere({ count, before, total, next, cursor }: PageState): string {
  const t = useText(text)
  if (!next && !cursor) return fill(t.shown, { total: formatNumber(count) })
  if (before === undefined) return fill(t.page, { count })
  const place = { from: formatNumber(before + 1), to: formatNumber(before + count) }
  return total === null ? fill(t.part, place) : fill(t.range, { ...place, total: shownTotal(total) })
}

type PagerProps = { state: PageState; onGo: (cursor: string | undefined) => void }

/** Which rows of how many these are, and the way to the others. */
export function Pager({ state, onGo }: PagerProps) {
  const t = useText(text)
  const where = useWhere(state)
  const { count, next, previous, cursor } = state
  if (!next && !cursor) return count > 0 ? <p className="n-pager-note">{where}</p> : null
  return (
    <nav className="n-pager" aria-label={t.paging}>
      <span>{count > 0 && where}</span>
      <Button size="small" disabled={!cursor} onClick={() => onGo(undefined)}>
        {t.first}
      </Button>
      {previous !== undefined && (
        <Button size="small" disabled={!previous} onClick={() => onGo(previous ?? undefined)}>
          {t.previous}
        </Button>
      )}
      <Button size="small" disabled={!next} onClick={() => onGo(next ?? undefined)}>
        {t.next}
      </Button>
    </nav>
  )
}
