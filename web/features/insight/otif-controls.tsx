import { Select } from 'antd'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'
import { type SearchValues, one } from '#web/lib/search.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { NumberInput } from '#web/ui/number-input.tsx'
import { isInRange } from '#web/ui/number-range.ts'

const text = {
  title: { zh: '合同口径', en: 'Parameters' },
  anchor: { zh: '时间基准', en: 'Anchor' },
  promised_last: { zh: '最近承诺', en: 'Last promise' },
  promised_first: { zh: '最初承诺', en: 'First promise' },
  requested: { zh: '客户要求', en: 'Requested' },
  level: { zh: '层级', en: 'Level' },
  order: { zh: '订单', en: 'Order' },
  line: { zh: '订单行', en: 'Line' },
  unit: { zh: '件', en: 'Unit' },
  early: { zh: '早到容差（分钟，空 = 按承诺）', en: 'Early tolerance (minutes, empty = as promised)' },
  late: { zh: '晚到容差（分钟）', en: 'Late tolerance (minutes)' },
  tolerance: { zh: '数量容差（%）', en: 'Quantity tolerance (%)' },
} satisfies Text

const anchors = ['promised_last', 'promised_first', 'requested'] as const
const levels = ['order', 'line', 'unit'] as const
const YEAR_MINUTES = 525_600

type OtifControlsProps = { values: SearchValues; onChange: (patch: SearchValues) => void }

/** What OTIF is measured by: every contract sets it for itself. */
export function OtifControls({ values, onChange }: OtifControlsProps) {
  const t = useText(text)
  const number = (name: string) => (one(values[name]) === undefined ? null : Number(one(values[name])))
  // What cannot be measured by is said at its field; the figure stays as it was.
  const set = (name: string, value: number | null, max: number) => {
    if (value === null || isInRange(value, { min: 0, max }))
      onChange({ [name]: value === null ? undefined : String(value) })
  }
  const share = number('tolerance')
  return (
    <Section title={t.title}>
      <div className="n-kpi-otif">
        <label>
          {t.anchor}
          <Select
            value={one(values['anchor']) ?? 'promised_last'}
            style={{ width: 150 }}
            options={anchors.map((key) => ({ value: key, label: t[key] }))}
            onChange={(anchor) => onChange({ anchor })}
          />
        </label>
        <label>
          {t.level}
          <Select
            value={one(values['level']) ?? 'order'}
            style={{ width: 120 }}
            options={levels.map((key) => ({ value: key, label: t[key] }))}
            onChange={(level) => onChange({ level })}
          />
        </label>
        <label>
          {t.early}
          <NumberInput
            min={0}
            max={YEAR_MINUTES}
            isShort
            value={number('early')}
            onChange={(value) => set('early', value, YEAR_MINUTES)}
          />
        </label>
        <label>
          {t.late}
          <NumberInput
            min={0}
            max={YEAR_MINUTES}
            isShort
            value={number('late')}
            onChange={(value) => set('late', value, YEAR_MINUTES)}
          />
        </label>
        <label>
          {t.tolerance}
          <NumberInput
            min={0}
            max={100}
            decimals={2}
            isShort
            value={share === null ? null : share * 100}
            onChange={(value) => set('tolerance', value === null ? null : value / 100, 1)}
          />
        </label>
      </div>
    </Section>
  )
}
