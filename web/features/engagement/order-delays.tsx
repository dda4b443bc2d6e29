import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { engagementApi } from '#modules/engagement/api.ts'
import { DelayNoticeDrawer } from '#web/features/engagement/delay-notice-drawer.tsx'
import { delayReasonTags, delayStateTags, delayTextOf } from '#web/features/engagement/delay-text.ts'
import { useOperation, useSend } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { Section } from '#web/ui/detail-page.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Time } from '#web/ui/values.tsx'
import './engagement.css'

const text = {
  ...delayTextOf,
  write: { zh: '通知客户延误', en: 'Tell the customer' },
  none: { zh: '还没有通知过客户延误', en: 'The customer has not been told of a delay' },
} satisfies Text

const SHOWN_MAX = 10

/** What the customer of an order was told of its delays, and the way to tell them now. */
export function OrderDelays({ orderId, isOpen }: { orderId: string; isOpen: boolean }) {
  const t = useText(text)
  const canTell = useCan('promise.manage')
  const [shown, setShown] = useState<string | null>(null)
  const read = useOperation(engagementApi.listDelayNotices, { query: { orderId, limit: SHOWN_MAX } })
  const write = useSend(engagementApi.draftDelayNotice, { onDone: ({ id }) => setShown(id) })
  const rows = read.data?.rows ?? []
  if (!read.data || (rows.length === 0 && !isOpen)) return null
  return (
    <Section
      title={t.notices}
      extra={
        isOpen &&
        canTell && (
          <ActionButton
            action={{
              key: 'write',
              label: t.write,
              isBusy: write.isPending,
              run: () => write.mutate({ body: { orderId } }),
            }}
          />
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
              <StateTag of={delayReasonTags} state={notice.reason} />
              <StateTag of={delayStateTags} state={notice.state} />
            </li>
          ))}
        </ul>
      )}
      {shown && <DelayNoticeDrawer id={shown} onClose={() => setShown(null)} />}
    </Section>
  )
}
