import { Checkbox, Popover, Select, Switch } from 'antd'
import { type DragEvent, type KeyboardEvent, useMemo, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useMe } from '#web/lib/session.ts'
import { readStored, writeStored } from '#web/lib/store.ts'
import { Icon } from '#web/ui/icons.tsx'
import type { Column } from '#web/ui/list-types.ts'

const text = {
  columns: { zh: '列与密度', en: 'Columns and density' },
  dense: { zh: '紧凑行', en: 'Dense rows' },
  reset: { zh: '恢复默认', en: 'Back to default' },
  rows: { zh: '每页行数', en: 'Rows on a page' },
  move: {
    zh: '移动“{name}”：上下键换位，左右键调列宽',
    en: 'Move {name}: up and down to move, left and right for its width',
  },
} satisfies Text

const WIDTH_MIN = 48
const WIDTH_MAX = 800
const WIDTH_STEP = 20
const WIDTH_USUAL = 160
const NO_WIDTHS: Readonly<Record<string, number>> = {}
const PAGE_ROWS = [20, 50, 100, 200] as const
const PAGE_ROWS_USUAL = 50

/** How a person wants to see a list. Columns left out of `keys` are hidden; their order is the order shown. */
type Stored = {
  keys: string[] | null
  isDense: boolean
  widths?: Record<string, number>
  pageRows?: number
}
export type ColumnChoice = {
  keys: string[]
  /** All columns after the first, those shown in their order and then the hidden ones. */
  order: string[]
  isDense: boolean
  widths: Readonly<Record<string, number>>
  pageRows: number
  save: (next: Partial<Stored>) => void
  setWidth: (key: string, width: number) => void
  /** For a saved view: what it keeps, whether that differs from it, and the way back to it. */
  layout: { value: Stored; isChanged: boolean; revert: () => void }
}

const PLAIN: Stored = { keys: null, isDense: false }

/**
 * The columns a person wants to see in this list: which, in what order, how wide. Remembered in the browser for each person and list.
 * Under a saved view they begin as the view has them and are remembered for that view.
 */
export function useColumns<R>(
  list: string,
  columns: readonly Column<R>[],
  view?: { id: string; layout: Record<string, unknown> },
): { shown: readonly Column<R>[]; choice: ColumnChoice } {
  const name = ['list', useMe().user.id, list, ...(view ? [view.id] : [])].join('.')
  const first: Stored = { ...PLAIN, ...(view?.layout as Partial<Stored> | undefined) }
  const [changed, setChanged] = useState<{ name: string; stored: Stored | null }>(() => ({
    name,
    stored: readStored<Stored>(name),
  }))
  // Another list or view: what is remembered of it.
  if (changed.name !== name) setChanged({ name, stored: readStored<Stored>(name) })
  const stored = (changed.name === name ? changed.stored : null) ?? first
  const setStored = (next: Stored | null) => {
    writeStored(name, next)
    setChanged({ name, stored: next })
  }
  const save = (next: Partial<Stored>) => setStored({ ...stored, ...next })
  const { widths = NO_WIDTHS } = stored
  const shape = JSON.stringify([stored.keys, widths])
  // Rows are drawn anew only when the columns are others.
  const shown = useMemo(() => shownColumns(columns, JSON.parse(shape) as Shape), [columns, shape])
  const keys = shown.slice(1).map((column) => column.key)
  const rest = columns
    .slice(1)
    .map((column) => column.key)
    .filter((key) => !keys.includes(key))
  return {
    shown,
    choice: {
      keys,
      order: [...keys, ...rest],
      isDense: stored.isDense,
      widths,
      pageRows: PAGE_ROWS.find((rows) => rows === stored.pageRows) ?? PAGE_ROWS_USUAL,
      save,
      setWidth: (key, width) =>
        save({ widths: { ...widths, [key]: Math.round(Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, width))) } }),
      layout: {
        value: stored,
        isChanged: JSON.stringify(stored) !== JSON.stringify(first),
        revert: () => setStored(null),
      },
    },
  }
}

type Shape = [wanted: string[] | null, widths: Record<string, number>]

/** The first column names the row and always stays first. */
function shownColumns<R>(columns: readonly Column<R>[], [wanted, widths]: Shape): Column<R>[] {
  const [first, ...others] = columns
  const chosen = wanted
    ? wanted.flatMap((key) => others.find((column) => column.key === key) ?? [])
    : others.filter((column) => !column.isHidden)
  return [...(first ? [first] : []), ...chosen].map((column) =>
    widths[column.key] === undefined
      ? column
      : { ...column, width: widths[column.key] as number, isCut: true },
  )
}

export function ColumnChooser<R>({
  columns,
  choice,
}: {
  columns: readonly Column<R>[]
  choice: ColumnChoice
}) {
  const t = useText(text)
  const editor = (
    <div className="n-filter-editor" role="dialog" aria-label={t.columns}>
      <ColumnList columns={columns} choice={choice} />
      <label className="n-switch">
        <Switch size="small" checked={choice.isDense} onChange={(isDense) => choice.save({ isDense })} />{' '}
        {t.dense}
      </label>
      <div className="n-switch">
        {t.rows}
        <Select
          size="small"
          aria-label={t.rows}
          value={choice.pageRows}
          onChange={(pageRows) => choice.save({ pageRows })}
          options={PAGE_ROWS.map((rows) => ({ value: rows, label: String(rows) }))}
        />
      </div>
      <button type="button" className="n-link" onClick={choice.layout.revert}>
        {t.reset}
      </button>
    </div>
  )
  return (
    <Popover trigger="click" placement="bottomRight" content={editor}>
      <button type="button" className="n-tool" aria-label={t.columns} title={t.columns}>
        <Icon name="columns" />
      </button>
    </Popover>
  )
}

/** Which columns, in what order: by dragging, or by the arrow keys on a row's handle. */
function ColumnList<R>({ columns, choice }: { columns: readonly Column<R>[]; choice: ColumnChoice }) {
  const [dragged, setDragged] = useState<string | null>(null)
  const place = (key: string, before: string) => {
    if (key === before || !choice.keys.includes(before)) return
    const at = choice.keys.indexOf(before)
    const others = choice.keys.filter((one) => one !== key)
    choice.save({ keys: others.toSpliced(Math.min(at, others.length), 0, key) })
  }
  return (
    <ul className="n-column-list">
      {choice.order.map((key) => {
        const column = columns.find((one) => one.key === key)
        return (
          column && (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the handle in it does the same by keyboard
            <li
              key={key}
              draggable
              data-dragged={dragged === key}
              onDragStart={() => setDragged(key)}
              onDragEnd={() => setDragged(null)}
              onDragOver={(event: DragEvent) => event.preventDefault()}
              onDragEnter={() => dragged && place(dragged, key)}
            >
              <ColumnRow column={column} choice={choice} onPlace={place} />
            </li>
          )
        )
      })}
    </ul>
  )
}

type RowProps<R> = { column: Column<R>; choice: ColumnChoice; onPlace: (key: string, before: string) => void }

function ColumnRow<R>({ column: { key, title, width }, choice, onPlace }: RowProps<R>) {
  const t = useText(text)
  const say = useSay()
  const { keys } = choice
  const at = keys.indexOf(key)
  const toggle = () => choice.save({ keys: at < 0 ? [...keys, key] : keys.filter((one) => one !== key) })
  const press = (event: KeyboardEvent) => {
    const neighbour = { ArrowUp: keys[at - 1], ArrowDown: keys[at + 1] }[event.key]
    const step = { ArrowLeft: -WIDTH_STEP, ArrowRight: WIDTH_STEP }[event.key]
    if (neighbour && at >= 0) onPlace(key, neighbour)
    else if (step) choice.setWidth(key, (choice.widths[key] ?? width ?? WIDTH_USUAL) + step)
    else return
    event.preventDefault()
  }
  const label = fill(t.move, { name: say(title) })
  return (
    <>
      <Checkbox checked={at >= 0} onChange={toggle}>
        {say(title)}
      </Checkbox>
      <button type="button" className="n-grip" aria-label={label} title={label} onKeyDown={press}>
        <Icon name="grip" size={14} />
      </button>
    </>
  )
}
