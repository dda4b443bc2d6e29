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
export type ColumnChoice = { keys: string[]; isDense: boolean; save: (next: Partial<Stored>) => void }

/** The columns a person wants to see in this list, remembered in the browser. */
export function useColumns<R>(
  name: string,
  columns: readonly Column<R>[],
): { shown: Column<R>[]; choice: ColumnChoice } {
  const [stored, setStored] = useState<Stored>(
    readStored<Stored>(`list.${name}`) ?? { keys: null, isDense: false },
  )
  const keys = stored.keys ?? columns.filter((column) => !column.isHidden).map((column) => column.key)
  const save = (next: Partial<Stored>) => {
    const all = { ...stored, ...next }
    writeStored(`list.${name}`, all)
    setStored(all)
  }
  // The first column names the row and always stays.
  const shown = columns.filter((column, index) => index === 0 || keys.includes(column.key))
  return { shown, choice: { keys, isDense: stored.isDense, save } }
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
