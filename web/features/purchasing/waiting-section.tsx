import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { ordersApi } from '#modules/orders/api.ts'
import type { Purchase } from '#web/features/purchasing/purchase-text.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'
import { Deadline, Figure, Time } from '#web/ui/values.tsx'

type Shortage = ResultOf<typeof ordersApi.listShortages>['rows'][number]

const text = {
  title: { zh: '等这批货的订单', en: 'Orders that wait for it' },
  none: { zh: '没有订单在等这批货', en: 'No order waits for it' },
  order: { zh: '订单', en: 'Order' },
  customer: { zh: '客户', en: 'Customer' },
  product: { zh: '商品', en: 'Product' },
  missing: { zh: '缺', en: 'Missing' },
  due: { zh: '承诺送达', en: 'Promised' },
  until: { zh: '延期到货日', en: 'Backordered until' },
  all: { zh: '在缺货处理中查看', en: 'At the shortage desk' },
} satisfies Text

const WAITING_MAX = 50

const columns: readonly Column<Shortage>[] = [
  {
    key: 'order',
    title: text.order,
    render: (s) => <PageLink to={paths.order(s.order.id)}>{s.order.number}</PageLink>,
  },
  { key: 'customer', title: text.customer, render: (s) => s.customer.name, isLine: true },
  { key: 'product', title: text.product, render: (s) => s.product.name },
  { key: 'missing', title: text.missing, align: 'end', render: (s) => <Figure value={s.quantity} /> },
  { key: 'due', title: text.due, render: (s) => <Deadline due={s.deliverBy ?? s.requestedAt} /> },
  {
    key: 'until',
    title: text.until,
    render: (s) => (s.backorderUntil ? <Time at={s.backorderUntil} /> : '–'),
  },
]

/** Lines of customers' orders that are still short of what this order brings. */
export function WaitingSection({ purchase }: { purchase: Purchase }) {
  return useCan('order.read') ? <Waiting purchase={purchase} /> : null
}

function Waiting({ purchase }: { purchase: Purchase }) {
  const t = useText(text)
  const query = { purchaseId: [purchase.id], limit: WAITING_MAX }
  const read = useOperation(ordersApi.listShortages, { query }, { live: ['order'] })
  return (
    <Section title={t.title}>
      <Loaded read={read}>
        {({ rows, next }) => {
          if (rows.length === 0) return <p className="n-quiet">{t.none}</p>
          const table = { label: t.title, rows, columns, rowKey: (one: Shortage) => one.id }
          return (
            <>
              <Rows {...table} />
              {next && <PageLink to={paths.shortagesOf(purchase.id)}>{t.all}</PageLink>}
            </>
          )
        }}
      </Loaded>
    </Section>
  )
}
