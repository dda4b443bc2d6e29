import { Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { warehouseList } from '#modules/inventory/inventory-list.ts'
import { type WarehouseKind, warehouseKinds } from '#modules/inventory/warehouse.ts'
import { usePlaceName } from '#web/features/inventory/places.tsx'
import { archivedFilter, stockColumns } from '#web/features/inventory/stock-text.tsx'
import { WarehouseForm } from '#web/features/inventory/warehouse-form.tsx'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { useGo } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter, RowOf } from '#web/ui/list-types.ts'
import { Figure } from '#web/ui/values.tsx'

type Row = RowOf<typeof inventoryApi.listWarehouses>

const text = {
  title: { zh: '仓库', en: 'Warehouses' },
  add: { zh: '新增仓库', en: 'Add a warehouse' },
  code: { zh: '代码', en: 'Code' },
  name: { zh: '名称', en: 'Name' },
  kind: { zh: '类型', en: 'Kind' },
  place: { zh: '所在地', en: 'Place' },
  cutoff: { zh: '截单时间', en: 'Cut-off' },
  lanes: { zh: '线路', en: 'Lanes' },
  products: { zh: '在库商品', en: 'Products' },
  none: { zh: '还没有仓库', en: 'No warehouses yet' },
  noneHelp: {
    zh: '添加仓库和发货线路后，订单才能分配库存。',
    en: 'Orders can be allocated once there is a warehouse with lanes.',
  },
  noneHelpOthers: {
    zh: '仓库建档后会出现在这里。',
    en: 'Warehouses appear here once they are added.',
  },
} satisfies Text

const filters: readonly Filter[] = [
  { kind: 'search', name: 'search', label: { zh: '代码、名称、城市', en: 'Code, name, city' } },
  archivedFilter,
  ...fieldFilters(warehouseList, { first: ['kind', 'city'] }),
]

const columns: readonly Column<Row>[] = [
  { key: 'code', title: text.code, render: (row) => row.code, sort: 'code' },
  { key: 'name', title: text.name, render: (row) => row.name, sort: 'name' },
  {
    key: 'kind',
    title: text.kind,
    render: (row) => <KindName kind={row.kind} />,
    sort: 'kind',
    isWhole: true,
  },
  { key: 'place', title: text.place, render: (row) => <Place of={row} /> },
  { key: 'cutoff', title: text.cutoff, render: (row) => row.cutoff, isOffPhone: true },
  {
    key: 'lanes',
    title: text.lanes,
    render: (row) => <Figure value={row.lanes} />,
    align: 'end',
    isOffPhone: true,
  },
  {
    key: 'products',
    title: text.products,
    render: (row) => <Figure value={row.products} />,
    sort: 'products',
    align: 'end',
    isOffPhone: true,
  },
  ...stockColumns,
]

export function WarehousesPage() {
  const t = useText(text)
  const go = useGo()
  const canManage = useCan('inventory.manage')
  const [isAdding, setAdding] = useState(false)
  const add = canManage && (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t.add}
    </Button>
  )
  return (
    <>
      <ListPage
        title={t.title}
        name="warehouses"
        operation={inventoryApi.listWarehouses}
        columns={columns}
        filters={filters}
        defaultSort={warehouseList.defaultSort}
        rowKey={(row) => row.id}
        open={(row) => paths.warehouse(row.id)}
        recordType="warehouse"
        actions={add}
        empty={{
          title: t.none,
          help: t.noneHelp,
          doer: { permission: 'inventory.manage', otherwise: t.noneHelpOthers },
          action: add,
        }}
      />
      {isAdding && (
        <WarehouseForm
          warehouse={null}
          onClose={() => setAdding(false)}
          onDone={(made) => go(paths.warehouse(made.id))}
        />
      )}
    </>
  )
}

export function KindName({ kind }: { kind: WarehouseKind }) {
  return <>{useSay()(warehouseKinds[kind])}</>
}

export function Place({
  of: { country, province, city },
}: {
  of: Pick<Row, 'country' | 'province' | 'city'>
}) {
  const nameOf = usePlaceName()
  const region =
    country === 'CN' && province
      ? nameOf(`CN-${province.slice(0, 2)}`)
      : [nameOf(country), province].filter(Boolean).join(' ')
  return <>{[region, city].filter(Boolean).join(' ')}</>
}
