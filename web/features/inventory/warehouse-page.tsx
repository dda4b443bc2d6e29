import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { refusals } from '#modules/inventory/refusals.ts'
import { whyNotArchiveWarehouse } from '#modules/inventory/warehouse.ts'
import { RecordPage } from '#web/features/activity/record-page.tsx'
import { LanesForm } from '#web/features/inventory/lanes-form.tsx'
import { LanesTable } from '#web/features/inventory/lanes-table.tsx'
import { UseState, type Warehouse, stockText } from '#web/features/inventory/stock-text.tsx'
import { WarehouseForm } from '#web/features/inventory/warehouse-form.tsx'
import { KindName, Place } from '#web/features/inventory/warehouses-page.tsx'
import { useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import type { Action } from '#web/ui/action-button.tsx'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { Figure } from '#web/ui/values.tsx'
import '#web/features/inventory/inventory.css'

const text = {
  warehouses: { zh: '仓库', en: 'Warehouses' },
  edit: { zh: '修改', en: 'Change' },
  lanes: { zh: '发货线路', en: 'Lanes' },
  editLanes: { zh: '编辑线路', en: 'Edit lanes' },
  close: { zh: '停用', en: 'Close' },
  reopen: { zh: '重新启用', en: 'Reopen' },
  closeTitle: { zh: '停用这个仓库？', en: 'Close this warehouse?' },
  closeHelp: { zh: '停用后不再收货，也不再分配订单。', en: 'It receives no more goods and no more orders.' },
  reopenTitle: { zh: '重新启用这个仓库？', en: 'Reopen this warehouse?' },
  reopenHelp: { zh: '启用后可以收货和分配订单。', en: 'It can receive goods and orders again.' },
  kind: { zh: '类型', en: 'Kind' },
  place: { zh: '所在地', en: 'Place' },
  street: { zh: '街道地址', en: 'Street' },
  cutoff: { zh: '截单时间', en: 'Cut-off' },
  supplier: { zh: '供应商', en: 'Supplier' },
  stock: { zh: '查看该仓库存', en: 'Stock of this warehouse' },
  receipts: { zh: '查看收货单', en: 'Receipts' },
  receive: { zh: '在此收货', en: 'Receive goods here' },
  links: { zh: '相关列表', en: 'Lists' },
} satisfies Text

type Open = 'edit' | 'lanes' | 'archive' | null

export function WarehousePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const warehouse = useOperation(inventoryApi.getWarehouse, { params: { id } })
  return <Loaded read={warehouse}>{(found) => <WarehouseDetail warehouse={found} />}</Loaded>
}

function WarehouseDetail({ warehouse }: { warehouse: Warehouse }) {
  const t = useText(text)
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  return (
    <>
      <RecordPage
        record={{ type: 'warehouse', id: warehouse.id }}
        copyId={warehouse.code}
        back={{ to: paths.warehouses, text: t.warehouses }}
        title={`${warehouse.code} ${warehouse.name}`}
        state={<UseState archivedAt={warehouse.archivedAt} />}
        actions={useWarehouseActions(warehouse, setOpen)}
        properties={useWarehouseProperties(warehouse)}
        side={<Related warehouse={warehouse} />}
      >
        <Section title={t.lanes}>
          <LanesTable lanes={warehouse.laneRows} />
        </Section>
      </RecordPage>
      {open === 'edit' && <WarehouseForm warehouse={warehouse} onClose={close} />}
      {open === 'lanes' && <LanesForm warehouse={warehouse} onClose={close} />}
      {open === 'archive' && <ArchiveWarehouse warehouse={warehouse} onClose={close} />}
    </>
  )
}

function useWarehouseActions(warehouse: Warehouse, setOpen: (open: Open) => void): Action[] {
  const t = useText(text)
  const r = useText(refusals)
  const canManage = useCan('inventory.manage')
  if (!canManage) return []
  const isClosed = warehouse.archivedAt !== null
  const refusal = isClosed ? null : whyNotArchiveWarehouse(warehouse)
  return [
    { key: 'lanes', label: t.editLanes, isPrimary: true, run: () => setOpen('lanes') },
    { key: 'edit', label: t.edit, run: () => setOpen('edit') },
    {
      key: 'archive',
      label: isClosed ? t.reopen : t.close,
      whyNot: refusal && fill(r[refusal], { onHand: warehouse.onHand }),
      run: () => setOpen('archive'),
    },
  ]
}

function useWarehouseProperties(warehouse: Warehouse) {
  const t = useText(text)
  const s = useText(stockText)
  return [
    { label: t.kind, value: <KindName kind={warehouse.kind} /> },
    ...(warehouse.supplierId
      ? [
          {
            label: t.supplier,
            value: <PageLink to={paths.customer(warehouse.supplierId)}>{warehouse.supplierName}</PageLink>,
          },
        ]
      : []),
    { label: t.place, value: <Place of={warehouse} /> },
    { label: t.street, value: warehouse.street || '–' },
    { label: t.cutoff, value: warehouse.cutoff },
    { label: s.onHand, value: <Figure value={warehouse.onHand} /> },
    { label: s.reserved, value: <Figure value={warehouse.reserved} /> },
    { label: s.available, value: <Figure value={warehouse.available} /> },
  ]
}

function Related({ warehouse }: { warehouse: Warehouse }) {
  const t = useText(text)
  const canReceive = useCan('stock.receive') && warehouse.archivedAt === null
  const tail = `?warehouseId=${warehouse.id}`
  return (
    <Section title={t.links}>
      <ul className="n-inv-links">
        <li>
          <PageLink to={paths.stock + tail}>{t.stock}</PageLink>
        </li>
        <li>
          <PageLink to={paths.receipts + tail}>{t.receipts}</PageLink>
        </li>
        {canReceive && (
          <li>
            <PageLink to={paths.newReceipt + tail}>{t.receive}</PageLink>
          </li>
        )}
      </ul>
    </Section>
  )
}

function ArchiveWarehouse({ warehouse, onClose }: { warehouse: Warehouse; onClose: () => void }) {
  const t = useText(text)
  const isClosed = warehouse.archivedAt !== null
  return (
    <ConfirmAction
      title={isClosed ? t.reopenTitle : t.closeTitle}
      help={isClosed ? t.reopenHelp : t.closeHelp}
      confirmText={isClosed ? t.reopen : t.close}
      isDanger={!isClosed}
      operation={inventoryApi.setWarehouseArchived}
      undoLabel={`${isClosed ? t.reopen : t.close} ${warehouse.name}`}
      toInput={() => ({
        params: { id: warehouse.id },
        body: { archived: !isClosed, version: warehouse.version },
      })}
      onClose={onClose}
    />
  )
}
