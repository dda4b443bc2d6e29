import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { returnsApi } from '#modules/returns/api.ts'
import { returnReasons } from '#modules/returns/return.ts'
import { AnnounceReturnForm } from '#web/features/returns/announce-return-form.tsx'
import { returnStateTags, returnText } from '#web/features/returns/return-text.ts'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'

const text = {
  ...returnText,
  announce: { zh: '登记退货', en: 'Announce a return' },
  none: { zh: '没有退货', en: 'Nothing comes back' },
  nothingLeft: { zh: '已发的货物都已登记退货', en: 'All that was shipped is announced as a return already' },
} satisfies Text

const SHOWN_MAX = 20

/** What of an order comes back, and the way to announce it. Nothing is shown before goods have left. */
export function OrderReturns({ orderId }: { orderId: string }) {
  const t = useText(text)
  const say = useSay()
  const canManage = useCan('return.manage')
  const [isAnnouncing, setAnnouncing] = useState(false)
  const read = useOperation(returnsApi.listReturns, { query: { orderId, limit: SHOWN_MAX } })
  const returnable = useOperation(returnsApi.getReturnable, { params: { id: orderId } })
  const rows = read.data?.rows ?? []
  if (!read.data || !returnable.data || returnable.data.lines.length === 0) return null
  const hasLeft = returnable.data.lines.some((line) => line.left > 0)
  return (
    <Section
      title={t.returns}
      extra={
        canManage && (
          <ActionButton
            action={{
              key: 'announce',
              label: t.announce,
              whyNot: hasLeft ? null : t.nothingLeft,
              run: () => setAnnouncing(true),
            }}
          />
        )
      }
    >
      {rows.length === 0 ? (
        <p className="n-quiet">{t.none}</p>
      ) : (
        <ul className="n-plain">
          {rows.map((row) => (
            <li key={row.id}>
              <div className="n-tags">
                <PageLink to={paths.returnOrder(row.id)}>{row.number}</PageLink>
                <StateTag of={returnStateTags} state={row.state} />
              </div>{' '}
              <span className="n-quiet">
                {say(returnReasons[row.reason])} · {t.quantity} {row.quantity} · {t.restocked} {row.restocked}
                {row.unsaleable > 0 && ` · ${t.unsaleable} ${row.unsaleable}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {isAnnouncing && <AnnounceReturnForm orderId={orderId} onClose={() => setAnnouncing(false)} />}
    </Section>
  )
}
