import { useParams } from '@tanstack/react-router'
import { serviceOf } from '#modules/orders/names.ts'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { refusals } from '#modules/shipments/refusals.ts'
import { isOnRoad, whyNot } from '#modules/shipments/shipment.ts'
import type { Text } from '#platform/text.ts'
import { OrderLink } from '#web/features/orders/order-link.tsx'
import { RecordPage } from '#web/features/activity/record-page.tsx'
import { Bench } from '#web/features/shipments/bench.tsx'
import { DeliveryForm } from '#web/features/shipments/delivery-form.tsx'
import { ExceptionForm, RouteForm } from '#web/features/shipments/exception-forms.tsx'
import { ExceptionsSection } from '#web/features/shipments/exceptions-section.tsx'
import { PrintsSection } from '#web/features/printing/prints-section.tsx'
import { usePrint } from '#web/features/printing/use-print.tsx'
import { placeText } from '#web/features/customers/place.tsx'
import { ProofsSection } from '#web/features/shipments/proofs-section.tsx'
import { ReportForm } from '#web/features/shipments/report-form.tsx'
import { ReceiptSection } from '#web/features/shipments/receipt-section.tsx'
import { type Shipment, ShipmentStateTag, shipmentText } from '#web/features/shipments/shipment-text.tsx'
import { TrackingLinks } from '#web/features/shipments/tracking-links.tsx'
import { TrackingTimeline } from '#web/features/shipments/tracking-timeline.tsx'
import { useOperation } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { type Clock, Loaded, Properties, type Property, Section } from '#web/ui/detail-page.tsx'
import { useActs } from '#web/ui/record-acts.tsx'
import { Time } from '#web/ui/values.tsx'

const text = {
  deliver: { zh: '登记签收', en: 'Record the delivery' },
  correct: { zh: '补登签收', en: 'Add to the delivery' },
  exception: { zh: '登记异常', en: 'Report an exception' },
  reroute: { zh: '变更路线', en: 'Change the route' },
  report: { zh: '登记轨迹', en: 'Report where it is' },
  tracking: { zh: '轨迹', en: 'Tracking' },
  consignee: { zh: '收货人', en: 'Consignee' },
  leaveBy: { zh: '最迟发出', en: 'to leave' },
  arriveBy: { zh: '承诺送达', en: 'to arrive' },
  promised: { zh: '承诺送达', en: 'Promised' },
  fromCases: { zh: '（依据 {n} 次历史）', en: '(from {n} past cases)' },
  attempts: { zh: '派送失败次数', en: 'Failed attempts' },
  mode: { zh: '运输方式', en: 'Mode' },
  properties: { zh: '基本信息', en: 'Properties' },
} satisfies Text

const REFRESH_MS = 30_000

export function ShipmentPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const shipment = useOperation(shipmentsApi.getShipment, { params: { id } }, { refreshMs: REFRESH_MS })
  return <Loaded read={shipment}>{(found) => <ShipmentDetail key={found.id} shipment={found} />}</Loaded>
}

function ShipmentDetail({ shipment }: { shipment: Shipment }) {
  const t = useText(text)
  const s = useText(shipmentText)
  const { open, close, actions } = useShipmentActs(shipment)
  const canLinks = useCan('tracking_link.manage')
  const print = usePrint('shipment', shipment.id)
  const canSeePrints = useCan('print.read')
  const properties = useProperties(shipment)
  // Where it is still worked on, the bench comes first.
  const isInside = shipment.state === 'planned' || shipment.state === 'picking' || shipment.state === 'packed'
  const isOut = isOnRoad(shipment.state)
  return (
    <>
      <RecordPage
        record={{ type: 'shipment', id: shipment.id }}
        clocks={useClocks(shipment)}
        back={{ to: paths.shipments, text: s.shipments }}
        title={shipment.number}
        state={<ShipmentStateTag shipment={shipment} />}
        deadline={useDeadline(shipment)}
        actions={[...actions, ...print.actions]}
        {...(isInside ? {} : { properties })}
        side={
          <>
            <Section title={t.tracking}>
              <TrackingTimeline shipment={shipment} />
            </Section>
            {canLinks && <TrackingLinks orderId={shipment.order.id} />}
            {canSeePrints && <PrintsSection subjectId={shipment.id} />}
          </>
        }
      >
        <Bench shipment={shipment} />
        <ExceptionsSection shipment={shipment} />
        {isInside && (
          <Section title={t.properties}>
            <Properties rows={properties} />
          </Section>
        )}
        {isOut && <ProofsSection shipment={shipment} />}
        {isOut && shipment.receiptNeeded && <ReceiptSection shipment={shipment} />}
      </RecordPage>
      {print.dialog}
      {open === 'deliver' && <DeliveryForm shipment={shipment} onClose={close} />}
      {open === 'exception' && <ExceptionForm shipmentId={shipment.id} onClose={close} />}
      {open === 'report' && <ReportForm shipmentId={shipment.id} onClose={close} />}
      {open === 'reroute' && <RouteForm shipmentId={shipment.id} onClose={close} />}
    </>
  )
}

function useClocks(shipment: Shipment): Clock[] {
  const t = useText(text)
  if (shipment.state === 'cancelled') return []
  const { shipBy, handedOverAt, deliveredAt, promise } = shipment
  return [
    ...(shipBy ? [{ key: 'ship', text: t.leaveBy, due: shipBy, doneAt: handedOverAt }] : []),
    ...(promise.deliverBy
      ? [{ key: 'deliver', text: t.arriveBy, due: promise.deliverBy, doneAt: deliveredAt }]
      : []),
  ]
}

function useDeadline(shipment: Shipment) {
  const t = useText(text)
  if (shipment.state === 'cancelled' || shipment.deliveredAt) return null
  if (shipment.handedOverAt)
    return shipment.promise.deliverBy ? { due: shipment.promise.deliverBy, text: t.arriveBy } : null
  return shipment.shipBy ? { due: shipment.shipBy, text: t.leaveBy } : null
}

function useShipmentActs({ state }: Shipment) {
  const t = useText(text)
  const [canDeliver, canReport, canExceptions] = [
    useCan('shipment.deliver'),
    useCan('tracking.write'),
    useCan('exception.manage'),
  ]
  const { act, ...acts } = useActs({
    words: { ...t, deliver: state === 'delivered' ? t.correct : t.deliver },
    refusals,
    whyNot: (key: 'deliver' | 'report' | 'exception' | 'reroute') =>
      key === 'exception' ? null : whyNot(state, key),
  })
  const actions = [
    ...(canDeliver ? [act('deliver', { isPrimary: state === 'handed_over' })] : []),
    ...(canReport ? [act('report')] : []),
    ...(canExceptions ? [act('exception'), act('reroute')] : []),
  ]
  return { ...acts, actions }
}

function useProperties(shipment: Shipment): Property[] {
  const t = useText(text)
  const s = useText(shipmentText)
  const say = useSay()
  const { consignee, promise } = shipment
  const expected = promise.expectedAt ?? shipment.expectedAt
  return [
    {
      label: s.order,
      value: <OrderLink order={shipment.order} />,
    },
    { label: s.customer, value: shipment.customer.name },
    { label: s.warehouse, value: `${shipment.warehouse.code} ${shipment.warehouse.name}` },
    { label: s.carrier, value: shipment.carrier?.name ?? '–' },
    { label: s.waybill, value: shipment.waybill ?? '–' },
    {
      label: t.mode,
      value:
        [shipment.mode, shipment.service && say(serviceOf(shipment.service))].filter(Boolean).join(' · ') ||
        '–',
    },
    { label: s.handedOver, value: <Time at={shipment.handedOverAt} /> },
    { label: t.promised, value: <Time at={promise.deliverBy} /> },
    {
      label: shipment.deliveredAt ? s.delivered : s.expected,
      value: shipment.deliveredAt ? (
        <Time at={shipment.deliveredAt} />
      ) : (
        <>
          <Time at={expected} />{' '}
          {promise.expectedAt && promise.cases ? fill(t.fromCases, { n: formatNumber(promise.cases) }) : ''}
        </>
      ),
    },
    ...(shipment.failedAttempts > 0 ? [{ label: t.attempts, value: shipment.failedAttempts }] : []),
    {
      label: t.consignee,
      value:
        `${consignee.name} ${consignee.phone} ${placeText(shipment.destination)} ${consignee.street}`.trim() ||
        '–',
      isWide: true,
    },
  ]
}
