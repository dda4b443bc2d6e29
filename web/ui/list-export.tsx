import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { exportsApi } from '#modules/exports/api.ts'
import { problemText, saveFile } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'

const text = { export: { zh: '导出', en: 'Export' } } satisfies Text

type ListExportProps = {
  list: string
  /** Filters and sort as they stand in the URL. */
  search: string
  columns: readonly { key: string }[]
}

/** Writes what the screen shows, all pages of it, into a file. */
export function ListExport({ list, search, columns }: ListExportProps) {
  const t = useText(text)
  const { message } = App.useApp()
  const [isBusy, setBusy] = useState(false)
  const save = async (format: 'csv' | 'xlsx') => {
    setBusy(true)
    try {
      await saveFile(exportsApi.exportList, {
        params: { name: list },
        body: { format, search, columns: columns.map((column) => column.key) },
      })
    } catch (error) {
      void message.error(problemText(error))
    } finally {
      setBusy(false)
    }
  }
  const items = [
    { key: 'xlsx', label: 'Excel (.xlsx)', onClick: () => void save('xlsx') },
    { key: 'csv', label: 'CSV', onClick: () => void save('csv') },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button loading={isBusy} icon={<Icon name="export" size={15} />}>
        {t.export}
      </Button>
    </Dropdown>
  )
}
