import { Form, Input, Select } from 'antd'
import type { Text } from '#platform/text.ts'
import { inquiriesApi } from '#modules/inquiries/api.ts'
import { type FollowedWith, followNames } from '#modules/inquiries/inquiry.ts'
import { type Channel, channelNames } from '#modules/promises/telling.ts'
import { type Inquiry, inquiryText } from '#web/features/inquiries/inquiry-text.ts'
import { InstantInput } from '#web/features/promises/instant-input.tsx'
import { useSay, useText } from '#web/lib/i18n.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { Time, useNow } from '#web/ui/values.tsx'

const text = {
  ...inquiryText,
  register: { zh: '登记查询', en: 'Register an inquiry' },
  registerHelp: {
    zh: '运单号、运输线路、当前状态和预计到达时间由系统自动登记；答复时限记入承诺台账。',
    en: 'Tracking numbers, route, status and expected arrival are kept as the system knows them; the time of the answer is a promise.',
  },
  follow: { zh: '跟进', en: 'Follow up' },
  with: { zh: '向谁核实', en: 'Asked whom' },
  note: { zh: '跟进情况', en: 'What was found out' },
  answerTo: { zh: '答复客户', en: 'Answer the customer' },
  explain: { zh: '答复内容', en: 'What was explained' },
} satisfies Text

const HOURS = 2
const MINUTE_MS = 60_000

/** To the full minute. */
const inTwoHours = (now: number): string =>
  new Date(Math.ceil(now / MINUTE_MS) * MINUTE_MS + HOURS * 60 * MINUTE_MS).toISOString()

function useChannels() {
  const say = useSay()
  return Object.entries(channelNames).map(([value, name]) => ({ value: value as Channel, label: say(name) }))
}

type Registering = { channel: Channel; question: string; dueAt: string }

/** A customer asks where the goods of an order are. */
export function RegisterInquiryForm({ orderId, onClose }: { orderId: string; onClose: () => void }) {
  const t = useText(text)
  const channels = useChannels()
  const now = useNow()
  return (
    <FormDrawer<typeof inquiriesApi.registerInquiry, Registering>
      title={t.register}
      saveText={t.register}
      onClose={onClose}
      initial={{ channel: 'phone', dueAt: inTwoHours(now) }}
      operation={inquiriesApi.registerInquiry}
      about={{ id: orderId }}
      toInput={(body) => ({ body: { ...body, orderId } })}
    >
      <p className="n-modal-help">{t.registerHelp}</p>
      <Form.Item name="question" label={t.question} rules={[{ required: true, whitespace: true, min: 2 }]}>
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
      <Form.Item name="channel" label={t.channel} rules={[{ required: true }]}>
        <Select options={channels} />
      </Form.Item>
      <Form.Item name="dueAt" label={t.due} rules={[{ required: true }]}>
        <InstantInput />
      </Form.Item>
    </FormDrawer>
  )
}

type Open = { inquiry: Inquiry; onClose: () => void }

export function FollowInquiryForm({ inquiry, onClose }: Open) {
  const t = useText(text)
  const say = useSay()
  const options = Object.entries(followNames).map(([value, name]) => ({ value, label: say(name) }))
  return (
    <FormDrawer<typeof inquiriesApi.followUpInquiry, { with: FollowedWith; note: string }>
      title={t.follow}
      onClose={onClose}
      initial={{ with: 'carrier' }}
      operation={inquiriesApi.followUpInquiry}
      about={{ id: inquiry.id }}
      toInput={(body) => ({ params: { id: inquiry.id }, body })}
    >
      <Form.Item name="with" label={t.with} rules={[{ required: true }]}>
        <Select options={options} />
      </Form.Item>
      <Form.Item name="note" label={t.note} rules={[{ required: true, whitespace: true, min: 2 }]}>
        <Input.TextArea rows={3} maxLength={300} showCount />
      </Form.Item>
    </FormDrawer>
  )
}

export function AnswerInquiryForm({ inquiry, onClose }: Open) {
  const t = useText(text)
  const channels = useChannels()
  return (
    <FormDrawer<typeof inquiriesApi.answerInquiry, { channel: Channel; answer: string }>
      title={t.answerTo}
      saveText={t.answerTo}
      onClose={onClose}
      initial={{ channel: inquiry.channel }}
      operation={inquiriesApi.answerInquiry}
      about={{ id: inquiry.id }}
      toInput={(body) => ({ params: { id: inquiry.id }, body })}
    >
      <p className="n-modal-help">
        {inquiry.question} · {t.due} <Time at={inquiry.dueAt} />
      </p>
      <Form.Item name="answer" label={t.explain} rules={[{ required: true, whitespace: true, min: 2 }]}>
        <Input.TextArea rows={4} maxLength={1000} showCount />
      </Form.Item>
      <Form.Item name="channel" label={t.channel} rules={[{ required: true }]}>
        <Select options={channels} />
      </Form.Item>
    </FormDrawer>
  )
}
