import { type KeyboardEvent, type MouseEvent, memo, useEffect, useMemo, useRef } from 'react'
import type { SortKey } from '#platform/list-spec.ts'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'
import { HeaderCell } from '#web/ui/header-cell.tsx'
import { PageLink, useGo } from '#web/ui/link.tsx'
import { PeopleAtRow } from '#web/ui/presence.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { useRoom } from '#web/ui/table-room.ts'

const text = {
  all: { zh: '选择本页全部', en: 'Select all on this page' },
  row: { zh: '选择此行', en: 'Select this row' },
} satisfies Text

export type Selection = { keys: ReadonlySet<string>; onChange: (keys: ReadonlySet<string>) => void }

export type DataTableProps<R> = {
  label: string
  rows: readonly R[]
  /** The same array from one drawing to the next, or every row is drawn anew. */
  columns: readonly Column<R>[]
  rowKey: (row: R) => string
  /** Path of a row's page; its first column becomes a link. */
  open?: ((row: R) => string) | undefined
  onOpen?: ((row: R) => void) | undefined
  sort?: readonly SortKey[] | undefined
  /** `isAdded`: the column joins those sorted by, instead of taking their place. */
  onSort?: (name: string, isAdded: boolean) => void
  onWidth?: (key: string, width: number) => void
  selection?: Selection | undefined
  isDense?: boolean
  /** More columns than a laptop has room for: it is moved sideways, by key too. */
  isWide?: boolean
  /** The kind of record the rows are: who else has one open is shown beside its name. */
  recordType?: string | undefined
  /** Rows that have just changed. */
  fresh?: ReadonlySet<string>
}

/** A table of rows. Up and down move, Enter opens, Space selects; with Shift the selection grows. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { rows, columns, rowKey, selection } = props
  const t = useText(text)
  const keys = rows.map(rowKey)
  const isAll = keys.length > 0 && keys.every((key) => selection?.keys.has(key))
  const isSome = keys.some((key) => selection?.keys.has(key))
  const act = useRowActs(props)
  const box = useRef<HTMLDivElement>(null)
  useRoom(box, rows, columns)
  return (
    <div className="n-table-box" ref={box} {...(props.isWide ? boxOfWide(props.label) : { tabIndex: -1 })}>
      <table className="n-table" data-dense={props.isDense ?? false} aria-label={props.label}>
        <thead>
          <tr>
            {selection && (
              <th scope="col" className="n-pick">
                <input
                  type="checkbox"
                  className="n-check"
                  checked={isAll}
                  ref={(box) => {
                    if (box) box.indeterminate = isSome && !isAll
                  }}
                  aria-label={t.all}
                  onChange={() => selection.onChange(new Set(isAll ? [] : keys))}
                />
              </th>
            )}
            {columns.map((column) => (
              <HeaderCell key={column.key} {...props} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Row
              key={keys[index]}
              id={keys[index] ?? ''}
              row={row}
              columns={columns as readonly Column<unknown>[]}
              path={props.open?.(row) ?? null}
              act={act}
              isOpenable={props.open !== undefined || props.onOpen !== undefined}
              isPicked={selection ? selection.keys.has(keys[index] ?? '') : null}
              isFirst={index === 0}
              recordType={props.recordType}
              isFresh={props.fresh?.has(keys[index] ?? '') ?? false}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const boxOfWide = (label: string) => ({ role: 'region', 'aria-label': label, tabIndex: 0 })

/** What a row can do. The same object for good, so that a row is drawn anew only for what it shows. */
type RowActs = {
  show: (row: unknown) => void
  pick: (key: string) => void
}

function useRowActs<R>(props: DataTableProps<R>): RowActs {
  const go = useGo()
  const latest = useRef({ props, go })
  useEffect(() => {
    latest.current = { props, go }
  })
  return useMemo(
    () => ({
      show: (row) => {
        const { open, onOpen } = latest.current.props
        if (onOpen) onOpen(row as R)
        else if (open) latest.current.go(open(row as R))
      },
      pick: (key) => {
        const { selection } = latest.current.props
        const keys = new Set(selection?.keys)
        if (!keys.delete(key)) keys.add(key)
        selection?.onChange(keys)
      },
    }),
    [],
  )
}

type RowProps = {
  id: string
  row: unknown
  columns: readonly Column<unknown>[]
  path: string | null
  act: RowActs
  isOpenable: boolean
  /** Null: rows cannot be picked. */
  isPicked: boolean | null
  isFirst: boolean
  isFresh: boolean
  recordType: string | undefined
}

const Row = memo(function Row(props: RowProps) {
  const { id, row, columns, path, act, isOpenable, isPicked, isFirst, isFresh } = props
  const t = useText(text)
  const press = (event: KeyboardEvent<HTMLTableRowElement>) => {
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey
    if (event.target !== event.currentTarget || !isPlain) return
    if (event.key === 'Enter' && isOpenable) act.show(row)
    else if (event.key === ' ' && isPicked !== null) act.pick(id)
    else if (event.key === 'F2') event.currentTarget.querySelector<HTMLElement>('.n-edit')?.focus()
    else if (!moveFocus(event)) return
    event.preventDefault()
  }
  const click = (event: MouseEvent<HTMLElement>) => {
    const isOnControl = (event.target as HTMLElement).closest('a, button, input, label, [role=button]')
    const isMarking = (getSelection()?.toString() ?? '') !== ''
    if (!isOnControl && !isMarking && isOpenable) act.show(row)
  }
  return (
    <tr
      tabIndex={isFirst ? 0 : -1}
      onKeyDown={press}
      onClick={click}
      onMouseEnter={tellCut}
      data-key={id}
      data-openable={isOpenable}
      data-fresh={isFresh}
      aria-selected={isPicked ?? undefined}
    >
      {isPicked !== null && (
        <td className="n-pick">
          <input
            type="checkbox"
            className="n-check"
            checked={isPicked}
            aria-label={t.row}
            onChange={() => act.pick(id)}
          />
        </td>
      )}
      {columns.map((column, index) => (
        <td key={column.key} data-align={column.align} data-whole={column.isWhole} {...cutOf(column)}>
          {index === 0 ? (
            <>
              <RowName row={row} column={column} path={path} onOpen={isOpenable ? act.show : undefined} />
              {props.recordType && <PeopleAtRow type={props.recordType} id={id} />}
            </>
          ) : column.isLine ? (
            <div className="n-line">{column.render(row)}</div>
          ) : (
            column.render(row)
          )}
        </td>
      ))}
    </tr>
  )
})

/** A cell of a column whose width somebody has chosen does not grow beyond it. */
const cutOf = ({ isCut, width }: Column<unknown>) =>
  isCut && width ? { className: 'n-cut', style: { maxWidth: width } } : {}

/** What is cut of a row's cells is told to who points at them. */
function tellCut({ currentTarget }: MouseEvent<HTMLElement>): void {
  for (const cell of currentTarget.querySelectorAll<HTMLElement>('.n-cut, .n-line')) {
    const isCut = cell.scrollWidth > cell.clientWidth || cell.scrollHeight > cell.clientHeight
    cell.title = isCut ? (cell.textContent ?? '') : ''
  }
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
  focusRow(next)
  return true
}

/** Gives a row the focus and makes it the one that Tab comes back to. */
export function focusRow(row: HTMLTableRowElement, options: FocusOptions = {}): void {
  for (const other of row.parentElement?.querySelectorAll<HTMLTableRowElement>(':scope > tr[tabindex="0"]') ??
    [])
    other.tabIndex = -1
  row.tabIndex = 0
  row.focus(options)
}

type RowNameProps<R> = {
  row: R
  column: Column<R>
  path: string | null
  onOpen: ((row: R) => void) | undefined
}

/** The first cell: it names the row and opens it. */
export function RowName<R>({ row, column, path, onOpen }: RowNameProps<R>) {
  const name = column.isLine ? <span className="n-line">{column.render(row)}</span> : column.render(row)
  if (path !== null) return <PageLink to={path}>{name}</PageLink>
  if (!onOpen) return name
  return (
    <button type="button" className="n-link" onClick={() => onOpen(row)}>
      {name}
    </button>
  )
}
