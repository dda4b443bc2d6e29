import { Select } from 'antd'
import { useId } from 'react'
import type { Text } from '#platform/text.ts'
import { benchPrint } from '#web/features/printing/print-store.ts'
import { useText } from '#web/lib/i18n.ts'
import { useStore } from '#web/lib/store.ts'

const text = {
  label: { zh: '扫完最后一件', en: 'After the last item' },
  nothing: { zh: '手工确认包装', en: 'Confirm packing by hand' },
  parcel_label: { zh: '自动封包并打印包裹标签', en: 'Pack and print the parcel label' },
  waybill: { zh: '自动封包并打印运单', en: 'Pack and print the waybill' },
} satisfies Text

const CHOICES = ['nothing', 'parcel_label', 'waybill'] as const

/** What this bench does by itself when everything is scanned; kept in its browser. */
export function BenchSetting() {
  const t = useText(text)
  const id = useId()
  const chosen = useStore(benchPrint) ?? 'nothing'
  return (
    <span className="n-shp-setting">
      <label htmlFor={id}>{t.label}</label>
      <Select<(typeof CHOICES)[number]>
        id={id}
        size="small"
        value={chosen}
        onChange={(value) => benchPrint.set(value === 'nothing' ? null : value)}
        options={CHOICES.map((value) => ({ value, label: t[value] }))}
        popupMatchSelectWidth={false}
      />
    </span>
  )
}
