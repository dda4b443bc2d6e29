import { Form, Input } from 'antd'
import type { Text } from '#platform/text.ts'
import { engagementApi } from '#modules/engagement/api.ts'
import type { Channel } from '#modules/promises/telling.ts'
import { Recipient } from '#web/features/engagement/customer-notices-page.tsx'
import { type CustomerNotice, noticeText } from '#web/features/engagement/notice-text.ts'
import { TellingFields } from '#web/features/promises/repromise-form.tsx'
import { useText } from '#web/lib/i18n.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'

const text = {
  ...noticeText,
  send: { zh: '发送客户通知', en: 'Send the notice' },
  sendNow: { zh: '发送', en: 'Send' },
  queued: { zh: '邮件已放入发件箱', en: 'The mail is in the outbox' },
  subject: { zh: '标题', en: 'Subject' },
  body: { zh: '正文', en: 'Text' },
  tell: { zh: '登记已告知客户', en: 'Record that the customer was told' },
  tellHelp: {
    zh: '电话、微信等方式告知后在此登记，作为告知凭据记入承诺台账。',
    en: 'After a call or a message. The promise ledger keeps it as proof of telling.',
  },
} satisfies Text

type Open = { notice: CustomerNotice; onClose: () => void }

/** The mail as the customer gets it; its text may be changed before it goes. */
export function NoticeSendForm({ notice, onClose }: Open) {
  const t = useText(text)
  const rules = [{ required: true, whitespace: true }]
  return (
    <FormDrawer<typeof engagementApi.sendNotice, { subject: string; body: string }>
      title={t.send}
      saveText={t.sendNow}
      savedText={t.queued}
      onClose={onClose}
      width={600}
      initial={{ subject: notice.subject, body: notice.body }}
      operation={engagementApi.sendNotice}
      about={{ id: notice.id }}
      toInput={(body) => ({ params: { id: notice.id }, body })}
    >
      <p className="n-modal-help">
        {notice.customer.name} · <Recipient notice={{ ...notice, channel: 'email' }} />
      </p>
      <Form.Item name="subject" label={t.subject} rules={rules}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="body" label={t.body} rules={rules}>
        <Input.TextArea autoSize={{ minRows: 10, maxRows: 24 }} maxLength={5000} showCount />
      </Form.Item>
    </FormDrawer>
  )
}

type Telling = { channel: Channel; recipient: string; proof?: string }

/** The customer was told by telephone, on WeChat or in person. */
export function NoticeTellForm({ notice, onClose }: Open) {
  const t = useText(text)
  return (
    <FormDrawer<typeof engagementApi.tellNotice, Telling>
      title={t.tell}
      onClose={onClose}
      initial={{ channel: notice.channel === 'email' ? 'phone' : notice.channel }}
      operation={engagementApi.tellNotice}
      about={{ id: notice.id }}
      toInput={(body) => ({ params: { id: notice.id }, body })}
    >
      <p className="n-modal-help">{t.tellHelp}</p>
      <TellingFields prefix={[]} />
    </FormDrawer>
  )
}
