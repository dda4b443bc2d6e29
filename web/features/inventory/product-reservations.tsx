import type { Text } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { type Product, stockText } from '#web/features/inventory/stock-text.tsx'
import { useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import type { Column, RowOf } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'
import { Figure, Time } from '#web/ui/values.tsx'

type Reservation = RowOf<typeof inventoryApi.listProductReservations>

const text = {
  title: { zh: '预留明细', en: 'Reservations' },
  order: { zh: '订单', en: 'Order' },
  open: { zh: '查看订单', en: 'Open the order' },
  quantity: { zh: '数量', en: 'Quantity' },
  since: { zh: '预留时间', en: 'Since' },
  more: { zh: '仅显示最早的 {n} 条', en: 'The oldest {n} only' },
} satisfies Text

const SHOWN_MAX = 50

const columns: readonly Column<Reservation>[] = [
  { key: 'order', title: text.order, render: (row) => <OrderLink id={row.orderId} /> },
  { key: 'warehouse', title: stockText.warehouse, render: (row) => row.warehouseCode },
  { key: 'quantity', title: text.quantity, render: (row) => <Figure value={row.quantity} />, align: 'end' },
  { key: 'since', title: text.since, render: (row) => <Time at={row.reservedAt} /> },
]

/** For which orders units of a product are set aside. Nothing is shown when none are. */
export function ProductReservations({ product }: { product: Product }) {
  const t = useText(text)
  const read = useOperation(
    inventoryApi.listProductReservations,
    { params: { id: product.id }, query: { limit: SHOWN_MAX } },
    { isEnabled: product.reserved > 0 },
  )
  if (product.reserved === 0) return null
  return (
    <Section title={t.title}>
      <Loaded read={read}>
        {({ rows, next }) => {
          const table = { label: t.title, rows, columns, rowKey: (row: Reservation) => row.id }
          return (
            <>
              <Rows {...table} isDense />
              {next && <p className="n-quiet">{fill(t.more, { n: SHOWN_MAX })}</p>}
            </>
          )
        }}
      </Loaded>
    </Section>
  )
}

function OrderLink({ id }: { id: string }) {
  const t = useText(text)
  return (
    <PageLink to={paths.order(id)}>
      {t.open} …{id.slice(-6)}
    </PageLink>
  )
}
