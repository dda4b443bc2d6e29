import type { Text } from '#platform/text.ts'
import type { Shipment } from '#web/features/shipments/shipment-text.tsx'
import { fill, useText } from '#web/lib/i18n.ts'
import type { Column } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Figure } from '#web/ui/values.tsx'

const text = {
  product: { zh: '货品', en: 'Product' },
  quantity: { zh: '应发', en: 'Planned' },
  loaded: { zh: '已装', en: 'Loaded' },
  delivered: { zh: '签收', en: 'Delivered' },
  damaged: { zh: '破损', en: 'Damaged' },
  short: { zh: '短少 {n}', en: '{n} short' },
} satisfies Text

type Line = Shipment['lineRows'][number]

/** What left and what arrived. */
export function LinesTable({ shipment }: { shipment: Shipment }) {
  const t = useText(text)
  const rows = shipment.lineRows
  return <Rows label={t.product} rows={rows} columns={columnsOf(shipment)} rowKey={(line) => line.id} />
}

function columnsOf({ handedOverAt, deliveredAt }: Shipment): readonly Column<Line>[] {
  const arrived = (quantity: number) => <Figure value={deliveredAt ? quantity : null} />
  const planned: Column<Line>[] = [
    { key: 'product', title: text.product, render: (line) => <Product line={line} /> },
    {
      key: 'quantity',
      title: text.quantity,
      render: (line) => (
        <>
          <Figure value={line.quantity} /> {line.unit}
        </>
      ),
      align: 'end',
    },
  ]
  if (handedOverAt === null) return planned
  return [
    ...planned,
    {
      key: 'loaded',
      title: text.loaded,
      render: (line) => <Figure value={line.quantity - line.shortLoaded} />,
      align: 'end',
    },
    { key: 'delivered', title: text.delivered, render: (line) => arrived(line.delivered), align: 'end' },
    { key: 'damaged', title: text.damaged, render: (line) => arrived(line.damaged), align: 'end' },
  ]
}

function Product({ line }: { line: Line }) {
  const t = useText(text)
  return (
    <span>
      <strong>{line.sku}</strong> {line.name}{' '}
      {line.shortLoaded > 0 && <StatusTag tone="bad">{fill(t.short, { n: line.shortLoaded })}</StatusTag>}
    </span>
  )
}
