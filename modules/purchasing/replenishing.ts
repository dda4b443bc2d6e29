import type {} from './events.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { recordChange } from '#platform/versions.ts'
import { LINES_MAX } from './api.ts'
import { type LockedPurchase, lockPurchase } from './locked.ts'
import { purchaseScope } from './on-order.ts'
import { draftPurchase, editedPurchase, writeFields } from './purchases.ts'

export type Need = {
  supplierId: string
  warehouseId: string
  /** On whose behalf; null: our own order. */ customerId: string | null
  productId: string
  quantity: number
  /** 'YYYY-MM-DD' */ wantedOn: string
  /** The line of a customer's order that misses it, and how much of it. */ orderLineId: string
  needed: number
}
export type Drafted = { id: string; number: string }

/** Orders what a customer's line misses: on the open draft to that supplier, warehouse and customer, or on a new one. */
export async function addToDraft(ctx: Ctx, need: Need): Promise<Drafted> {
  const draft = await findDraft(ctx, need)
  const id = draft ? await addLine(ctx, draft, need) : await draftNew(ctx, need)
  await ctx.db.run(sql`
    insert into purchase_need as d (tenant_id, line_id, order_line_id, quantity)
    select ${ctx.tenant.id}, l.id, ${need.orderLineId}, ${need.needed} from purchase_line l
    where l.tenant_id = ${ctx.tenant.id} and l.purchase_id = ${id} and l.product_id = ${need.productId}
    on conflict (tenant_id, line_id, order_line_id) do update set quantity = d.quantity + excluded.quantity`)
  const { number } = await ctx.db.one(
    sql<{
      number: string
    }>`select number from purchase_order where tenant_id = ${ctx.tenant.id} and id = ${id}`,
  )
  return { id, number }
}

/** The newest draft that has room for the need, locked. */
async function findDraft(ctx: Ctx, need: Need): Promise<LockedPurchase | null> {
  const found = await ctx.db.maybe(sql<{ id: string }>`
    select o.id from purchase_order o
    where o.tenant_id = ${ctx.tenant.id} and o.state = 'draft' and o.supplier_id = ${need.supplierId} and o.warehouse_id = ${need.warehouseId}
      and o.customer_id is not distinct from ${need.customerId}::uuid and ${purchaseScope(ctx)}
      and (select count(*) from purchase_line l where l.tenant_id = o.tenant_id and l.purchase_id = o.id and l.product_id <> ${need.productId}) < ${LINES_MAX}
    order by o.id desc limit 1 for update of o`)
  return found ? lockPurchase(ctx, found.id, 'change') : null
}

async function addLine(ctx: Ctx, draft: LockedPurchase, need: Need): Promise<string> {
  const record = await editedPurchase(ctx, draft)
  const { productId, quantity, wantedOn } = need
  const same = record.values.lines.find((line) => line.productId === productId)
  const lines = same
    ? record.values.lines.map((line) =>
        line === same
          ? {
              productId,
              quantity: line.quantity + quantity,
              wantedOn: [line.wantedOn, wantedOn].toSorted()[0] ?? wantedOn,
            }
          : line,
      )
    : [...record.values.lines, { productId, quantity, wantedOn }]
  await writeFields(ctx, draft, { ...record.values, lines })
  recordChange(ctx, record, { lines })
  emit(ctx, 'purchase.changed', record.subject, { fields: ['lines'] })
  return draft.id
}

function draftNew(ctx: Ctx, need: Need): Promise<string> {
  const { supplierId, warehouseId, customerId, productId, quantity, wantedOn } = need
  return draftPurchase(ctx, {
    supplierId,
    warehouseId,
    customerId,
    customerRef: '',
    note: '',
    lines: [{ productId, quantity, wantedOn }],
  })
}

/** How much of a line's missing units is on orders that have not ended, drafts included. */
export async function neededOnOrder(
  ctx: Ctx,
  orderLineId: string,
): Promise<{ units: number; numbers: string[] }> {
  return ctx.db.one(sql<{ units: number; numbers: string[] }>`
    select coalesce(sum(d.quantity), 0)::bigint as units, coalesce(array_agg(o.number order by o.id), '{}') as numbers
    from purchase_need d
    join purchase_line l on l.tenant_id = d.tenant_id and l.id = d.line_id and l.received < l.quantity
    join purchase_order o on o.tenant_id = l.tenant_id and o.id = l.purchase_id and o.ended_at is null
    where d.tenant_id = ${ctx.tenant.id} and d.order_line_id = ${orderLineId}`)
}
