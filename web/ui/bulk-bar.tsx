import { Button, Tooltip } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import type { ListSelection } from '#web/ui/list-selection.ts'
import type { BulkAction } from '#web/ui/list-types.ts'

const text = {
  picked: { zh: '已选 {count} 条', en: '{count} selected' },
  all: { zh: '选择全部 {count} 条', en: 'Select all {count}' },
  clear: { zh: '取消选择', en: 'Clear selection' },
  label: { zh: '批量操作', en: 'Actions on the selection' },
} satisfies Text

/** What can be done with the rows picked. */
export function BulkBar<R>({
  selection,
  actions,
  children,
}: {
  selection: ListSelection<R>
  actions: readonly BulkAction<R>[]
  children?: ReactNode
}) {
  const t = useText(text)
  const [busy, setBusy] = useState<string | null>(null)
  if (selection.count === 0) return null
  const shown = [...selection.rows]
  const run = async (action: BulkAction<R>) => {
    setBusy(action.key)
    try {
      if (await action.run(await selection.load())) selection.clear()
    } finally {
      setBusy(null)
    }
  }
  return (
    <div className="n-bulk" role="toolbar" aria-label={t.label}>
      <strong>{fill(t.picked, { count: selection.count })}</strong>
      {!selection.isAll && selection.canPickAll && (
        <Button size="small" type="link" onClick={selection.pickAll}>
          {fill(t.all, { count: selection.total ?? '' })}
        </Button>
      )}
      {actions.map((action) => {
        const reason = action.whyNot?.(shown) ?? null
        return (
          <Tooltip trigger={['hover', 'focus']} key={action.key} title={reason ?? ''}>
            <Button
              size="small"
              danger={action.isDanger ?? false}
              loading={busy === action.key}
              aria-disabled={reason !== null}
              className={reason ? 'n-off' : ''}
              onClick={() => reason === null && void run(action)}
            >
              {action.label}
            </Button>
          </Tooltip>
        )
      })}
      {children}
      <Button size="small" type="text" onClick={selection.clear}>
        {t.clear}
      </Button>
    </div>
  )
}
