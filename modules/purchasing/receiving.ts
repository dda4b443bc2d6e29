import type {} from './events.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { type ReceiveGoods, receiveGoods } from '#modules/inventory/receipts.ts'
import { type LockedPurchase, linesOf, lockPurchase, setState, stopMail, subjectOf } from './locked.ts'
import { beyondOf, missingOf, stateAfterGoods } from './purchase.ts'

/** Books goods that arrived. With an order named they are its goods: its supplier, its warehouse, and its lines count them by product. */
export async function receiveOrdered(ctx: Ctx, goods: ReceiveGoods): Promise<string> {
  if (!goods.purchaseId) return receiveGoods(ctx, goods)
  const found = await lockPurchase(ctx, goods.purchaseId, 'receive')
  await refuseOtherWarehouse(ctx, found, goods.warehouseId)
  await stopMail(ctx, found)
  const before = await linesOf(ctx, found.id)
  const expected = new Map(before.map((line) => [line.productId, missingOf(line)]))
  const lines = goods.lines.map((line) => ({
    ...line,
    expected: line.expected ?? expected.get(line.productId) ?? 0,
  }))
  const receiptId = await receiveGoods(ctx, { ...goods, supplierId: found.supplierId, lines })
  await countGoods(ctx, found, { receiptId, lines })
  return receiptId
}

async function refuseOtherWarehouse(
  ctx: Ctx,
  { warehouseId }: LockedPurchase,
  received: string,
): Promise<void> {
  if (received === warehouseId) return
  const { code } = await ctx.db.one(
    sql<{
      code: string
    }>`select code from warehouse where tenant_id = ${ctx.tenant.id} and id = ${warehouseId}`,
  )
  throw new Refused('purchase.other_warehouse', { warehouse: code })
}

type Arrived = { receiptId: string; lines: ReceiveGoods['lines'] }

async function countGoods(ctx: Ctx, found: LockedPurchase, { receiptId, lines }: Arrived): Promise<void> {
  await ctx.db.run(sql`
    update purchase_line l set received = l.received + x.accepted
    from (select product_id, sum(accepted)::bigint as accepted
      from unnest(${lines.map((l) => l.productId)}::uuid[], ${lines.map((l) => l.accepted)}::bigint[]) g (product_id, accepted) group by product_id) x
    where l.tenant_id = ${ctx.tenant.id} and l.purchase_id = ${found.id} and l.product_id = x.product_id`)
  const after = await linesOf(ctx, found.id)
  const state = stateAfterGoods(after)
  await setState(ctx, { id: found.id, state })
  const products = new Set(after.map((line) => line.productId))
  const accepted = (of: (productId: string) => boolean) =>
    lines.reduce((sum, line) => sum + (of(line.productId) ? line.accepted : 0), 0)
  const { number } = await ctx.db.one(
    sql<{
      number: string
    }>`select number from goods_receipt where tenant_id = ${ctx.tenant.id} and id = ${receiptId}`,
  )
  emit(ctx, 'purchase.goods_came', subjectOf(found), {
    number,
    accepted: accepted(() => true),
    beyond: after.reduce((sum, line) => sum + beyondOf(line), 0) + accepted((id) => !products.has(id)),
    missing: after.reduce((sum, line) => sum + missingOf(line), 0),
  })
  if (state === 'received') emit(ctx, 'purchase.completed', subjectOf(found), { number: found.number })
}
