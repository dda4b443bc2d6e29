import { orderHoldNames } from '#modules/orders/names.ts'
import type { Text } from '#platform/text.ts'
import type { Order } from '#web/features/orders/order-text.tsx'
import { useSay, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Time } from '#web/ui/values.tsx'

const text = {
  title: { zh: '冻结与缺货', en: 'Holds and shortages' },
  held: { zh: '冻结', en: 'Held' },
  released: { zh: '已解除', en: 'Released' },
  short: { zh: '缺货', en: 'Short' },
  decide: { zh: '去处理', en: 'Decide' },
  until: { zh: '预计到货', en: 'expected' },
} satisfies Text

/** What stands in the way of the order: holds with their reasons, and quantities nobody has decided on. */
export function HoldsSection({ order }: { order: Order }) {
  const t = useText(text)
  const say = useSay()
  const short = order.shortages.filter((s) => s.closedAt === null)
  if (order.holds.length === 0 && short.length === 0) return null
  const names = new Map(order.lines.map((line) => [line.id, line.productName]))
  return (
    <Section title={t.title}>
      <ul className="n-plain">
        {order.holds.map((hold) => (
          <li key={hold.id ?? hold.placedAt}>
            <StatusTag tone={hold.releasedAt ? 'mute' : 'bad'}>
              {hold.releasedAt ? t.released : t.held}
            </StatusTag>{' '}
            {say(orderHoldNames[hold.kind])}: {hold.reason} <Time at={hold.placedAt} />
            {hold.releaseReason && <span className="n-quiet"> → {hold.releaseReason}</span>}
          </li>
        ))}
        {short.map((shortage) => (
          <li key={shortage.id ?? shortage.orderLineId}>
            <StatusTag tone="warn">{t.short}</StatusTag> {names.get(shortage.orderLineId)} ×{' '}
            {shortage.quantity}
            {shortage.backorderUntil ? (
              <span className="n-quiet">
                {' '}
                {t.until} <Time at={shortage.backorderUntil} />
              </span>
            ) : (
              <>
                {' '}
                <PageLink to={`${paths.shortages}?search=${encodeURIComponent(order.number)}`}>
                  {t.decide}
                </PageLink>
              </>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
