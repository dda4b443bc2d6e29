import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'

const text = { export: { zh: '导出', en: 'Export' } } satisfies Text

export type ExportFormat = 'xlsx' | 'csv'

export function ExportButton({
  onExport,
}: {
  onExport: (format: ExportFormat) => Promise<void> | undefined
}) {
  const t = useText(text)
  const [isBusy, setBusy] = useState(false)
  const run = async (format: ExportFormat) => {
    setBusy(true)
    await Promise.resolve(onExport(format)).finally(() => setBusy(false))
  }
  const items = [
    { key: 'xlsx', label: 'Excel (.xlsx)', onClick: () => void run('xlsx') },
    { key: 'csv', label: 'CSV', onClick: () => void run('csv') },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button loading={isBusy} icon={<Icon name="export" size={15} />}>
        {t.export}
      </Button>
    </Dropdown>
  )
}
