import { Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { handoversApi } from '#modules/handovers/api.ts'
import { handoverList } from '#modules/handovers/handover-list.ts'
import { HandoverTabs, Weight, Window } from '#web/features/handovers/handover-parts.tsx'
import {
  type HandoverRow,
  handoverStateTags,
  handoverText,
  requestStateTags,
} from '#web/features/handovers/handover-text.ts'
import { MakeHandoverForm } from '#web/features/handovers/make-handover-form.tsx'
import { PickupRulesDrawer } from '#web/features/handovers/pickup-rules-drawer.tsx'
import { useLookups } from '#web/features/lookups.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Figure, Time } from '#web/ui/values.tsx'

const text = {
  ...handoverText,
  search: { zh: '交接单号、发运单号、运单号', en: 'List, shipment or waybill number' },
  make: { zh: '新建交接单', en: 'New hand-over list' },
  rules: { zh: '揽收通知规则', en: 'Pick-up rules' },
  none: { zh: '没有交接单', en: 'No hand-over lists' },
  noneHelp: {
    zh: '把已包装的货按承运商列成交接单，通知对方揽收，司机签字后完成交接。',
    en: 'List what is packed for a carrier, ask it to pick up, and let the driver sign.',
  },
  noneHelpOthers: {
    zh: '仓库把已包装的货按承运商列成交接单后，会出现在这里。',
    en: 'Lists appear here once the warehouse lists what is packed for a carrier.',
  },
} satisfies Text

const REFRESH_MS = 30_000

const columns: readonly Column<HandoverRow>[] = [
  { key: 'number', title: text.number, sort: 'number', render: (h) => h.number },
  {
    key: 'state',
    title: text.state,
    sort: 'state',
    render: (h) => <StateTag of={handoverStateTags} state={h.state} />,
  },
  {
    key: 'request',
    title: text.request,
    render: (h) => <StateTag of={requestStateTags} state={h.request} />,
  },
  { key: 'carrier', title: text.carrier, render: (h) => h.carrier.name, isLine: true },
  { key: 'warehouse', title: text.warehouse, render: (h) => h.warehouse.name, isLine: true },
  {
    key: 'pickUp',
    title: text.pickUp,
    sort: 'pickUp',
    render: (h) => <Window from={h.pickUpFrom} to={h.pickUpTo} />,
  },
  { key: 'shipments', title: text.shipments, align: 'end', render: (h) => <Figure value={h.shipments} /> },
  { key: 'parcels', title: text.parcels, align: 'end', render: (h) => <Figure value={h.parcels} /> },
  {
    key: 'weight',
    title: text.weightKg,
    align: 'end',
    render: (h) => <Weight grams={h.weightG} />,
    isOffPhone: true,
    isHidden: true,
  },
  {
    key: 'differences',
    title: text.differences,
    align: 'end',
    render: (h) => (h.differences === 0 ? '–' : <Figure value={h.differences} />),
  },
  { key: 'signed', title: text.signed, sort: 'signed', render: (h) => <Time at={h.signedAt} /> },
  {
    key: 'made',
    title: text.made,
    sort: 'made',
    render: (h) => <Time at={h.madeAt} />,
    isOffPhone: true,
    isHidden: true,
  },
]

/** What carriers pick up, list by list, newest first. */
export function HandoversPage() {
  const t = useText(text)
  const { carrier, warehouse } = useLookups()
  const canWork = useCan('shipment.work')
  const [open, setOpen] = useState<'make' | 'rules' | null>(null)
  const close = () => setOpen(null)
  const filters: readonly Filter[] = [
    { kind: 'search', name: 'search', label: text.search },
    ...fieldFilters(handoverList, {
      first: ['state', 'request', 'carrierId', 'warehouseId'],
      lookups: { carrierId: carrier, warehouseId: warehouse },
    }),
  ]
  return (
    <>
      <ListPage
        title={t.lists}
        name="handover-lists"
        recordType="handover_list"
        operation={handoversApi.listHandoverLists}
        columns={columns}
        filters={filters}
        defaultSort={handoverList.defaultSort}
        rowKey={(h) => h.id}
        open={(h) => paths.handover(h.id)}
        above={<HandoverTabs />}
        refreshMs={REFRESH_MS}
        actions={
          <>
            <Button onClick={() => setOpen('rules')}>{t.rules}</Button>
            {canWork && (
              <Button type="primary" onClick={() => setOpen('make')}>
                {t.make}
              </Button>
            )}
          </>
        }
        empty={{
          title: t.none,
          help: t.noneHelp,
          doer: { permission: 'shipment.work', otherwise: t.noneHelpOthers },
        }}
      />
      {open === 'make' && <MakeHandoverForm onClose={close} />}
      {open === 'rules' && <PickupRulesDrawer onClose={close} />}
    </>
  )
}
