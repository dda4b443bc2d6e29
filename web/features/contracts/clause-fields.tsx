import { AutoComplete, Form, Input, Radio, Select } from 'antd'
import type { Text } from '#platform/text.ts'
import { type TargetUnit, clauseKinds } from '#modules/contracts/clause.ts'
import { TOLERANCE_MAX_MINUTES, amountMax, clauseKindNames, unitNames } from '#modules/contracts/contract.ts'
import { customersApi } from '#modules/customers/api.ts'
import { causes } from '#modules/promises/promise.ts'
import { isInMinutes, isOnCalendar } from '#web/features/contracts/clause-values.ts'
import { contractText, serviceNames } from '#web/features/contracts/contract-text.tsx'
import { PlaceSelect } from '#web/features/contracts/place-select.tsx'
import { useCalendarOptions } from '#web/features/scheduling/calendar-options.ts'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { NumberItem } from '#web/ui/number-input.tsx'

const text = {
  ...contractText,
  conditions: { zh: '适用条件', en: 'When it applies' },
  urgent: { zh: '加急', en: 'Urgent' },
  any: { zh: '不限', en: 'Any' },
  yes: { zh: '仅加急', en: 'Urgent only' },
  no: { zh: '仅非加急', en: 'Not urgent only' },
  service: { zh: '服务', en: 'Service' },
  class: { zh: '客户等级', en: 'Class of the customer' },
  origin: { zh: '发出地', en: 'From' },
  destination: { zh: '目的地', en: 'To' },
  promise: { zh: '承诺内容', en: 'What is promised' },
  unit: { zh: '计时方式', en: 'Counted in' },
  amount: { zh: '数量', en: 'Amount' },
  fallback: { zh: '未要求日期时的自然日数', en: 'Natural days when no date is asked for' },
  at: { zh: '当日截止时刻', en: 'By (time of day)' },
  atHelp: {
    zh: '如 18:00；留空为当日结束（工作日为下班时）',
    en: 'As 18:00; empty: end of the day, or closing time',
  },
  time: { zh: '请按 18:00 的格式填写', en: 'Write it as 18:00' },
  calendar: { zh: '日历', en: 'Calendar' },
  calendarHelp: {
    zh: '留空：仓库的日历，否则公司标准日历',
    en: "Empty: the warehouse's calendar, else the standard one",
  },
  tolerance: { zh: '容差与免责', en: 'Tolerance and exclusions' },
  late: { zh: '可晚（分钟）', en: 'Late tolerance (minutes)' },
  early: { zh: '可早（分钟）', en: 'Early tolerance (minutes)' },
  earlyHelp: { zh: '留空：任意提前都算按期', en: 'Empty: any time before counts as kept' },
  exclusions: { zh: '不计责任的原因', en: 'Causes that do not count' },
  note: { zh: '备注', en: 'Note' },
} satisfies Text

/** The fields of a clause: when it applies, what it promises, what is tolerated. `isChange`: the kind is fixed. */
export function ClauseFields({ isChange }: { isChange: boolean }) {
  const t = useText(text)
  return (
    <>
      <Section title={t.conditions}>
        <Conditions isChange={isChange} />
      </Section>
      <Section title={t.promise}>
        <Promised />
      </Section>
      <Section title={t.tolerance}>
        <Tolerances />
      </Section>
    </>
  )
}

function Conditions({ isChange }: { isChange: boolean }) {
  const t = useText(text)
  const say = useSay()
  const schemes = useOperation(customersApi.listClassSchemes, {}, { isEnabled: useCan('customer.read') })
  const classes = schemes.data?.rows.find((scheme) => scheme.isDefault)?.classes ?? []
  const urgency = (['any', 'yes', 'no'] as const).map((value) => ({ value, label: t[value] }))
  const services = Object.entries(serviceNames).map(([value, name]) => ({
    value,
    label: `${say(name)} (${value})`,
  }))
  return (
    <>
      <div className="n-con-fields">
        <Form.Item name="kind" label={t.kind}>
          <Select
            disabled={isChange}
            options={clauseKinds.map((value) => ({ value, label: say(clauseKindNames[value]) }))}
          />
        </Form.Item>
        <Form.Item name="service" label={t.service}>
          <AutoComplete allowClear options={services} placeholder={t.any} maxLength={40} />
        </Form.Item>
        <Form.Item name="classKey" label={t.class}>
          <Select
            allowClear
            placeholder={t.any}
            options={classes.map(({ key, name }) => ({ value: key, label: name }))}
          />
        </Form.Item>
        <Form.Item name="origin" label={t.origin}>
          <PlaceSelect hasWarehouses />
        </Form.Item>
        <Form.Item name="destination" label={t.destination}>
          <PlaceSelect />
        </Form.Item>
      </div>
      <Form.Item name="urgent" label={t.urgent}>
        <Radio.Group options={urgency} />
      </Form.Item>
    </>
  )
}

function Promised() {
  const t = useText(text)
  const say = useSay()
  const unit = Form.useWatch<TargetUnit | undefined>(['target', 'unit'])
  const units = Object.entries(unitNames).map(([value, name]) => ({ value, label: say(name) }))
  return (
    <div className="n-con-fields">
      <Form.Item name={['target', 'unit']} label={t.unit}>
        <Select options={units} />
      </Form.Item>
      <NumberItem
        name={['target', 'amount']}
        label={unit === 'requested' ? t.fallback : t.amount}
        rules={[{ required: true }]}
        min={isInMinutes(unit) ? 1 : 0}
        max={amountMax[unit ?? 'days']}
      />
      {!isInMinutes(unit) && (
        <Form.Item
          name={['target', 'at']}
          label={t.at}
          extra={t.atHelp}
          rules={[{ pattern: /^([01]\d|2[0-3]):[0-5]\d$/, message: t.time }]}
        >
          <Input maxLength={5} inputMode="numeric" placeholder="18:00" allowClear />
        </Form.Item>
      )}
      {isOnCalendar(unit) && <CalendarField />}
    </div>
  )
}

function CalendarField() {
  const t = useText(text)
  const { options } = useCalendarOptions()
  return (
    <Form.Item name="calendarId" label={t.calendar} extra={t.calendarHelp}>
      <Select allowClear options={options} />
    </Form.Item>
  )
}

function Tolerances() {
  const t = useText(text)
  const say = useSay()
  const options = Object.entries(causes).map(([value, name]) => ({ value, label: say(name) }))
  return (
    <>
      <div className="n-con-fields">
        <NumberItem name="lateToleranceMinutes" label={t.late} min={0} max={TOLERANCE_MAX_MINUTES} />
        <NumberItem
          name="earlyToleranceMinutes"
          label={t.early}
          extra={t.earlyHelp}
          min={0}
          max={TOLERANCE_MAX_MINUTES}
        />
      </div>
      <Form.Item name="exclusions" label={t.exclusions}>
        <Select mode="multiple" options={options} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item name="note" label={t.note}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </>
  )
}
