import { Checkbox } from 'antd'
import type { KeyboardEvent, MouseEvent } from 'react'
import type { Text } from '#platform/text.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'
import { PageLink, useGo } from '#web/ui/link.tsx'
import type { Column } from '#web/ui/list-types.ts'

const text = {
  all: { zh: '选择本页全部', en: 'Select all on this page' },
  row: { zh: '选择此行', en: 'Select this row' },
} satisfies Text

export type Selection = { keys: ReadonlySet<string>; onChange: (keys: ReadonlySet<string>) => void }

type DataTableProps<R> = {
  label: string
  rows: readonly R[]
  columns: readonly Column<R>[]
  rowKey: (row: R) => string
  /** Path of a row's page; its first column becomes a link. */
  open?: ((row: R) => string) | undefined
  onOpen?: ((row: R) => void) | undefined
  sort?: string | undefined
  onSort?: (sort: string) => void
  selection?: Selection | undefined
  isDense?: boolean
  /** Rows that have just changed. */
  fresh?: ReadonlySet<string>
}

/** A table of rows. Up and down move, Enter opens, Space selects. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { rows, columns, rowKey, selection } = props
  const t = useText(text)
  const keys = rows.map(rowKey)
  const isAll = keys.length > 0 && keys.every((key) => selection?.keys.has(key))
  const isSome = keys.some((key) => selection?.keys.has(key))
  return (
    <div className="n-table-box" tabIndex={-1}>
      <table className="n-table" data-dense={props.isDense ?? false} aria-label={props.label}>
        <thead>
          <tr>
            {selection && (
              <th scope="col" className="n-pick">
                <Checkbox
                  checked={isAll}
                  indeterminate={isSome && !isAll}
                  aria-label={t.all}
                  onChange={() => selection.onChange(new Set(isAll ? [] : keys))}
                />
              </th>
            )}
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Row key={rowKey(row)} {...props} row={row} isFirst={index === 0} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function HeaderCell<R>({
  column,
  sort,
  onSort,
}: {
  column: Column<R>
  sort: string | undefined
  onSort: ((sort: string) => void) | undefined
}) {
  const say = useSay()
  const isUp = sort !== undefined && sort === column.sort
  const isDown = sort !== undefined && sort === `-${column.sort}`
  const style = column.width ? { width: column.width } : undefined
  if (!column.sort || !onSort) {
    return (
      <th scope="col" style={style} data-align={column.align}>
        {say(column.title)}
      </th>
    )
  }
  const next = isDown ? column.sort : `-${column.sort}`
  return (
    <th
      scope="col"
      style={style}
      data-align={column.align}
      aria-sort={isUp ? 'ascending' : isDown ? 'descending' : 'none'}
    >
      <button type="button" className="n-sort" onClick={() => onSort(next)}>
        {say(column.title)}
        {(isUp || isDown) && <Icon name={isUp ? 'up' : 'down'} size={13} />}
      </button>
    </th>
  )
}

function Row<R>({
  row,
  columns,
  rowKey,
  open,
  onOpen,
  selection,
  fresh,
  isFirst,
}: DataTableProps<R> & { row: R; isFirst: boolean }) {
  const t = useText(text)
  const go = useGo()
  const key = rowKey(row)
  const isPicked = selection?.keys.has(key) ?? false
  const isOpenable = open !== undefined || onOpen !== undefined
  const show = () => (onOpen ? onOpen(row) : open && go(open(row)))
  const pick = () => {
    const keys = new Set(selection?.keys)
    if (!keys.delete(key)) keys.add(key)
    selection?.onChange(keys)
  }
  const press = (event: KeyboardEvent<HTMLTableRowElement>) => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'Enter' && isOpenable) show()
    else if (event.key === ' ' && selection) pick()
    else if (!moveFocus(event)) return
    event.preventDefault()
  }
  const click = (event: MouseEvent<HTMLElement>) => {
    const isOnControl = (event.target as HTMLElement).closest('a, button, input, label, [role=button]')
    const isMarking = (getSelection()?.toString() ?? '') !== ''
    if (!isOnControl && !isMarking && isOpenable) show()
  }
  return (
    <tr
      tabIndex={isFirst ? 0 : -1}
      onKeyDown={press}
      onClick={click}
      data-openable={isOpenable}
      data-fresh={fresh?.has(key)}
      aria-selected={selection ? isPicked : undefined}
    >
      {selection && (
        <td className="n-pick">
          <Checkbox checked={isPicked} aria-label={t.row} onChange={pick} />
        </td>
      )}
      {columns.map((column, index) => (
        <td key={column.key} data-align={column.align}>
          {index === 0 ? (
            <RowName row={row} column={column} open={open} onOpen={onOpen} />
          ) : (
            column.render(row)
          )}
        </td>
      ))}
    </tr>
  )
}

/** Moves to the row that an arrow, Home or End names. */
function moveFocus(event: KeyboardEvent<HTMLTableRowElement>): boolean {
  const rows = [
    ...(event.currentTarget.parentElement?.querySelectorAll<HTMLTableRowElement>(':scope > tr') ?? []),
  ]
  const at = rows.indexOf(event.currentTarget)
  const targets: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: rows.length - 1,
  }
  const next = rows[targets[event.key] ?? -1]
  if (!next) return event.key in targets
  for (const row of rows) row.tabIndex = row === next ? 0 : -1
  next.focus()
  return true
}

type RowNameProps<R> = { row: R; column: Column<R> } & Pick<DataTableProps<R>, 'open' | 'onOpen'>

/** The first cell: it names the row and opens it. */
export function RowName<R>({ row, column, open, onOpen }: RowNameProps<R>) {
  if (open) return <PageLink to={open(row)}>{column.render(row)}</PageLink>
  if (!onOpen) return column.render(row)
  return (
    <button type="button" className="n-link" onClick={() => onOpen(row)}>
      {column.render(row)}
    </button>
  )
}
