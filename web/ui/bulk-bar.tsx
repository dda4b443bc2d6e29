import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import type { BulkAction } from '#web/ui/list-types.ts'

const text = {
  picked: { zh: '已选 {count} 条', en: '{count} selected' },
  clear: { zh: '取消选择', en: 'Clear selection' },
  label: { zh: '批量操作', en: 'Actions on the selection' },
} satisfies Text

/** What can be done with the rows picked. */
export function BulkBar<R>({
  rows,
  actions,
  onClear,
}: {
  rows: R[]
  actions: readonly BulkAction<R>[]
  onClear: () => void
}) {
  const t = useText(text)
  const [busy, setBusy] = useState<string | null>(null)
  if (rows.length === 0) return null
  const run = async (action: BulkAction<R>) => {
    setBusy(action.key)
    try {
      if (await action.run(rows)) onClear()
    } finally {
      setBusy(null)
    }
  }
  return (
    <div className="n-bulk" role="toolbar" aria-label={t.label}>
      <strong>{fill(t.picked, { count: rows.length })}</strong>
      {actions.map((action) => {
        const reason = action.whyNot?.(rows) ?? null
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
      <Button size="small" type="text" onClick={onClear}>
        {t.clear}
      </Button>
    </div>
  )
}
