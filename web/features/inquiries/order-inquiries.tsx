import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { inquiriesApi } from '#modules/inquiries/api.ts'
import { followNames, whyNotInquiry } from '#modules/inquiries/inquiry.ts'
import type { TrackingStatus } from '#modules/shipments/tracking.ts'
import { CloseInquiry } from '#web/features/inquiries/close-inquiry.tsx'
import {
  AnswerInquiryForm,
  FollowInquiryForm,
  RegisterInquiryForm,
} from '#web/features/inquiries/inquiry-forms.tsx'
import { type Inquiry, inquiryStateTags, inquiryText } from '#web/features/inquiries/inquiry-text.ts'
import { RequestServiceForm } from '#web/features/services/request-service-form.tsx'
import { trackingStates } from '#web/features/shipments/shipment-text.tsx'
import { useOperation } from '#web/lib/api.ts'
import { formatTime } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { Section } from '#web/ui/detail-page.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Deadline, Time } from '#web/ui/values.tsx'

const text = {
  ...inquiryText,
  register: { zh: '登记查询', en: 'Register an inquiry' },
  follow: { zh: '跟进', en: 'Follow up' },
  answerTo: { zh: '答复客户', en: 'Answer the customer' },
  close: { zh: '结束', en: 'Close' },
  service: { zh: '换货或投诉', en: 'Exchange or complaint' },
  known: { zh: '登记时：{what}', en: 'When asked: {what}' },
  eta: { zh: '预计到达 {when}', en: 'expected {when}' },
  followedWith: { zh: '已向{who}跟进', en: 'followed up with: {who}' },
  answered: { zh: '答复：{what}', en: 'Answer: {what}' },
} satisfies Text

const SHOWN_MAX = 20

type Open =
  | { what: 'register' }
  | { what: 'follow' | 'answer' | 'close' | 'service'; inquiry: Inquiry }
  | null

/** Where the customer asked the goods of this order are, and what became of each question. */
export function OrderInquiries({ orderId }: { orderId: string }) {
  const t = useText(text)
  const canManage = useCan('inquiry.manage')
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const read = useOperation(inquiriesApi.listInquiries, { query: { orderId, limit: SHOWN_MAX } })
  const rows = read.data?.rows ?? []
  if (!read.data || (rows.length === 0 && !canManage)) return null
  return (
    <Section
      title={t.title}
      extra={
        canManage && (
          <ActionButton
            action={{ key: 'register', label: t.register, run: () => setOpen({ what: 'register' }) }}
          />
        )
      }
    >
      <ul className="n-plain">
        {rows.map((inquiry) => (
          <InquiryLine key={inquiry.id} inquiry={inquiry} canManage={canManage} onOpen={setOpen} />
        ))}
      </ul>
      {open?.what === 'register' && <RegisterInquiryForm orderId={orderId} onClose={close} />}
      {open?.what === 'follow' && <FollowInquiryForm inquiry={open.inquiry} onClose={close} />}
      {open?.what === 'answer' && <AnswerInquiryForm inquiry={open.inquiry} onClose={close} />}
      {open?.what === 'service' && (
        <RequestServiceForm
          orderId={orderId}
          given={{ request: open.inquiry.question, channel: open.inquiry.channel }}
          onClose={close}
        />
      )}
      {open?.what === 'close' && <CloseInquiry inquiry={open.inquiry} onClose={close} />}
    </Section>
  )
}

type LineProps = { inquiry: Inquiry; canManage: boolean; onOpen: (open: Open) => void }

function InquiryLine({ inquiry, canManage, onOpen }: LineProps) {
  const t = useText(text)
  const say = useSay()
  const canServe = useCan('service.manage')
  const can = (what: 'follow' | 'answer' | 'close') =>
    canManage && whyNotInquiry(inquiry.state, what) === null
  const link = (what: 'follow' | 'answer' | 'close', label: string) =>
    can(what) && (
      <button type="button" className="n-link" onClick={() => onOpen({ what, inquiry })}>
        {label}
      </button>
    )
  return (
    <li>
      <StateTag of={inquiryStateTags} state={inquiry.state} /> {inquiry.question}{' '}
      {inquiry.state === 'open' && <Deadline due={inquiry.dueAt} />}
      <p className="n-quiet">
        {inquiry.number} · <Time at={inquiry.askedAt} /> · {fill(t.known, { what: useKnown(inquiry) })}
        {inquiry.followedWith &&
          ` · ${fill(t.followedWith, { who: say(followNames[inquiry.followedWith]) })}`}
      </p>
      {inquiry.answer && (
        <p>
          {fill(t.answered, { what: inquiry.answer })}{' '}
          <span className="n-quiet">
            <Time at={inquiry.answeredAt} /> {inquiry.answeredBy}
          </span>
        </p>
      )}
      <span className="n-tags">
        {link('follow', t.follow)}
        {link('answer', t.answerTo)}
        {link('close', t.close)}
        {canServe && (
          <button type="button" className="n-link" onClick={() => onOpen({ what: 'service', inquiry })}>
            {t.service}
          </button>
        )}
      </span>
    </li>
  )
}

/** Route, tracking numbers, status and expected arrival as they were known. */
function useKnown({ route, waybills, status, expectedAt }: Inquiry): string {
  const t = useText(text)
  const say = useSay()
  const known = status && status in trackingStates ? say(trackingStates[status as TrackingStatus].text) : ''
  const eta = expectedAt ? fill(t.eta, { when: formatTime(expectedAt) }) : ''
  return [route, waybills.join(' '), known, eta].filter(Boolean).join(' · ') || '–'
}
