import type { z } from 'zod'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import type { LaneRow, WarehouseRow, WarehouseView } from './warehouses-api.ts'
import type { ReceiptRow, ReceiptView } from './stock-api.ts'
import { goodsReceiptList, warehouseList } from './inventory-list.ts'
import { warehouseMatches } from './search.ts'
import { seenReceipt } from './seen.ts'

const warehouseColumns = sql`
  w.id, w.code, w.name, w.kind, w.supplier_id as "supplierId", pa.shown_name as "supplierName", w.country, w.province, w.city, w.street, w.latitude, w.longitude,
  w.calendar_id as "calendarId", to_char(w.cutoff, 'HH24:MI') as cutoff, w.archived_at as "archivedAt", w.version,
  (select count(*)::int from ship_lane l where l.tenant_id = w.tenant_id and l.warehouse_id = w.id) as lanes,
  t.products, t.on_hand as "onHand", t.reserved, t.on_hand - t.reserved as available`

const warehouseSource = sql`
  warehouse w
  left join party pa on pa.tenant_id = w.tenant_id and pa.id = w.supplier_id
  left join lateral (
    select count(*) filter (where s.on_hand > 0)::int as products, coalesce(sum(s.on_hand), 0)::bigint as on_hand, coalesce(sum(s.reserved), 0)::bigint as reserved
    from stock s where s.tenant_id = w.tenant_id and s.warehouse_id = w.id
  ) t on true`

type Searched = ListQuestion & { search?: string | undefined; archived?: boolean | undefined }

const totalSql = {
  onHand: sql`t.on_hand`,
  reserved: sql`t.reserved`,
  available: sql`(t.on_hand - t.reserved)`,
}
const warehouseSql: ListSql<typeof warehouseList> = {
  fields: { kind: sql`w.kind`, country: sql`w.country`, city: sql`w.city`, onHand: totalSql.onHand },
  sorts: { code: sql`w.code`, name: sql`w.name`, kind: sql`w.kind`, products: sql`t.products`, ...totalSql },
  tie: sql`w.id`,
  tieType: 'uuid',
}

export async function listWarehouses(ctx: Ctx, { search, archived = false, ...asked }: Searched) {
  const list = listQuery(ctx, { spec: warehouseList, sql: warehouseSql }, asked)
  return readList<z.infer<typeof WarehouseRow>>(ctx, list, {
    columns: warehouseColumns,
    from: warehouseSource,
    where: sql`w.tenant_id = ${ctx.tenant.id} and ${inScope(ctx, 'warehouse', 'w.id')} and (w.archived_at is not null) = ${archived} and ${warehouseMatches(search)}`,
  })
}

export async function getWarehouse(ctx: Ctx, id: string): Promise<z.infer<typeof WarehouseView>> {
  const warehouse = await ctx.db.maybe(sql<z.infer<typeof WarehouseRow>>`
    select ${warehouseColumns} from ${warehouseSource} where w.tenant_id = ${ctx.tenant.id} and w.id = ${id} and ${inScope(ctx, 'warehouse', 'w.id')}`)
  if (!warehouse) throw new NotFound('warehouse')
  const laneRows = await ctx.db.all(sql<z.infer<typeof LaneRow>>`
    select l.destination, l.transit_hours as "transitHours", l.fixed_cost_minor as "fixedCostMinor", l.unit_cost_minor as "unitCostMinor",
      l.carrier_id as "carrierId", pa.shown_name as "carrierName", l.mode
    from ship_lane l left join party pa on pa.tenant_id = l.tenant_id and pa.id = l.carrier_id
    where l.tenant_id = ${ctx.tenant.id} and l.warehouse_id = ${id} order by length(l.destination) desc, l.destination`)
  return { ...warehouse, laneRows }
}

const receiptColumns = sql`
  r.id, r.number, r.warehouse_id as "warehouseId", w.code as "warehouseCode", r.supplier_id as "supplierId", pa.shown_name as "supplierName",
  r.purchase_id as "purchaseId", po.number as "purchaseNumber", r.received_at as "receivedAt", u.name as "receivedBy", r.note, t.lines, t.accepted, t.refused`

const receiptSource = sql`
  goods_receipt r
  join warehouse w on w.tenant_id = r.tenant_id and w.id = r.warehouse_id
  left join party pa on pa.tenant_id = r.tenant_id and pa.id = r.supplier_id
  left join purchase_order po on po.tenant_id = r.tenant_id and po.id = r.purchase_id
  left join app_user u on u.tenant_id = r.tenant_id and u.id = r.received_by
  join lateral (
    select count(*)::int as lines, coalesce(sum(l.accepted), 0)::bigint as accepted, coalesce(sum(l.refused), 0)::bigint as refused
    from goods_receipt_line l where l.tenant_id = r.tenant_id and l.receipt_id = r.id
  ) t on true`

const receiptSql: ListSql<typeof goodsReceiptList> = {
  fields: {
    warehouseId: sql`r.warehouse_id`,
    refused: sql`(t.refused > 0)`,
    received: sql`r.received_at`,
    supplierId: sql`r.supplier_id`,
    purchaseId: sql`r.purchase_id`,
    number: sql`r.number`,
  },
  sorts: {
    added: sql`r.id`,
    received: sql`r.received_at`,
    number: sql`r.number`,
    accepted: sql`t.accepted`,
    refused: sql`t.refused`,
  },
  tie: sql`r.id`,
  tieType: 'uuid',
}

/** Newest first; ids ascend with time. */
export async function listReceipts(ctx: Ctx, asked: ListQuestion) {
  const list = listQuery(ctx, { spec: goodsReceiptList, sql: receiptSql }, asked)
  return readList<z.infer<typeof ReceiptRow>>(ctx, list, {
    columns: receiptColumns,
    from: receiptSource,
    where: sql`r.tenant_id = ${ctx.tenant.id} and ${seenReceipt(ctx)}`,
  })
}

export async function getReceipt(ctx: Ctx, id: string): Promise<z.infer<typeof ReceiptView>> {
  const receipt = await ctx.db.maybe(sql<z.infer<typeof ReceiptRow>>`
    select ${receiptColumns} from ${receiptSource} where r.tenant_id = ${ctx.tenant.id} and r.id = ${id} and ${seenReceipt(ctx)}`)
  if (!receipt) throw new NotFound('receipt')
  const lineRows = await ctx.db.all(sql<z.infer<typeof ReceiptView>['lineRows'][number]>`
    select l.id, l.product_id as "productId", p.sku, p.name, l.expected, l.accepted, l.refused, l.refusal_reason as "refusalReason"
    from goods_receipt_line l join product p on p.tenant_id = l.tenant_id and p.id = l.product_id
    where l.tenant_id = ${ctx.tenant.id} and l.receipt_id = ${id} order by l.id`)
  return { ...receipt, lineRows }
}
