import { Checkbox, Popover, Switch } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { readStored, writeStored } from '#web/lib/store.ts'
import { Icon } from '#web/ui/icons.tsx'
import type { Column } from '#web/ui/list-types.ts'

const text = {
  columns: { zh: '列与密度', en: 'Columns and density' },
  dense: { zh: '紧凑行', en: 'Dense rows' },
  reset: { zh: '恢复默认', en: 'Back to default' },
} satisfies Text

type Stored = { keys: string[] | null; isDense: boolean }
export type ColumnChoice = {
  keys: string[]
  isDense: boolean
  save: (next: Partial<Stored>) => void
  /** For a saved view: what it keeps, whether that differs from it, and the way back to it. */
  layout: { value: Stored; isChanged: boolean; revert: () => void }
}

const PLAIN: Stored = { keys: null, isDense: false }

/**
 * The columns a person wants to see in this list, remembered in the browser. Under a saved view they begin as the view has them and
 * are remembered for that view.
 */
export function useColumns<R>(
  list: string,
  columns: readonly Column<R>[],
  view?: { id: string; layout: Record<string, unknown> },
): { shown: Column<R>[]; choice: ColumnChoice } {
  const name = view ? `list.${list}.${view.id}` : `list.${list}`
  const first: Stored = { ...PLAIN, ...(view?.layout as Partial<Stored> | undefined) }
  const [changed, setChanged] = useState<{ name: string; stored: Stored | null }>({ name: '', stored: null })
  const own = changed.name === name ? changed.stored : readStored<Stored>(name)
  const stored = own ?? first
  const setStored = (next: Stored | null) => {
    writeStored(name, next)
    setChanged({ name, stored: next })
  }
  const keys = stored.keys ?? columns.filter((column) => !column.isHidden).map((column) => column.key)
  const save = (next: Partial<Stored>) => {
    setStored({ ...stored, ...next })
  }
  // The first column names the row and always stays.
  const shown = columns.filter((column, index) => index === 0 || keys.includes(column.key))
  const layout = {
    value: stored,
    isChanged: JSON.stringify(stored) !== JSON.stringify(first),
    revert: () => setStored(null),
  }
  return { shown, choice: { keys, isDense: stored.isDense, save, layout } }
}

export function ColumnChooser<R>({
  columns,
  choice,
}: {
  columns: readonly Column<R>[]
  choice: ColumnChoice
}) {
  const t = useText(text)
  const say = useSay()
  const options = columns.slice(1).map((column) => ({ value: column.key, label: say(column.title) }))
  const editor = (
    <div className="n-filter-editor" role="dialog" aria-label={t.columns}>
      <Checkbox.Group options={options} value={choice.keys} onChange={(keys) => choice.save({ keys })} />
      <label className="n-switch">
        <Switch size="small" checked={choice.isDense} onChange={(isDense) => choice.save({ isDense })} />{' '}
        {t.dense}
      </label>
      <button type="button" className="n-link" onClick={() => choice.save({ keys: null, isDense: false })}>
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
