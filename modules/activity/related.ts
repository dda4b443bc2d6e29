import type { RawBuilder } from 'kysely'
import { isRule } from '#modules/record-types.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import {
  type AnyRef,
  type FoundRef,
  type Related,
  type RecordType,
  findRecords,
  mustSeeRecord,
  usesOf,
} from '#platform/records.ts'
import { RELATED_COUNT_MAX } from './api.ts'

const OF_A_TYPE_MAX = 10

type Found = { rows: FoundRef<AnyRef>[]; counts: { type: AnyRef['type']; count: number }[] }

/** The records a record has to do with, those the actor may read, at most ten of a type, newest first; of rules, how many there are. */
export async function listRelated(ctx: Ctx, ref: AnyRef): Promise<Found> {
  await mustSeeRecord(ctx, ref)
  const parts = relations[ref.type as RecordType]?.(ctx, ref.id) ?? usesOf(ctx, ref)
  if (parts.length === 0) return { rows: [], counts: [] }
  const selects = parts.map(
    ([type, ids]) =>
      sql`(select ${type}::text as type, x.id from (${ids}) x (id) where x.id is not null limit ${OF_A_TYPE_MAX})`,
  )
  const refs = await ctx.db.all(sql<AnyRef>`${sql.join(selects, sql` union all `)}`)
  const rows = await findRecords(ctx, refs)
  // Who sees a part of the company is not told how large the rest is.
  const isWhole = Object.keys(ctx.actor.scopes).length === 0
  return { rows, counts: isRule(ref.type) && isWhole ? await countParts(ctx, parts, rows) : [] }
}

async function countParts(ctx: Ctx, parts: Related[], rows: FoundRef<AnyRef>[]): Promise<Found['counts']> {
  const seen = parts.filter(([type]) => rows.some((row) => row.type === type))
  if (seen.length === 0) return []
  const counts = seen.map(
    ([type, ids]) =>
      sql`select ${type}::text as type, (select count(*)::int from (select 1 from (${ids}) x (id) where x.id is not null limit ${RELATED_COUNT_MAX}) y) as count`,
  )
  return ctx.db.all(sql<Found['counts'][number]>`${sql.join(counts, sql` union all `)}`)
}

// Which rows point at which; ids only. What they are called, and whether the actor may know, their own modules say.
const relations: { [T in RecordType]?: (ctx: Ctx, id: string) => Related[] } = {
  order: ({ tenant: { id: t } }, id) => [
    ['customer', sql`select customer_id from sales_order where tenant_id = ${t} and id = ${id}`],
    ['shipment', sql`select id from shipment where tenant_id = ${t} and order_id = ${id} order by id desc`],
    [
      'return_order',
      sql`select id from return_order where tenant_id = ${t} and order_id = ${id} order by id desc`,
    ],
    [
      'purchase_order',
      sql`select distinct l.purchase_id from order_line ol join purchase_need d on d.tenant_id = ol.tenant_id and d.order_line_id = ol.id
        join purchase_line l on l.tenant_id = d.tenant_id and l.id = d.line_id where ol.tenant_id = ${t} and ol.order_id = ${id}`,
    ],
    ['promise', promisesOf(t, sql`p.order_id = ${id}`)],
    ['product', sql`select distinct product_id from order_line where tenant_id = ${t} and order_id = ${id}`],
  ],
  shipment: ({ tenant: { id: t } }, id) => [
    ['order', sql`select order_id from shipment where tenant_id = ${t} and id = ${id}`],
    [
      'customer',
      sql`select unnest(array[customer_id, carrier_id]) from shipment where tenant_id = ${t} and id = ${id}`,
    ],
    [
      'handover_list',
      sql`select list_id from handover_item where tenant_id = ${t} and shipment_id = ${id} order by holds desc, id desc`,
    ],
    ['warehouse', sql`select warehouse_id from shipment where tenant_id = ${t} and id = ${id}`],
    [
      'promise',
      promisesOf(t, sql`p.order_id = (select order_id from shipment where tenant_id = ${t} and id = ${id})`),
    ],
    [
      'product',
      sql`select distinct product_id from shipment_line where tenant_id = ${t} and shipment_id = ${id}`,
    ],
  ],
  handover_list: ({ tenant: { id: t } }, id) => [
    ['customer', sql`select carrier_id from handover_list where tenant_id = ${t} and id = ${id}`],
    ['warehouse', sql`select warehouse_id from handover_list where tenant_id = ${t} and id = ${id}`],
    [
      'shipment',
      sql`select shipment_id from handover_item where tenant_id = ${t} and list_id = ${id} order by shipment_id`,
    ],
  ],
  return_order: ({ tenant: { id: t } }, id) => [
    ['order', sql`select order_id from return_order where tenant_id = ${t} and id = ${id}`],
    ['customer', sql`select customer_id from return_order where tenant_id = ${t} and id = ${id}`],
    ['warehouse', sql`select warehouse_id from return_order where tenant_id = ${t} and id = ${id}`],
    [
      'goods_receipt',
      sql`select receipt_id from return_arrival where tenant_id = ${t} and return_id = ${id}`,
    ],
    [
      'product',
      sql`select distinct product_id from return_line where tenant_id = ${t} and return_id = ${id}`,
    ],
  ],
  promise: ({ tenant: { id: t } }, id) => [
    ['order', sql`select order_id from promise where tenant_id = ${t} and id = ${id}`],
    [
      'shipment',
      sql`select subject_id from promise where tenant_id = ${t} and id = ${id} and subject_type = 'shipment'`,
    ],
    ['customer', sql`select customer_id from promise where tenant_id = ${t} and id = ${id}`],
    ['clause', sql`select clause_id from promise where tenant_id = ${t} and id = ${id}`],
  ],
  customer: ({ tenant: { id: t } }, id) => [
    [
      'order',
      sql`select id from sales_order where tenant_id = ${t} and customer_id = ${id} order by placed_at desc`,
    ],
    [
      'contract',
      sql`select id from contract where tenant_id = ${t} and customer_id = ${id} order by id desc`,
    ],
    [
      'purchase_order',
      sql`select id from purchase_order where tenant_id = ${t} and (supplier_id = ${id} or customer_id = ${id}) order by id desc`,
    ],
    ['promise', promisesOf(t, sql`p.customer_id = ${id} and p.watch_at is not null`)],
  ],
  contract: ({ tenant: { id: t } }, id) => [
    ['customer', sql`select customer_id from contract where tenant_id = ${t} and id = ${id}`],
    [
      'clause',
      sql`select id from clause where tenant_id = ${t} and contract_id = ${id} and published_at is not null and retired_at is null`,
    ],
  ],
  calendar: ({ tenant: { id: t } }, id) => [
    [
      'clause',
      sql`select id from clause where tenant_id = ${t} and calendar_id = ${id} and retired_at is null order by id desc`,
    ],
    [
      'warehouse',
      sql`select id from warehouse where tenant_id = ${t} and calendar_id = ${id} and archived_at is null`,
    ],
    ['customer', sql`select distinct party_id from site where tenant_id = ${t} and calendar_id = ${id}`],
  ],
  clause: ({ tenant: { id: t } }, id) => [
    ['contract', sql`select contract_id from clause where tenant_id = ${t} and id = ${id}`],
    ['calendar', sql`select calendar_id from clause where tenant_id = ${t} and id = ${id}`],
    ['promise', promisesOf(t, sql`p.clause_id = ${id} and p.watch_at is not null`)],
  ],
  product: ({ tenant: { id: t } }, id) => [
    [
      'order',
      sql`select distinct r.order_id from reservation r where r.tenant_id = ${t} and r.product_id = ${id} and r.closed_at is null`,
    ],
    [
      'goods_receipt',
      sql`select distinct receipt_id from goods_receipt_line where tenant_id = ${t} and product_id = ${id} order by 1 desc`,
    ],
    [
      'purchase_order',
      sql`select o.id from purchase_order o join purchase_line l on l.tenant_id = o.tenant_id and l.purchase_id = o.id
        where o.tenant_id = ${t} and l.product_id = ${id} and o.ended_at is null order by o.id desc`,
    ],
  ],
  warehouse: ({ tenant: { id: t } }, id) => [
    ['customer', sql`select supplier_id from warehouse where tenant_id = ${t} and id = ${id}`],
    ['calendar', sql`select calendar_id from warehouse where tenant_id = ${t} and id = ${id}`],
  ],
  purchase_order: ({ tenant: { id: t } }, id) => [
    [
      'order',
      sql`select distinct ol.order_id from purchase_line l join purchase_need d on d.tenant_id = l.tenant_id and d.line_id = l.id
        join order_line ol on ol.tenant_id = d.tenant_id and ol.id = d.order_line_id where l.tenant_id = ${t} and l.purchase_id = ${id}`,
    ],
    [
      'customer',
      sql`select unnest(array[supplier_id, customer_id]) from purchase_order where tenant_id = ${t} and id = ${id}`,
    ],
    ['warehouse', sql`select warehouse_id from purchase_order where tenant_id = ${t} and id = ${id}`],
    [
      'goods_receipt',
      sql`select id from goods_receipt where tenant_id = ${t} and purchase_id = ${id} order by id desc`,
    ],
    ['product', sql`select product_id from purchase_line where tenant_id = ${t} and purchase_id = ${id}`],
  ],
  goods_receipt: ({ tenant: { id: t } }, id) => [
    ['purchase_order', sql`select purchase_id from goods_receipt where tenant_id = ${t} and id = ${id}`],
    ['warehouse', sql`select warehouse_id from goods_receipt where tenant_id = ${t} and id = ${id}`],
    ['customer', sql`select supplier_id from goods_receipt where tenant_id = ${t} and id = ${id}`],
    [
      'product',
      sql`select distinct product_id from goods_receipt_line where tenant_id = ${t} and receipt_id = ${id}`,
    ],
  ],
}

/** First rows of chains: a promise is known by its root. The soonest due first. */
const promisesOf = (tenantId: string, which: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`select p.root_id from promise p where p.tenant_id = ${tenantId} and ${which} and p.id = p.root_id order by p.due_at`
