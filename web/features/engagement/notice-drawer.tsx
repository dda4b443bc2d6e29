import { Drawer } from 'antd'
import type { Text } from '#platform/text.ts'
import { engagementApi } from '#modules/engagement/api.ts'
import { type NoticeAction, whyNotNotice } from '#modules/engagement/customer-notice.ts'
import { refusals } from '#modules/engagement/refusals.ts'
import { NoticeSendForm, NoticeTellForm } from '#web/features/engagement/notice-forms.tsx'
import { Expected, Recipient } from '#web/features/engagement/customer-notices-page.tsx'
import {
  type CustomerNotice,
  noticeReasonTags,
  noticeStateTags,
  noticeText,
} from '#web/features/engagement/notice-text.ts'
import { useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Actions } from '#web/ui/action-button.tsx'
import { Loaded, Properties, endRow } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { ask, useActs } from '#web/ui/record-acts.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Time } from '#web/ui/values.tsx'
import './engagement.css'

const text = {
  ...noticeText,
  send: { zh: '用邮件发送', en: 'Send by mail' },
  tell: { zh: '登记已告知', en: 'Told otherwise' },
  dismiss: { zh: '不发送', en: 'Do not send' },
  dismissHelp: {
    zh: '这份通知不再发给客户；延误通知在它所说的新时间过去之前，不会为同一承诺再生成。',
    en: 'The customer does not get it. Of a delay no other is made of the same promise until the date it names has passed.',
  },
  about: { zh: '涉及承诺', en: 'Promises concerned' },
  line: { zh: '第 {n} 行', en: 'Line {n}' },
  link: {
    zh: '邮件末尾会附上订单查询链接，客户无需登录即可查看进度。',
    en: 'The mail ends with a link where the customer can follow the order without log-in.',
  },
  outbox: { zh: '查看发件箱', en: 'See the outbox' },
} satisfies Text

const DRAWER_WIDTH = 620

/** One notice beside the list: what the customer reads, and what can be done with it. */
export function NoticeDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText(text)
  const read = useOperation(engagementApi.getNotice, { params: { id } })
  return (
    <Drawer open title={t.notice} size={DRAWER_WIDTH} onClose={onClose}>
      <Loaded read={read}>{(notice) => <Notice notice={notice} />}</Loaded>
    </Drawer>
  )
}

function Notice({ notice }: { notice: CustomerNotice }) {
  const t = useText(text)
  const [canTell, canMails] = [useCan('promise.manage'), useCan('mail.manage')]
  const isOpen = notice.state === 'draft' || notice.state === 'failed' || notice.state === 'queued'
  const facts = { state: notice.state, hasEmail: notice.contact?.hasEmail ?? false }
  const { open, act, close, dialog } = useActs({
    words: t,
    refusals,
    whyNot: (key: NoticeAction) => whyNotNotice(facts, key),
    lack: canTell ? null : t.lacks,
    questions: { dismiss: ask(engagementApi.dismissNotice, { id: notice.id, help: t.dismissHelp }) },
  })
  const isMail = notice.channel === 'email'
  const actions = [act('send', { isPrimary: isMail }), act('tell', { isPrimary: !isMail }), act('dismiss')]
  return (
    <div className="n-drawer-stack">
      <p className="n-eng-head">
        <StateTag of={noticeStateTags} state={notice.state} />
        <StateTag of={noticeReasonTags} state={notice.reason} />
        {notice.state === 'queued' && canMails && <PageLink to={paths.mails}>{t.outbox}</PageLink>}
      </p>
      {isOpen && <Actions actions={actions} />}
      <Facts notice={notice} />
      <article className="n-eng-letter" lang={notice.locale}>
        <h2>{notice.subject}</h2>
        <p>{notice.body}</p>
      </article>
      {isOpen && notice.hasTrackingLine && <p className="n-quiet">{t.link}</p>}
      {open === 'send' && <NoticeSendForm notice={notice} onClose={close} />}
      {open === 'tell' && <NoticeTellForm notice={notice} onClose={close} />}
      {dialog}
    </div>
  )
}

function Facts({ notice }: { notice: CustomerNotice }) {
  const t = useText(text)
  return (
    <Properties
      rows={[
        {
          label: t.order,
          value: <PageLink to={paths.order(notice.orderId)}>{notice.orderNumber}</PageLink>,
        },
        {
          label: t.customer,
          value: <PageLink to={paths.customer(notice.customer.id)}>{notice.customer.name}</PageLink>,
        },
        { label: t.due, value: <Time at={notice.dueAt} /> },
        ...(notice.kind === 'delay' ? [{ label: t.expected, value: <Expected notice={notice} /> }] : []),
        { label: t.to, value: <Recipient notice={notice} /> },
        { label: t.made, value: <Time at={notice.madeAt} /> },
        ...(notice.promises.length > 0
          ? [{ label: t.about, isWide: true, value: <About notice={notice} /> }]
          : []),
        ...endRow(t.ended, notice.endedAt, notice.endedBy, notice.note),
      ]}
    />
  )
}

function About({ notice }: { notice: CustomerNotice }) {
  const t = useText(text)
  return (
    <ul className="n-eng-lines n-in-text">
      {notice.promises.map((promise) => (
        <li key={promise.id}>
          <PageLink to={paths.promise(promise.id)}>
            {promise.lineNo === null ? notice.orderNumber : fill(t.line, { n: promise.lineNo })}
          </PageLink>{' '}
          {promise.productName} {promise.quantity !== null && `× ${promise.quantity}`}
        </li>
      ))}
    </ul>
  )
}
