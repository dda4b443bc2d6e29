import { findUsers } from '#web/features/shipments/lookups.tsx'
import { refusals } from '#modules/shipments/refusals.ts'
import { EditableCell } from '#web/ui/editable-cell.tsx'
import { exceptionBulk } from '#modules/shipments/bulk.ts'
import { exceptionKindNames } from '#modules/shipments/exception-names.ts'
import { Button } from 'antd'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { exceptionStates, whyNotWork } from '#modules/shipments/exception.ts'
import type { Text } from '#platform/text.ts'
import { exceptionList } from '#modules/shipments/shipment-list.ts'
import { useLookups } from '#web/features/lookups.ts'
import { ShipmentTabs } from '#web/features/shipments/shipment-tabs.tsx'
import {
  Liable,
  type ListedException,
  exceptionStateTable,
  shipmentText,
  trackingStates,
  useReason,
} from '#web/features/shipments/shipment-text.tsx'
import { useSay, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { StateTag } from '#web/ui/status-tag.tsx'
import { RelativeTime } from '#web/ui/values.tsx'

const text = {
  title: { zh: '运输异常', en: 'Exceptions' },
  kind: { zh: '异常', en: 'Exception' },
  opened: { zh: '发现于', en: 'Opened' },
  mine: { zh: '只看我的', en: 'Only mine' },
  empty: { zh: '没有待处理的异常', en: 'Nothing to work on' },
  emptyHelp: {
    zh: '轨迹停滞、派送失败、破损等会自动出现在这里。',
    en: 'Silence, failed attempts, damage and the like appear here by themselves.',
  },
} satisfies Text

const REFRESH_MS = 30_000

const stateFilter: Filter = {
  kind: 'choice',
  name: 'state',
  label: shipmentText.state,
  choices: exceptionStates.map((value) => ({ value, text: exceptionStateTable[value].text })),
}

function useFilters(): readonly Filter[] {
  const { carrier, customer, user } = useLookups()
  return [
    stateFilter,
    ...fieldFilters(exceptionList, {
      first: ['kind', 'carrierId', 'ownerId'],
      lookups: { carrierId: carrier, customerId: customer, ownerId: user },
    }),
  ]
}

const columns: readonly Column<ListedException>[] = [
  { key: 'kind', title: text.kind, render: (x) => <Kind exception={x} />, sort: 'kind' },
  {
    key: 'shipment',
    title: shipmentText.waybill,
    render: (x) => x.shipment.waybill ?? x.shipment.number,
    isWhole: true,
  },
  {
    key: 'state',
    title: shipmentText.state,
    render: (x) => <StateTag of={exceptionStateTable} state={x.state} />,
    sort: 'state',
  },
  { key: 'owner', title: shipmentText.owner, render: (x) => <OwnerCell exception={x} /> },
  { key: 'opened', title: text.opened, render: (x) => <RelativeTime at={x.openedAt} />, sort: 'opened' },
  { key: 'liable', title: shipmentText.liable, render: (x) => <Liable party={x.liable} />, isOffPhone: true },
  {
    key: 'status',
    title: shipmentText.status,
    render: (x) => <StateTag of={trackingStates} state={x.shipment.status} />,
    isOffPhone: true,
  },
  {
    key: 'lastEvent',
    title: shipmentText.lastEvent,
    render: (x) => <RelativeTime at={x.shipment.lastEventAt} />,
    sort: 'lastEvent',
    isOffPhone: true,
  },
  {
    key: 'customer',
    title: shipmentText.customer,
    render: (x) => x.customer.name,
    isOffPhone: true,
    isLine: true,
  },
  {
    key: 'carrier',
    title: shipmentText.carrier,
    render: (x) => x.carrier?.name ?? '–',
    isOffPhone: true,
    isLine: true,
  },
]

function Kind({ exception }: { exception: ListedException }) {
  const say = useSay()
  const reason = useReason()(exception.reason)
  const name = say(exceptionKindNames[exception.kind])
  return (
    <span>
      {name}
      {reason && reason !== name && <span className="n-shp-sub">{reason}</span>}
    </span>
  )
}

function Owner({ exception }: { exception: ListedException }) {
  const s = useText(shipmentText)
  return <span className={exception.owner ? '' : 'n-quiet'}>{exception.owner?.name ?? s.nobody}</span>
}

/** What needs a person, the longest open first. */
export function ExceptionsPage() {
  const t = useText(text)
  const { values, change } = useUrlState()
  const isMine = one(values['mine']) === 'true'
  const hasOwn = useCan('exception.manage')
  const mine = hasOwn && (
    <Button
      type={isMine ? 'primary' : 'default'}
      aria-pressed={isMine}
      onClick={() => change({ mine: isMine ? undefined : 'true', cursor: undefined })}
    >
      {t.mine}
    </Button>
  )
  return (
    <ListPage
      title={t.title}
      name="exceptions"
      operation={shipmentsApi.listExceptions}
      columns={columns}
      filters={useFilters()}
      query={(v) => ({ mine: one(v['mine']) })}
      defaultSort={exceptionList.defaultSort}
      rowKey={(row) => row.id}
      open={(row) => paths.shipment(row.shipment.id)}
      above={<ShipmentTabs />}
      actions={mine}
      bulkSpecs={exceptionBulk}
      refreshMs={REFRESH_MS}
      empty={{ title: t.empty, help: t.emptyHelp }}
    />
  )
}

function OwnerCell({ exception }: { exception: ListedException }) {
  const s = useText(shipmentText)
  const r = useText(refusals)
  const code = whyNotWork(exception.state)
  return (
    <EditableCell
      label={s.owner}
      value={exception.owner?.id ?? null}
      how={{ kind: 'lookup', find: findUsers }}
      operation={shipmentsApi.assignException}
      permission="exception.manage"
      whyNot={code && r[code]}
      toInput={(ownerId) => ({ params: { id: exception.id }, body: { ownerId } })}
    >
      <Owner exception={exception} />
    </EditableCell>
  )
}
