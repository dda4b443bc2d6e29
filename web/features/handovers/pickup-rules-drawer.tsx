import { Drawer, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { handoversApi } from '#modules/handovers/api.ts'
import {
  type PickupMode,
  WINDOW_HOURS_MAX,
  WINDOW_HOURS_MIN,
  pickupModeNames,
  pickupModes,
} from '#modules/handovers/pickup-rule.ts'
import { refusals } from '#modules/handovers/refusals.ts'
import { RecordDrawer } from '#web/features/activity/record-drawer.tsx'
import { type PickupRuleRow, handoverText } from '#web/features/handovers/handover-text.ts'
import { useOperation } from '#web/lib/api.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Loaded } from '#web/ui/detail-page.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { PageLink } from '#web/ui/link.tsx'
import './handovers.css'

const text = {
  ...handoverText,
  title: { zh: '揽收通知规则', en: 'Pick-up rules' },
  of: { zh: '揽收通知规则：{carrier}', en: 'Pick-up rule: {carrier}' },
  help: {
    zh: '每个承运商一条：不通知、由人发邮件，或每个工作日到截单时自动列单并发邮件。通知发给承运商档案中带邮箱的联系人，交接明细作为附件。',
    en: 'One for each carrier: not told, told by a person, or listed and mailed by itself at the cut-off of each working day. The mail goes to the carrier’s contact with an address, with the list attached.',
  },
  none: { zh: '没有承运商', en: 'There are no carriers' },
  edit: { zh: '修改', en: 'Change' },
  mode: { zh: '通知方式', en: 'How it is told' },
  cutOff: { zh: '截单时间', en: 'Cut-off' },
  cutOffHelp: {
    zh: '按仓库日历的时区；非工作日不发。截单后包装的货留到下一次。',
    en: 'In the zone of the warehouse’s calendar; nothing is sent on days off. What is packed later waits for the next one.',
  },
  hours: { zh: '揽收时段（小时）', en: 'Pick-up window (hours)' },
  hoursHelp: {
    zh: '从通知起，司机应在几小时内到仓。',
    en: 'The driver is expected within so many hours of the mail.',
  },
  clock: { zh: '请填写 00:00 至 23:59 的时间', en: 'A time from 00:00 to 23:59' },
  at: { zh: '{mode}（{time}）', en: '{mode} ({time})' },
} satisfies Text

/** How each carrier learns that goods wait for it. */
export function PickupRulesDrawer({ onClose }: { onClose: () => void }) {
  const t = useText(text)
  const r = useText(refusals)
  const read = useOperation(handoversApi.listPickupRules, {})
  const [shown, setShown] = useState<string | null>(null)
  const sayMode = useSayMode()
  const rule = read.data?.rows.find((row) => row.carrier.id === shown)
  return (
    <Drawer open title={t.title} size={560} onClose={onClose}>
      <p className="n-modal-help">{t.help}</p>
      <Loaded read={read}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="n-quiet">{t.none}</p>
          ) : (
            <ul className="n-hov-rules">
              {rows.map((row) => (
                <li key={row.carrier.id}>
                  <button type="button" className="n-link" onClick={() => setShown(row.carrier.id)}>
                    {row.carrier.name}
                  </button>
                  <span>{sayMode(row)}</span>
                  {row.mode === 'auto' && !row.hasEmail && (
                    <small className="n-note n-note-bad">{r['handover.no_address']}</small>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {rule && <RuleDrawer rule={rule} onClose={() => setShown(null)} />}
    </Drawer>
  )
}

function useSayMode() {
  const t = useText(text)
  const say = useSay()
  return ({ mode, cutOff }: PickupRuleRow): string =>
    mode === 'auto'
      ? fill(t.at, { mode: say(pickupModeNames.auto), time: cutOff })
      : say(pickupModeNames[mode])
}

function RuleDrawer({ rule, onClose }: { rule: PickupRuleRow; onClose: () => void }) {
  const t = useText(text)
  const canSet = useCan('pickup_rule.manage')
  const [isEditing, setEditing] = useState(false)
  const sayMode = useSayMode()
  return (
    <RecordDrawer
      record={rule.id === null ? null : { type: 'pickup_rule', id: rule.id }}
      title={fill(t.of, { carrier: rule.carrier.name })}
      actions={canSet ? [{ key: 'edit', label: t.edit, isPrimary: true, run: () => setEditing(true) }] : []}
      properties={[
        {
          label: t.carrier,
          value: <PageLink to={paths.customer(rule.carrier.id)}>{rule.carrier.name}</PageLink>,
        },
        { label: t.mode, value: sayMode(rule) },
        { label: t.hours, value: rule.windowHours },
      ]}
      onClose={onClose}
    >
      {isEditing && <RuleForm rule={rule} onClose={() => setEditing(false)} />}
    </RecordDrawer>
  )
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/

type Values = { mode: PickupMode; cutOff: string; windowHours: number }

function RuleForm({ rule, onClose }: { rule: PickupRuleRow; onClose: () => void }) {
  const t = useText(text)
  const say = useSay()
  const { mode, cutOff, windowHours, version, carrier } = rule
  const rules = [{ required: true }]
  return (
    <FormDrawer<typeof handoversApi.savePickupRule, Values>
      title={t.edit}
      onClose={onClose}
      initial={{ mode, cutOff, windowHours }}
      operation={handoversApi.savePickupRule}
      about={{ id: `pickup-${carrier.id}`, version }}
      show={(field, value) => (field === 'mode' ? say(pickupModeNames[value as PickupMode]) : null)}
      toInput={(body) => ({ body: { ...body, carrierId: carrier.id, version } })}
    >
      <Form.Item name="mode" label={t.mode}>
        <Radio.Group
          className="n-hov-modes"
          options={pickupModes.map((value) => ({ value, label: say(pickupModeNames[value]) }))}
        />
      </Form.Item>
      <Form.Item
        name="cutOff"
        label={t.cutOff}
        extra={t.cutOffHelp}
        rules={[{ pattern: CLOCK, message: t.clock }, ...rules]}
      >
        <Input maxLength={5} inputMode="numeric" />
      </Form.Item>
      <NumberItem
        name="windowHours"
        label={t.hours}
        extra={t.hoursHelp}
        rules={rules}
        min={WINDOW_HOURS_MIN}
        max={WINDOW_HOURS_MAX}
        input={{ isShort: true }}
      />
    </FormDrawer>
  )
}
import { NumberItem } from '#web/ui/number-input.tsx'
