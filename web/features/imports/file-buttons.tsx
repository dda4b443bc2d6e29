import { App, Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { ApiProblem } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'

const text = {
  xlsx: { zh: '下载 Excel', en: 'Excel file' },
  csv: { zh: '下载 CSV', en: 'CSV file' },
  failed: { zh: '下载失败，请重试', en: 'The download failed. Try again' },
} satisfies Text

const FORMATS = ['xlsx', 'csv'] as const

/** Two buttons that save a file in either format. */
export function FileButtons({ save }: { save: (format: 'xlsx' | 'csv') => Promise<void> }) {
  const t = useText(text)
  const { message } = App.useApp()
  const [busy, setBusy] = useState<string | null>(null)
  const run = async (format: 'xlsx' | 'csv') => {
    setBusy(format)
    try {
      await save(format)
    } catch (error) {
      void message.error(error instanceof ApiProblem ? error.detail : t.failed)
    }
    setBusy(null)
  }
  return (
    <div className="n-row-actions">
      {FORMATS.map((format) => (
        <Button
          key={format}
          icon={<Icon name="export" size={15} />}
          loading={busy === format}
          onClick={() => void run(format)}
        >
          {t[format]}
        </Button>
      ))}
    </div>
  )
}
