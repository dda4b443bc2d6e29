import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { engagementApi } from '#modules/engagement/api.ts'
import { noticeKinds } from '#modules/engagement/customer-notice.ts'
import { NoticeDrawer } from '#web/features/engagement/notice-drawer.tsx'
import { noticeReasonTags, noticeStateTags, noticeText } from '#web/features/engagement/notice-text.ts'
import { useOperation, useSend } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { Section } from '#web/ui/detail-page.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Time } from '#web/ui/values.tsx'
import './engagement.css'

const text = {
  ...noticeText,
  delay: { zh: '通知客户延误', en: 'Tell of a delay' },
  order: { zh: '通知受理情况', en: 'Tell of the acceptance' },
  none: { zh: '还没有给客户发过通知', en: 'The customer has not had a notice yet' },
} satisfies Text

const SHOWN_MAX = 10

/** What the customer of an order was told of its acceptance and its delays, and the way to tell them now. */
export function OrderNotices({ orderId, isOpen }: { orderId: string; isOpen: boolean }) {
  const t = useText(text)
  const canTell = useCan('promise.manage')
  const [shown, setShown] = useState<string | null>(null)
  const read = useOperation(engagementApi.listNotices, { query: { orderId, limit: SHOWN_MAX } })
  const write = useSend(engagementApi.draftNotice, { onDone: ({ id }) => setShown(id) })
  const rows = read.data?.rows ?? []
  if (!read.data || (rows.length === 0 && !isOpen)) return null
  return (
    <Section
      title={t.notices}
      extra={
        isOpen &&
        canTell && (
          <div className="n-page-actions">
            {noticeKinds.toReversed().map((kind) => (
              <ActionButton
                key={kind}
                action={{
                  key: kind,
                  label: t[kind],
                  isBusy: write.isPending,
                  run: () => write.mutate({ body: { orderId, kind } }),
                }}
              />
            ))}
          </div>
        )
      }
    >
      {rows.length === 0 ? (
        <p className="n-quiet">{t.none}</p>
      ) : (
        <ul className="n-eng-lines">
          {rows.map((notice) => (
            <li key={notice.id} className="n-eng-head">
              <button type="button" className="n-link" onClick={() => setShown(notice.id)}>
                <Time at={notice.madeAt} />
              </button>
              <StateTag of={noticeReasonTags} state={notice.reason} />
              <StateTag of={noticeStateTags} state={notice.state} />
            </li>
          ))}
        </ul>
      )}
      {shown && <NoticeDrawer id={shown} onClose={() => setShown(null)} />}
    </Section>
  )
}
