import type { z } from 'zod'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { decodeCursor, toPage } from '#platform/paging.ts'
import type { LaneRow, ReceiptRow, ReceiptView, WarehouseRow, WarehouseView } from './api.ts'
import { warehouseMatches } from './search.ts'

type Paged = { limit: number; cursor?: string | undefined }

const warehouseColumns = sql`
  w.id, w.code, w.name, w.kind, w.supplier_id as "supplierId", pa.name as "supplierName", w.country, w.province, w.city, w.street, w.latitude, w.longitude,
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

type WarehouseFilter = Paged & {
  search?: string | undefined
  kind?: string | undefined
  archived?: boolean | undefined
}

export async function listWarehouses(
  ctx: Ctx,
  { limit, cursor, search, kind, archived = false }: WarehouseFilter,
) {
  const [afterCode] = cursor ? decodeCursor(cursor, 1) : [null]
  const rows = await ctx.db.all(sql<z.infer<typeof WarehouseRow>>`
    select ${warehouseColumns} from ${warehouseSource}
    where w.tenant_id = ${ctx.tenant.id} and ${inScope(ctx, 'warehouse', 'w.id')} and (w.archived_at is not null) = ${archived}
      and (${afterCode}::text is null or w.code > ${afterCode}) and (${kind ?? null}::text is null or w.kind = ${kind ?? null}) and ${warehouseMatches(search)}
    order by w.code limit ${limit + 1}`)
  return toPage(rows, limit, (row) => [row.code])
}

export async function getWarehouse(ctx: Ctx, id: string): Promise<z.infer<typeof WarehouseView>> {
  const warehouse = await ctx.db.maybe(sql<z.infer<typeof WarehouseRow>>`
    select ${warehouseColumns} from ${warehouseSource} where w.tenant_id = ${ctx.tenant.id} and w.id = ${id} and ${inScope(ctx, 'warehouse', 'w.id')}`)
  if (!warehouse) throw new NotFound('warehouse')
  const laneRows = await ctx.db.all(sql<z.infer<typeof LaneRow>>`
    select l.destination, l.transit_hours as "transitHours", l.fixed_cost_minor as "fixedCostMinor", l.unit_cost_minor as "unitCostMinor",
      l.carrier_id as "carrierId", pa.name as "carrierName", l.mode
    from ship_lane l left join party pa on pa.tenant_id = l.tenant_id and pa.id = l.carrier_id
    where l.tenant_id = ${ctx.tenant.id} and l.warehouse_id = ${id} order by length(l.destination) desc, l.destination`)
  return { ...warehouse, laneRows }
}

const receiptColumns = sql`
  r.id, r.number, r.warehouse_id as "warehouseId", w.code as "warehouseCode", r.supplier_id as "supplierId", pa.name as "supplierName",
  r.received_at as "receivedAt", u.name as "receivedBy", r.note, t.lines, t.accepted, t.refused`

const receiptSource = sql`
  goods_receipt r
  join warehouse w on w.tenant_id = r.tenant_id and w.id = r.warehouse_id
  left join party pa on pa.tenant_id = r.tenant_id and pa.id = r.supplier_id
  left join app_user u on u.tenant_id = r.tenant_id and u.id = r.received_by
  join lateral (
    select count(*)::int as lines, coalesce(sum(l.accepted), 0)::bigint as accepted, coalesce(sum(l.refused), 0)::bigint as refused
    from goods_receipt_line l where l.tenant_id = r.tenant_id and l.receipt_id = r.id
  ) t on true`

type ReceiptFilter = Paged & { warehouseId?: string | undefined; refused?: boolean | undefined }

/** Newest first; ids ascend with time. */
export async function listReceipts(ctx: Ctx, { limit, cursor, warehouseId, refused }: ReceiptFilter) {
  const [beforeId] = cursor ? decodeCursor(cursor, 1) : [null]
  const rows = await ctx.db.all(sql<z.infer<typeof ReceiptRow>>`
    select ${receiptColumns} from ${receiptSource}
    where r.tenant_id = ${ctx.tenant.id} and ${inScope(ctx, 'warehouse', 'r.warehouse_id')} and (${beforeId}::uuid is null or r.id < ${beforeId}::uuid)
      and (${warehouseId ?? null}::uuid is null or r.warehouse_id = ${warehouseId ?? null}::uuid)
      and (${refused ?? null}::boolean is null or (t.refused > 0) = ${refused ?? null})
    order by r.id desc limit ${limit + 1}`)
  return toPage(rows, limit, (row) => [row.id])
}

export async function getReceipt(ctx: Ctx, id: string): Promise<z.infer<typeof ReceiptView>> {
  const receipt = await ctx.db.maybe(sql<z.infer<typeof ReceiptRow>>`
    select ${receiptColumns} from ${receiptSource} where r.tenant_id = ${ctx.tenant.id} and r.id = ${id} and ${inScope(ctx, 'warehouse', 'r.warehouse_id')}`)
  if (!receipt) throw new NotFound('receipt')
  const lineRows = await ctx.db.all(sql<z.infer<typeof ReceiptView>['lineRows'][number]>`
    select l.id, l.product_id as "productId", p.sku, p.name, l.expected, l.accepted, l.refused, l.refusal_reason as "refusalReason"
    from goods_receipt_line l join product p on p.tenant_id = l.tenant_id and p.id = l.product_id
    where l.tenant_id = ${ctx.tenant.id} and l.receipt_id = ${id} order by l.id`)
  return { ...receipt, lineRows }
}
