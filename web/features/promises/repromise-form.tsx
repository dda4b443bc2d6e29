import { channelNames } from '#modules/promises/telling.ts'
import { Button, Form, Input, Select, Switch } from 'antd'
import { useState } from 'react'
import { promisesApi } from '#modules/promises/api.ts'
import { causes, whyNotRepromise } from '#modules/promises/promise.ts'
import { refusals } from '#modules/promises/refusals.ts'
import type { Text } from '#platform/text.ts'
import { InstantInput, instantText } from '#web/features/promises/instant-input.tsx'
import { type PromiseDetail, promiseText } from '#web/features/promises/promise-text.ts'
import { dayOf, formatTime } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { useNow } from '#web/ui/values.tsx'

const text = {
  title: { zh: '重新承诺', en: 'Re-promise' },
  now: {
    zh: '现在的承诺：{time}。原承诺不会被修改，新日期另记一行。',
    en: 'Promised now: {time}. That row stays; the new date becomes a row of its own.',
  },
  newDue: { zh: '新的承诺时间', en: 'New date' },
  expected: { zh: '按历史预计 {time}', en: 'By history {time}' },
  tomorrow: { zh: '明天', en: 'Tomorrow' },
  inDays: { zh: '{n} 天后', en: 'In {n} {n:day|days}' },
  common: { zh: '常用原因', en: 'Common reasons' },
  alsoTold: { zh: '客户已被告知新日期', en: 'The customer has been told of the new date' },
  alsoToldHelp: {
    zh: '不勾选时，这项承诺会留在“改期未告知”中。',
    en: 'Otherwise it stays under "Moved, not told".',
  },
  save: { zh: '确认新日期', en: 'Promise the new date' },
  saved: { zh: '已记录新的承诺', en: 'The new promise is recorded' },
} satisfies Text

type Telling = { channel: 'phone'; recipient: string; proof?: string }
type Values = { dueAt: string; reason: string; told?: Telling }
const DAY_MS = 86_400_000
const REASONS = [
  'out_of_stock',
  'warehouse_backlog',
  'no_capacity',
  'carrier_delay',
  'weather',
  'customer_request',
] as const

/** A new due time with its reason, and at once the proof that the customer knows. */
export function RepromiseForm({ promise, onClose }: { promise: PromiseDetail; onClose: () => void }) {
  const t = useText(text)
  const p = useText(promiseText)
  const r = useText(refusals)
  const [isTold, setTold] = useState(false)
  const standing = { state: promise.state, dueMs: Date.parse(promise.dueAt), changes: promise.changes }
  const checkDue = async (_: unknown, dueAt: string | null) => {
    const refusal = dueAt ? whyNotRepromise(standing, Date.parse(dueAt), Date.now()) : null
    if (refusal) throw new Error(r[refusal])
  }
  return (
    <FormDrawer<typeof promisesApi.repromise, Values>
      title={t.title}
      onClose={onClose}
      initial={{}}
      operation={promisesApi.repromise}
      about={{ id: promise.id }}
      saveText={t.save}
      savedText={t.saved}
      toInput={({ dueAt, reason, told }) => ({
        params: { id: promise.id },
        body: { dueAt, reason, ...(isTold && told ? { told } : {}) },
      })}
    >
      <p className="n-modal-help">{fill(t.now, { time: formatTime(promise.dueAt) })}</p>
      <Form.Item name="dueAt" label={t.newDue} rules={[{ required: true }, { validator: checkDue }]}>
        <InstantInput />
      </Form.Item>
      <DueChoices expectedAt={promise.expectedAt} />
      <Form.Item name="reason" label={p.reason} rules={[{ required: true, whitespace: true, min: 2 }]}>
        <Input.TextArea rows={2} maxLength={300} showCount />
      </Form.Item>
      <ReasonChoices />
      <Form.Item label={t.alsoTold} extra={isTold ? null : t.alsoToldHelp}>
        <Switch checked={isTold} onChange={setTold} aria-label={t.alsoTold} />
      </Form.Item>
      {isTold && <TellingFields prefix={['told']} />}
    </FormDrawer>
  )
}

/** Dates people choose most; one of them is what earlier cases say. */
function DueChoices({ expectedAt }: { expectedAt: string | null }) {
  const t = useText(text)
  const now = useNow()
  const form = Form.useFormInstance()
  const set = (dueAt: string) => {
    form.setFieldValue('dueAt', dueAt)
    void form.validateFields(['dueAt'])
  }
  const inDays = (n: number) => set(instantText(dayOf(new Date(now + n * DAY_MS)), '18:00'))
  const isExpectedAhead = expectedAt !== null && Date.parse(expectedAt) > now
  return (
    <div className="n-pr-choices">
      {isExpectedAhead && (
        <Button size="small" onClick={() => set(expectedAt)}>
          {fill(t.expected, { time: formatTime(expectedAt) })}
        </Button>
      )}
      {[1, 2, 3, 7].map((n) => (
        <Button key={n} size="small" onClick={() => inDays(n)}>
          {n === 1 ? t.tomorrow : fill(t.inDays, { n })}
        </Button>
      ))}
    </div>
  )
}

function ReasonChoices() {
  const t = useText(text)
  const say = useSay()
  const form = Form.useFormInstance()
  return (
    <div className="n-pr-choices" role="group" aria-label={t.common}>
      {REASONS.map((cause) => (
        <Button
          key={cause}
          size="small"
          onClick={() => {
            form.setFieldValue('reason', say(causes[cause]))
            void form.validateFields(['reason'])
          }}
        >
          {say(causes[cause])}
        </Button>
      ))}
    </div>
  )
}

/** Through which channel whom was told, and what proves it. */
export function TellingFields({ prefix }: { prefix: readonly string[] }) {
  const p = useText(promiseText)
  const say = useSay()
  const channels = Object.entries(channelNames).map(([value, name]) => ({ value, label: say(name) }))
  return (
    <>
      <Form.Item name={[...prefix, 'channel']} label={p.channel} rules={[{ required: true }]}>
        <Select options={channels} placeholder={p.channel} />
      </Form.Item>
      <Form.Item
        name={[...prefix, 'recipient']}
        label={p.recipient}
        rules={[{ required: true, whitespace: true }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name={[...prefix, 'proof']} label={p.proof}>
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
    </>
  )
}
