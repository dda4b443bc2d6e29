import { OrderLink } from '#web/features/orders/order-link.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { placeText } from '#web/features/customers/place.tsx'
import { type ShipmentRow, ShipmentStateTag, shipmentText } from '#web/features/shipments/shipment-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Deadline, Figure, RelativeTime, Time } from '#web/ui/values.tsx'

export const searchFilter: Filter = {
  kind: 'search',
  name: 'search',
  label: { zh: '运单号、发运单号、订单号', en: 'Waybill, shipment or order number' },
}

const numberColumn: Column<ShipmentRow> = {
  key: 'number',
  title: shipmentText.number,
  render: (s) => s.number,
  sort: 'number',
}
const orderColumn: Column<ShipmentRow> = {
  key: 'order',
  title: shipmentText.order,
  render: (s) => <OrderLink order={s.order} />,
  isOffPhone: true,
}
const customerColumn: Column<ShipmentRow> = {
  key: 'customer',
  title: shipmentText.customer,
  render: (s) => s.customer.name,
  isLine: true,
}
const warehouseColumn: Column<ShipmentRow> = {
  key: 'warehouse',
  title: shipmentText.warehouse,
  render: (s) => <span className="n-figure">{s.warehouse.code}</span>,
}
const carrierColumn: Column<ShipmentRow> = {
  key: 'carrier',
  title: shipmentText.carrier,
  render: (s) => s.carrier?.name ?? '–',
  isLine: true,
}
const quantityColumn: Column<ShipmentRow> = {
  key: 'quantity',
  title: shipmentText.quantity,
  render: (s) => <Figure value={s.quantity} />,
  align: 'end',
}
const destinationColumn: Column<ShipmentRow> = {
  key: 'destination',
  title: shipmentText.destination,
  render: (s) => <Place of={s} />,
  isOffPhone: true,
}

export const outboundColumns: readonly Column<ShipmentRow>[] = [
  numberColumn,
  {
    key: 'shipBy',
    title: shipmentText.shipBy,
    render: (s) => <Deadline due={s.shipBy} />,
    width: 150,
    sort: 'shipBy',
  },
  { key: 'state', title: shipmentText.state, render: (s) => <State shipment={s} /> },
  orderColumn,
  customerColumn,
  warehouseColumn,
  quantityColumn,
  destinationColumn,
  carrierColumn,
]

export const shipmentColumns: readonly Column<ShipmentRow>[] = [
  numberColumn,
  {
    key: 'waybill',
    title: shipmentText.waybill,
    render: (s) => s.waybill ?? '–',
    sort: 'waybill',
    isWhole: true,
  },
  { key: 'state', title: shipmentText.status, render: (s) => <State shipment={s} /> },
  {
    key: 'lastEvent',
    title: shipmentText.lastEvent,
    render: (s) => <RelativeTime at={s.lastEventAt} />,
    sort: 'lastEvent',
  },
  { key: 'exceptions', title: shipmentText.exceptions, render: (s) => <Exceptions n={s.openExceptions} /> },
  orderColumn,
  customerColumn,
  { ...warehouseColumn, isOffPhone: true },
  { ...carrierColumn, isOffPhone: true },
  { ...destinationColumn, isHidden: true },
  { ...quantityColumn, isHidden: true, isOffPhone: true },
  {
    key: 'created',
    title: shipmentText.created,
    render: (s) => <Time at={s.createdAt} />,
    sort: 'created',
    isHidden: true,
  },
  {
    key: 'handedOver',
    title: shipmentText.handedOver,
    render: (s) => <Time at={s.handedOverAt} />,
    sort: 'handedOver',
    isHidden: true,
    isOffPhone: true,
  },
  {
    key: 'expected',
    title: shipmentText.expected,
    render: (s) => <Time at={s.expectedAt} />,
    sort: 'expected',
    isHidden: true,
    isOffPhone: true,
  },
  {
    key: 'delivered',
    title: shipmentText.delivered,
    render: (s) => <Time at={s.deliveredAt} />,
    sort: 'delivered',
    isHidden: true,
    isOffPhone: true,
  },
]

function State({ shipment }: { shipment: ShipmentRow }) {
  const t = useText(shipmentText)
  return (
    <span className="n-tags">
      <ShipmentStateTag shipment={shipment} />
      {shipment.order.urgent && <StatusTag tone="bad">{t.urgent}</StatusTag>}
    </span>
  )
}

function Exceptions({ n }: { n: number }) {
  return n === 0 ? <>–</> : <StatusTag tone="bad">{String(n)}</StatusTag>
}

export function Place({ of }: { of: Pick<ShipmentRow, 'destination'> }) {
  return <>{placeText(of.destination)}</>
}
