import { channels, serviceOf } from '#modules/orders/names.ts'
import { orderKindNames } from '#modules/orders/order-kind.ts'
import { useParams } from '@tanstack/react-router'
import type { Text } from '#platform/text.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { whyNot } from '#modules/orders/order.ts'
import { refusals } from '#modules/orders/refusals.ts'
import { RecordPage } from '#web/features/activity/record-page.tsx'
import { AmendForm } from '#web/features/orders/amend-form.tsx'
import { ConsigneeSection } from '#web/features/orders/consignee-section.tsx'
import { HoldsSection } from '#web/features/orders/holds-section.tsx'
import { CancelForm, HoldForm } from '#web/features/orders/order-forms.tsx'
import { LinesSection } from '#web/features/orders/lines-section.tsx'
import { OrderShipments } from '#web/features/orders/order-shipments.tsx'
import { type Order, orderStates, orderText } from '#web/features/orders/order-text.tsx'
import { PrintsSection } from '#web/features/printing/prints-section.tsx'
import { usePrint } from '#web/features/printing/use-print.tsx'
import { OrderErrors } from '#web/features/orders/order-errors.tsx'
import { OrderNotices } from '#web/features/engagement/order-notices.tsx'
import { OrderInquiries } from '#web/features/inquiries/order-inquiries.tsx'
import { OrderServices } from '#web/features/services/order-services.tsx'
import { OrderReturns } from '#web/features/returns/order-returns.tsx'
import { TrackingLinks } from '#web/features/shipments/tracking-links.tsx'
import { useOperation } from '#web/lib/api.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { type Clock, Loaded, type Property } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { ask, useActs } from '#web/ui/record-acts.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Money, Time } from '#web/ui/values.tsx'

const text = {
  ...orderText,
  amend: { zh: '修改', en: 'Amend' },
  cancel: { zh: '取消订单', en: 'Cancel the order' },
  hold: { zh: '冻结', en: 'Hold' },
  release: { zh: '解除冻结', en: 'Release' },
  releaseTitle: { zh: '解除冻结 {number}', en: 'Release order {number}' },
  releaseHelp: {
    zh: '解除后系统立即配货、作出承诺并确认受理。',
    en: 'Once released the order is allocated, promised and acknowledged at once.',
  },
  toShip: { zh: '承诺发出', en: 'to leave' },
  toDeliver: { zh: '承诺送达', en: 'to deliver' },
  acknowledged: { zh: '受理确认', en: 'Acknowledged' },
  cancelled: { zh: '取消', en: 'Cancelled' },
  byCustomer: { zh: '客户取消：{reason}', en: 'By the customer: {reason}' },
  byUs: { zh: '我方取消：{reason}', en: 'By us: {reason}' },
} satisfies Text

const REFRESH_MS = 30_000

export function OrderPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const order = useOperation(ordersApi.getOrder, { params: { id } }, { refreshMs: REFRESH_MS })
  return <Loaded read={order}>{(found) => <OrderDetail key={found.id} order={found} />}</Loaded>
}

function OrderDetail({ order }: { order: Order }) {
  const t = useText(text)
  const { open, close, actions, dialog } = useOrderActs(order)
  const [canLinks, canSeeShipments] = [useCan('tracking_link.manage'), useCan('shipment.read')]
  const print = usePrint('order', order.id)
  const [canSeePrints, isInside] = [useCan('print.read'), useCan('inside.read')]
  return (
    <>
      <RecordPage
        record={{ type: 'order', id: order.id }}
        back={{ to: paths.orders, text: t.orders }}
        title={order.number}
        state={<StateTag of={orderStates} state={order.state} />}
        deadline={deadlineOf(order, t.toDeliver)}
        actions={[...actions, ...print.actions]}
        properties={useProperties(order)}
        clocks={useClocks(order)}
        side={
          <>
            {canLinks && <TrackingLinks orderId={order.id} />}
            {canSeePrints && <PrintsSection subjectId={order.id} />}
          </>
        }
      >
        <HoldsSection order={order} />
        <LinesSection order={order} />
        <ConsigneeSection order={order} />
        {canSeeShipments && <OrderShipments orderId={order.id} />}
        <OrderInquiries orderId={order.id} />
        <OrderServices orderId={order.id} />
        <OrderReturns orderId={order.id} />
        {isInside && <OrderErrors order={order} />}
        {isInside && (
          <OrderNotices
            orderId={order.id}
            isOpen={order.state !== 'delivered' && order.state !== 'cancelled'}
          />
        )}
      </RecordPage>
      {print.dialog}
      {open === 'amend' && <AmendForm order={order} onClose={close} />}
      {open === 'cancel' && <CancelForm order={order} onClose={close} />}
      {open === 'hold' && <HoldForm order={order} onClose={close} />}
      {dialog}
    </>
  )
}

/** When each line must leave and arrive; lines with the same time stand together. */
function useClocks(order: Order): Clock[] {
  const t = useText(text)
  if (order.state === 'cancelled') return []
  const clocks = order.lines.flatMap((line) => [
    ...(line.shipBy
      ? [{ label: t.toShip, due: line.shipBy, line, isDone: line.shipped >= line.quantity - line.cancelled }]
      : []),
    ...(line.deliverBy
      ? [{ label: t.toDeliver, due: line.deliverBy, line, isDone: line.deliveredAt !== null }]
      : []),
  ])
  const groups = Map.groupBy(clocks, (clock) => `${clock.label} ${clock.due}`)
  return [...groups]
    .map(([key, same]) => ({
      key,
      text: `${same[0]?.label} (${same.map((clock) => clock.line.lineNo).join(', ')})`,
      due: same[0]?.due ?? '',
      doneAt: same.every((clock) => clock.isDone) ? (same[0]?.due ?? null) : null,
    }))
    .toSorted((a, b) => a.due.localeCompare(b.due))
}

function deadlineOf(order: Order, label: string): { due: string; text: string } | null {
  if (order.state === 'delivered' || order.state === 'cancelled') return null
  const open = order.lines
    .filter((line) => line.deliverBy && !line.deliveredAt)
    .map((line) => line.deliverBy ?? '')
  const due = open.toSorted()[0]
  return due ? { due, text: label } : null
}

type OrderAct = 'amend' | 'cancel' | 'hold' | 'release'

function useOrderActs({ id, number, state, version }: Order) {
  const t = useText(text)
  const [canAmend, canHold, canRelease] = [
    useCan('order.amend'),
    useCan('order.hold'),
    useCan('order.release'),
  ]
  const release = { id, version, title: fill(t.releaseTitle, { number }), help: t.releaseHelp }
  const { act, ...acts } = useActs({
    words: t,
    refusals,
    whyNot: (key: OrderAct) => whyNot(key, state),
    questions: { release: ask(ordersApi.releaseOrder, release) },
  })
  const isHeld = state === 'held'
  const actions = [
    ...(canRelease && isHeld ? [act('release', { isPrimary: true })] : []),
    ...(canAmend ? [act('amend')] : []),
    ...(canHold && !isHeld ? [act('hold')] : []),
    ...(canAmend ? [act('cancel', { isDanger: true })] : []),
  ]
  return { ...acts, actions }
}

function KindOf({ order: { kind, origin } }: { order: Order }) {
  const say = useSay()
  return (
    <>
      {say(orderKindNames[kind])} {origin && <PageLink to={paths.order(origin.id)}>{origin.number}</PageLink>}
    </>
  )
}

function useProperties(order: Order): Property[] {
  const t = useText(text)
  const say = useSay()
  const ended = order.cancelledBy === 'customer' ? t.byCustomer : t.byUs
  return [
    {
      label: t.customer,
      value: <PageLink to={paths.customer(order.customer.id)}>{order.customer.name}</PageLink>,
    },
    { label: t.ref, value: order.externalRef ?? '–' },
    { label: t.placed, value: <Time at={order.placedAt} /> },
    { label: t.acknowledged, value: <Time at={order.acknowledgedAt} /> },
    { label: t.requested, value: <Time at={order.requestedAt} /> },
    { label: t.service, value: `${say(serviceOf(order.service))}${order.urgent ? ` · ${t.urgent}` : ''}` },
    { label: t.kind, value: <KindOf order={order} /> },
    { label: t.channel, value: say(channels[order.channel]) },
    { label: t.amount, value: <Money minor={order.amountMinor} currency={order.currency} /> },
    ...(order.goodsClass ? [{ label: t.goodsClass, value: order.goodsClass }] : []),
    ...(order.deliveryNote ? [{ label: t.deliveryNote, value: order.deliveryNote, isWide: true }] : []),
    ...(order.note ? [{ label: t.note, value: order.note, isWide: true }] : []),
    ...(order.cancelledAt
      ? [{ label: t.cancelled, value: fill(ended, { reason: order.cancelReason ?? '' }), isWide: true }]
      : []),
  ]
}
