import type { Text } from '#platform/text.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useIsNarrow } from '#web/lib/narrow.ts'
import { DataTable, type DataTableProps, RowName, type Selection } from '#web/ui/data-table.tsx'
import { PeopleAtRow } from '#web/ui/presence.tsx'
import type { Column } from '#web/ui/list-types.ts'

const text = { row: { zh: '选择此条', en: 'Select this one' } } satisfies Text

/** The rows of a section: a table at a desk, cards on a phone. */
export const Rows = <R,>(props: DataTableProps<R>) =>
  useIsNarrow() ? <RowCards {...props} /> : <DataTable {...props} />

type RowCardsProps<R> = {
  label: string
  rows: readonly R[]
  columns: readonly Column<R>[]
  rowKey: (row: R) => string
  open?: ((row: R) => string) | undefined
  onOpen?: ((row: R) => void) | undefined
  selection?: Selection | undefined
  recordType?: string | undefined
  fresh?: ReadonlySet<string>
}

/** The rows of a list on a phone: one card each, the first column as its title. */
export function RowCards<R>(props: RowCardsProps<R>) {
  const { label, rows, columns, rowKey, open, onOpen, selection } = props
  const say = useSay()
  const t = useText(text)
  const [first, ...rest] = columns.filter((column) => !column.isOffPhone)
  if (!first) return null
  const toggle = (key: string) => {
    const keys = new Set(selection?.keys)
    if (!keys.delete(key)) keys.add(key)
    selection?.onChange(keys)
  }
  return (
    <ul className="n-cards" aria-label={label}>
      {rows.map((row) => (
        <li
          key={rowKey(row)}
          className="n-card"
          data-key={rowKey(row)}
          data-fresh={props.fresh?.has(rowKey(row))}
        >
          <div className="n-card-head">
            {selection && (
              <input
                type="checkbox"
                className="n-check"
                checked={selection.keys.has(rowKey(row))}
                aria-label={t.row}
                onChange={() => toggle(rowKey(row))}
              />
            )}
            <RowName row={row} column={first} path={open?.(row) ?? null} onOpen={onOpen} />
            {props.recordType && <PeopleAtRow type={props.recordType} id={rowKey(row)} />}
          </div>
          <dl>
            {rest.map((column) => (
              <div key={column.key}>
                <dt>{say(column.title)}</dt>
                <dd>{column.render(row)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}
