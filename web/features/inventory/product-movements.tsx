import { Button, Select } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { adjustmentReasons, movementKinds } from '#modules/inventory/movement.ts'
import { type Product, stockText } from '#web/features/inventory/stock-text.tsx'
import { useOperation } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import type { Column, RowOf } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'
import { Time } from '#web/ui/values.tsx'

type Movement = RowOf<typeof inventoryApi.listMovements>

const text = {
  title: { zh: '库存流水', en: 'Movements' },
  none: { zh: '没有流水记录', en: 'No movements' },
  at: { zh: '时间', en: 'Time' },
  kind: { zh: '类型', en: 'Kind' },
  quantity: { zh: '数量', en: 'Quantity' },
  why: { zh: '依据', en: 'Because of' },
  by: { zh: '经办人', en: 'By' },
  allWarehouses: { zh: '全部仓库', en: 'All warehouses' },
  allKinds: { zh: '全部类型', en: 'All kinds' },
  shipment: { zh: '查看发运', en: 'Shipment' },
  older: { zh: '更早', en: 'Older' },
  newest: { zh: '最新', en: 'Newest' },
} satisfies Text

const PAGE_ROWS = 20

const columns: readonly Column<Movement>[] = [
  { key: 'at', title: text.at, render: (row) => <Time at={row.at} /> },
  { key: 'kind', title: text.kind, render: (row) => <Kind kind={row.kind} /> },
  { key: 'warehouse', title: stockText.warehouse, render: (row) => row.warehouseCode },
  {
    key: 'quantity',
    title: text.quantity,
    render: (row) => <Change quantity={row.quantity} />,
    align: 'end',
  },
  { key: 'why', title: text.why, render: (row) => <Because movement={row} /> },
  { key: 'by', title: text.by, render: (row) => row.movedBy ?? '–', isOffPhone: true },
]

/** What came and went of a product, the newest first. */
export function ProductMovements({ product }: { product: Product }) {
  const t = useText(text)
  const say = useSay()
  const [filter, setFilter] = useState<{
    warehouseId?: string
    kind?: keyof typeof movementKinds
    cursor?: string
  }>({})
  const read = useOperation(
    inventoryApi.listMovements,
    { params: { id: product.id }, query: { limit: PAGE_ROWS, ...filter } },
    { keepsPrevious: true },
  )
  const warehouses = product.stock.map((row) => ({ value: row.warehouseId, label: row.warehouseCode }))
  const kinds = Object.entries(movementKinds).map(([value, name]) => ({
    value: value as keyof typeof movementKinds,
    label: say(name),
  }))
  const choose = (patch: typeof filter) => setFilter({ ...filter, ...patch, cursor: undefined })
  const extra = (
    <span className="n-page-actions">
      <Select
        allowClear
        placeholder={t.allWarehouses}
        aria-label={t.allWarehouses}
        options={warehouses}
        onChange={(warehouseId) => choose({ warehouseId })}
        style={{ width: 150 }}
      />
      <Select
        allowClear
        placeholder={t.allKinds}
        aria-label={t.allKinds}
        options={kinds}
        onChange={(kind) => choose({ kind })}
        style={{ width: 130 }}
      />
    </span>
  )
  return (
    <Section title={t.title} extra={extra}>
      <Loaded read={read}>
        {({ rows, next }) => {
          if (rows.length === 0) return <p className="n-quiet">{t.none}</p>
          const table = { label: t.title, rows, columns, rowKey: (row: Movement) => row.id }
          return (
            <>
              <Rows {...table} isDense />
              <div className="n-page-actions" style={{ marginTop: 10 }}>
                {filter.cursor && (
                  <Button size="small" onClick={() => choose({})}>
                    {t.newest}
                  </Button>
                )}
                {next && (
                  <Button size="small" onClick={() => setFilter({ ...filter, cursor: next })}>
                    {t.older}
                  </Button>
                )}
              </div>
            </>
          )
        }}
      </Loaded>
    </Section>
  )
}

function Kind({ kind }: { kind: Movement['kind'] }) {
  return <>{useSay()(movementKinds[kind])}</>
}

function Change({ quantity }: { quantity: number }) {
  return (
    <span className="n-figure">{quantity > 0 ? `+${formatNumber(quantity)}` : formatNumber(quantity)}</span>
  )
}

function Because({ movement }: { movement: Movement }) {
  const t = useText(text)
  const say = useSay()
  const { refType, refId, refNumber, reason } = movement
  if (refType === 'goods_receipt' && refId)
    return <PageLink to={paths.receipt(refId)}>{refNumber ?? '–'}</PageLink>
  if (refType === 'shipment' && refId) return <PageLink to={paths.shipment(refId)}>{t.shipment}</PageLink>
  const known =
    reason && reason in adjustmentReasons ? adjustmentReasons[reason as keyof typeof adjustmentReasons] : null
  return <>{known ? say(known) : (reason ?? '–')}</>
}
