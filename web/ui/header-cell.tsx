import { type PointerEvent, useState } from 'react'
import type { SortKey } from '#platform/list-spec.ts'
import type { Text } from '#platform/text.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'
import type { Column } from '#web/ui/list-types.ts'

const text = {
  help: { zh: '按住 Shift 点击可按多列排序', en: 'Shift and click to sort by several columns' },
  place: { zh: '第 {n} 排序，{way}', en: 'sorted by {n}, {way}' },
  up: { zh: '升序', en: 'ascending' },
  down: { zh: '降序', en: 'descending' },
} satisfies Text

type HeaderProps<R> = {
  column: Column<R>
  sort?: readonly SortKey[] | undefined
  onSort?: (name: string, isAdded: boolean) => void
  onWidth?: (key: string, width: number) => void
}

/** The head of a column: it sorts, with Shift by several columns, and its edge can be dragged. */
export function HeaderCell<R>({ column, sort = [], onSort, onWidth }: HeaderProps<R>) {
  const t = useText(text)
  const say = useSay()
  const at = column.sort ? sort.findIndex((key) => key.name === column.sort) : -1
  const isDown = sort[at]?.isDown
  const way = isDown ? t.down : t.up
  const isSortable = column.sort !== undefined && onSort !== undefined
  // Assistive technology takes one sorted column; the others say so in words.
  const ariaSort = isSortable ? (at === 0 ? (isDown ? 'descending' : 'ascending') : 'none') : undefined
  return (
    <th
      scope="col"
      style={column.width ? { width: column.width } : undefined}
      data-align={column.align}
      aria-sort={ariaSort}
    >
      {isSortable ? (
        <button
          type="button"
          className="n-sort"
          title={t.help}
          onClick={(event) => onSort(column.sort ?? '', event.shiftKey)}
        >
          {say(column.title)}
          {at >= 0 && <Icon name={isDown ? 'down' : 'up'} size={13} />}
          {at >= 0 && sort.length > 1 && <sup aria-hidden="true">{at + 1}</sup>}
          {at > 0 && <span className="n-hidden">{fill(t.place, { n: at + 1, way })}</span>}
        </button>
      ) : (
        say(column.title)
      )}
      {onWidth && <Edge onWidth={(width) => onWidth(column.key, width)} />}
    </th>
  )
}

/** The edge of a column. By keyboard the width is changed where columns are chosen. */
function Edge({ onWidth }: { onWidth: (width: number) => void }) {
  const [from, setFrom] = useState<{ x: number; width: number } | null>(null)
  const grab = (event: PointerEvent<HTMLSpanElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    const cell = event.currentTarget.closest('th')
    setFrom({ x: event.clientX, width: cell?.offsetWidth ?? 0 })
  }
  const drag = (event: PointerEvent<HTMLSpanElement>) => {
    const cell = event.currentTarget.closest('th')
    if (from && cell) cell.style.width = `${from.width + event.clientX - from.x}px`
  }
  const drop = (event: PointerEvent<HTMLSpanElement>) => {
    if (from && event.clientX !== from.x) onWidth(from.width + event.clientX - from.x)
    setFrom(null)
  }
  return (
    <span
      className="n-edge"
      aria-hidden="true"
      onPointerDown={grab}
      onPointerMove={drag}
      onPointerUp={drop}
      onPointerCancel={() => setFrom(null)}
    />
  )
}
