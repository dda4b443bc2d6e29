import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMemo } from 'react'
import type { Text } from '#platform/text.ts'
import { handoversApi } from '#modules/handovers/api.ts'
import { type HandoverAction, whyNotHandover } from '#modules/handovers/handover.ts'
import { refusals } from '#modules/handovers/refusals.ts'
import { OrderLink } from '#web/features/orders/order-link.tsx'
import { RecordPage } from '#web/features/activity/record-page.tsx'
import { AddToHandoverForm, ChangeHandoverForm } from '#web/features/handovers/handover-forms.tsx'
import { Destination, Weight, Window } from '#web/features/handovers/handover-parts.tsx'
import {
  type Handover,
  type HandoverItem,
  handoverStateTags,
  handoverText,
  requestStateTags,
} from '#web/features/handovers/handover-text.ts'
import { SignHandoverForm } from '#web/features/handovers/sign-handover-form.tsx'
import { PrintsSection } from '#web/features/printing/prints-section.tsx'
import { usePrint } from '#web/features/printing/use-print.tsx'
import { shipmentStates } from '#web/features/shipments/shipment-text.tsx'
import { useOperation, useSend } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Loaded, type Property, Section, endRow } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { ask, useActs } from '#web/ui/record-acts.tsx'
import { Rows } from '#web/ui/row-cards.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Figure, Moment, Time } from '#web/ui/values.tsx'
import './handovers.css'

const text = {
  ...handoverText,
  sign: { zh: '登记交接', en: 'Record the hand-over' },
  ask: { zh: '通知承运商', en: 'Tell the carrier' },
  again: { zh: '再次通知', en: 'Tell the carrier again' },
  askHelp: {
    zh: '揽收通知将发给 {who}，附交接明细。',
    en: 'The pick-up request goes to {who}, with the list attached.',
  },
  queued: { zh: '邮件已放入发件箱', en: 'The mail is in the outbox' },
  add: { zh: '加入发运单', en: 'Add shipments' },
  remove: { zh: '移出', en: 'Take off' },
  removeOne: { zh: '移出 {number}', en: 'Take off {number}' },
  change: { zh: '修改', en: 'Change' },
  cancel: { zh: '作废', en: 'Cancel' },
  cancelHelp: {
    zh: '作废后，上面的发运单可列入别的交接单。',
    en: 'Its shipments can go on another list then.',
  },
  on: { zh: '交接明细', en: 'What is on it' },
  all: { zh: '在明细列表中查看与导出', en: 'See and export in the list' },
  driver: { zh: '司机与车辆', en: 'Driver and vehicle' },
  told: { zh: '通知对象', en: 'Told to' },
  noContact: { zh: '承运商没有带邮箱的联系人', en: 'The carrier has no contact with an address' },
  ended: { zh: '结束', en: 'Ended' },
} satisfies Text

export function HandoverPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const read = useOperation(handoversApi.getHandoverList, { params: { id } })
  return <Loaded read={read}>{(found) => <HandoverDetail key={found.id} list={found} />}</Loaded>
}

function HandoverDetail({ list }: { list: Handover }) {
  const t = useText(text)
  const { open, close, actions, dialog } = useHandoverActs(list)
  const print = usePrint('handover_list', list.id)
  const canSeePrints = useCan('print.read')
  return (
    <>
      <RecordPage
        record={{ type: 'handover_list', id: list.id }}
        back={{ to: paths.handovers, text: t.lists }}
        title={list.number}
        state={<StateTag of={handoverStateTags} state={list.state} />}
        actions={[...actions, ...print.actions]}
        properties={useProperties(list)}
        side={canSeePrints && <PrintsSection subjectId={list.id} />}
      >
        <Items list={list} />
      </RecordPage>
      {open === 'sign' && <SignHandoverForm list={list} onClose={close} />}
      {open === 'change' && <ChangeHandoverForm list={list} onClose={close} />}
      {open === 'add' && <AddToHandoverForm list={list} onClose={close} />}
      {dialog}
      {print.dialog}
    </>
  )
}

const whoOf = ({ contact }: Handover): string =>
  contact ? [contact.name, contact.address].filter(Boolean).join(' ') : ''

function useHandoverActs(list: Handover) {
  const t = useText(text)
  const canWork = useCan('shipment.work')
  const facts = { ...list, hasEmail: list.contact !== null }
  const { id, request, state } = list
  const { act, ...acts } = useActs({
    words: { ...t, request: request === 'sent' ? t.again : t.ask },
    refusals,
    whyNot: (key: HandoverAction | 'add') => whyNotHandover(facts, key === 'add' ? 'change' : key),
    questions: {
      request: ask(handoversApi.requestPickup, { id, help: fill(t.askHelp, { who: whoOf(list) }) }),
      cancel: ask(handoversApi.cancelHandoverList, { id, help: t.cancelHelp, isDanger: true }),
    },
  })
  const isTold = request === 'sent' || request === 'queued'
  const isNext = state === 'open' && list.mode !== 'off' && facts.hasEmail
  const actions = [
    act('sign', { isPrimary: isTold && state === 'open' }),
    act('request', { isPrimary: !isTold && isNext }),
    act('add'),
    act('change'),
    act('cancel'),
  ]
  return { ...acts, actions: canWork ? actions : [] }
}

function useProperties(list: Handover): Property[] {
  const t = useText(text)
  return [
    {
      label: t.carrier,
      value: <PageLink to={paths.customer(list.carrier.id)}>{list.carrier.name}</PageLink>,
    },
    {
      label: t.warehouse,
      value: <PageLink to={paths.warehouse(list.warehouse.id)}>{list.warehouse.name}</PageLink>,
    },
    { label: t.pickUp, value: <Window from={list.pickUpFrom} to={list.pickUpTo} /> },
    { label: t.shipments, value: <Figure value={list.shipments} /> },
    { label: t.parcels, value: <Figure value={list.parcels} /> },
    { label: t.weight, value: <Weight grams={list.weightG} /> },
    {
      label: t.request,
      value: (
        <>
          <StateTag of={requestStateTags} state={list.request} />{' '}
          {list.requestedAt && <Time at={list.requestedAt} />}
        </>
      ),
    },
    { label: t.told, value: whoOf(list) || t.noContact },
    {
      label: t.made,
      value: <Moment at={list.madeAt} words={[list.madeBy ?? t.itself]} />,
    },
    ...(list.signedAt
      ? [
          { label: t.signed, value: <Time at={list.signedAt} /> },
          { label: t.driver, value: [list.driverName, list.vehiclePlate].filter(Boolean).join(' · ') },
        ]
      : []),
    ...(list.note ? [{ label: t.note, value: list.note, isWide: true }] : []),
    ...endRow(t.ended, list.endedAt, list.endedBy, list.endReason),
  ]
}

const itemColumns: readonly Column<HandoverItem>[] = [
  {
    key: 'waybill',
    title: text.waybill,
    render: (i) => <PageLink to={paths.shipment(i.shipmentId)}>{i.waybill ?? i.shipmentNumber}</PageLink>,
  },
  {
    key: 'state',
    title: text.work,
    render: (i) => <StateTag of={shipmentStates} state={i.shipmentState} />,
  },
  {
    key: 'order',
    title: text.order,
    render: (i) => <OrderLink order={i.order} />,
  },
  { key: 'destination', title: text.destination, render: (i) => <Destination item={i} /> },
  { key: 'parcels', title: text.parcels, align: 'end', render: (i) => <Figure value={i.parcels} /> },
  { key: 'units', title: text.units, align: 'end', render: (i) => <Figure value={i.units} /> },
  { key: 'weight', title: text.weight, align: 'end', render: (i) => <Weight grams={i.weightG} /> },
]
const loadedColumns: readonly Column<HandoverItem>[] = [
  ...itemColumns.filter(({ key }) => key !== 'order'),
  { key: 'loaded', title: text.loaded, align: 'end', render: (i) => <Figure value={i.loaded} /> },
  { key: 'reason', title: text.reason, render: (i) => i.reason || '–' },
]

function Items({ list }: { list: Handover }) {
  const t = useText(text)
  const canWork = useCan('shipment.work')
  const mayRemove = canWork && list.state === 'open' && list.items.length > 1
  const columns = useMemo((): readonly Column<HandoverItem>[] => {
    if (list.state === 'handed_over') return loadedColumns
    if (!mayRemove) return itemColumns
    const remove = (i: HandoverItem) => <RemoveButton listId={list.id} item={i} />
    return [...itemColumns, { key: 'remove', title: text.remove, render: remove }]
  }, [list.id, list.state, mayRemove])
  const table = { label: t.on, rows: list.items, columns, rowKey: (item: HandoverItem) => item.id }
  return (
    <Section title={t.on} extra={<PageLink to={paths.handoverItemsOf(list.id)}>{t.all}</PageLink>}>
      <Rows {...table} />
    </Section>
  )
}

function RemoveButton({ listId, item }: { listId: string; item: HandoverItem }) {
  const t = useText(text)
  const send = useSend(handoversApi.removeFromHandoverList)
  return (
    <Button
      size="small"
      loading={send.isPending}
      aria-label={fill(t.removeOne, { number: item.waybill ?? item.shipmentNumber })}
      onClick={() => send.mutate({ params: { id: listId }, body: { shipmentIds: [item.shipmentId] } })}
    >
      {t.remove}
    </Button>
  )
}
