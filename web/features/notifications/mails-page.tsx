import { Alert, App, Button, Drawer } from 'antd'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { notificationsApi } from '#modules/notifications/api.ts'
import { problemText, useOperation, useSend } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { Actions } from '#web/ui/action-button.tsx'
import { Properties } from '#web/ui/detail-page.tsx'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { type StateTable, StateTag } from '#web/ui/status-tag.tsx'
import { RelativeTime, Time } from '#web/ui/values.tsx'

type Mail = ResultOf<typeof notificationsApi.listMails>['rows'][number]

const text = {
  title: { zh: '邮件发件箱', en: 'Outbox' },
  to: { zh: '收件人', en: 'To' },
  subject: { zh: '主题', en: 'Subject' },
  state: { zh: '状态', en: 'State' },
  queued: { zh: '提交时间', en: 'Asked for' },
  tries: { zh: '尝试次数', en: 'Tries' },
  next: { zh: '下次尝试', en: 'Next try' },
  ended: { zh: '结束时间', en: 'Ended' },
  answer: { zh: '邮件服务器的答复', en: 'What the mail server said' },
  files: { zh: '附件', en: 'Files' },
  none: { zh: '还没有邮件', en: 'No mail yet' },
  test: { zh: '给我发测试邮件', en: 'Send me a test mail' },
  tested: { zh: '测试邮件已进入发件箱', en: 'The test mail is in the outbox' },
  resend: { zh: '重新发送', en: 'Send again' },
  discard: { zh: '作废', en: 'Discard' },
  erased: { zh: '已到保存期限，收件人、正文和附件已清除', en: 'Erased for its age: address, text and files' },
  ended2: { zh: '已发出或已作废', en: 'It was sent or discarded already' },
  unset: { zh: '还没有配置邮件服务器', en: 'No mail server is configured' },
  unsetHelp: {
    zh: '邮件都留在这里，不会丢失，但也发不出去。请系统管理员设置 SMTP_URL 和 MAIL_FROM。超过三天的不会自动补发。',
    en: 'Mails stay here and are not lost, but none goes out. Ask the operator to set SMTP_URL and MAIL_FROM. What waited more than three days is not sent by itself.',
  },
} satisfies Text

const states: StateTable<Mail['state']> = {
  waiting: { text: { zh: '等待发送', en: 'Waiting' }, tone: 'info' },
  sent: { text: { zh: '已发出', en: 'Sent' }, tone: 'good' },
  failed: { text: { zh: '发送失败', en: 'Failed' }, tone: 'bad' },
  discarded: { text: { zh: '已作废', en: 'Discarded' }, tone: 'mute' },
}

const filters: readonly Filter[] = [
  {
    kind: 'choice',
    name: 'state',
    label: text.state,
    choices: Object.entries(states).map(([value, row]) => ({ value, text: row.text })),
  },
]

const columns: readonly Column<Mail>[] = [
  { key: 'subject', title: text.subject, render: (mail) => mail.subject, isLine: true },
  { key: 'to', title: text.to, render: (mail) => mail.to || '–' },
  { key: 'state', title: text.state, render: (mail) => <StateTag of={states} state={mail.state} /> },
  { key: 'queued', title: text.queued, render: (mail) => <Time at={mail.queuedAt} /> },
  { key: 'tries', title: text.tries, render: (mail) => mail.tries, align: 'end' },
  { key: 'next', title: text.next, render: (mail) => <RelativeTime at={mail.nextTryAt} />, isOffPhone: true },
]

/** What goes out by mail: what waits, what failed and why. */
export function MailsPage() {
  const t = useText(text)
  const { message } = App.useApp()
  const [shown, setShown] = useState<Mail | null>(null)
  const newest = useOperation(notificationsApi.listMails, { query: { limit: 1 } })
  const test = useSend(notificationsApi.sendTestMail, { onDone: () => message.success(t.tested) })
  const send = () => test.mutate({}, { onError: (error) => message.error(problemText(error)) })
  return (
    <>
      <ListPage
        title={t.title}
        name="mails"
        operation={notificationsApi.listMails}
        columns={columns}
        filters={filters}
        rowKey={(mail) => mail.id}
        onOpen={setShown}
        refreshMs={15_000}
        empty={{ title: t.none }}
        actions={
          <Button loading={test.isPending} onClick={send}>
            {t.test}
          </Button>
        }
        above={
          newest.data?.isConfigured === false && (
            <Alert type="warning" showIcon title={t.unset} description={t.unsetHelp} />
          )
        }
      />
      {shown && <MailDrawer mail={shown} onClose={() => setShown(null)} />}
    </>
  )
}

function MailDrawer({ mail, onClose }: { mail: Mail; onClose: () => void }) {
  const t = useText(text)
  const resend = useSend(notificationsApi.resendMail, { onDone: onClose })
  const discard = useSend(notificationsApi.discardMail, { onDone: onClose })
  const isEnded = mail.state === 'sent' || mail.state === 'discarded'
  const whyNot = mail.erasedAt ? t.erased : isEnded ? t.ended2 : null
  const params = { id: mail.id }
  return (
    <Drawer open title={mail.subject} size={520} onClose={onClose}>
      <Properties
        rows={[
          { label: t.to, value: mail.erasedAt ? t.erased : mail.to },
          { label: t.state, value: <StateTag of={states} state={mail.state} /> },
          { label: t.queued, value: <Time at={mail.queuedAt} /> },
          { label: t.tries, value: mail.tries },
          { label: t.next, value: <Time at={mail.nextTryAt} /> },
          { label: t.ended, value: <Time at={mail.endedAt} /> },
          { label: t.files, value: mail.files },
          { label: t.answer, value: mail.answer ?? '–', isWide: true },
        ]}
      />
      {(resend.error ?? discard.error) && <p role="alert">{(resend.error ?? discard.error)?.detail}</p>}
      <Actions
        actions={[
          { key: 'resend', label: t.resend, whyNot, isPrimary: true, run: () => resend.mutate({ params }) },
          { key: 'discard', label: t.discard, whyNot, isDanger: true, run: () => discard.mutate({ params }) },
        ]}
      />
    </Drawer>
  )
}
