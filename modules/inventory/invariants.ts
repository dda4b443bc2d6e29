import type { RawBuilder } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { Bilingual } from '#platform/text.ts'

export type Invariant = {
  name: string
  describe: Bilingual
  /** Lists rows that break it, at most BROKEN_MAX; none when all is well. */ query: (
    ctx: Ctx,
  ) => RawBuilder<unknown>
}

const BROKEN_MAX = 100

/** What must hold of stock at every moment; `bin/nuoda verify` asks all of them. */
export const inventoryInvariants: Invariant[] = [
  {
    name: 'stock.on_hand_equals_movements',
    describe: { zh: '账面数等于全部库存流水之和', en: 'On hand equals the sum of all movements' },
    query: (ctx) => sql`
      select coalesce(s.product_id, m.product_id) as "productId", coalesce(s.warehouse_id, m.warehouse_id) as "warehouseId",
        s.on_hand as "onHand", m.quantity as "movements"
      from (select * from stock where tenant_id = ${ctx.tenant.id}) s
      full join (
        select product_id, warehouse_id, sum(quantity)::bigint as quantity from stock_movement
        where tenant_id = ${ctx.tenant.id} group by product_id, warehouse_id
      ) m on m.product_id = s.product_id and m.warehouse_id = s.warehouse_id
      where coalesce(s.on_hand, 0) <> coalesce(m.quantity, 0) limit ${BROKEN_MAX}`,
  },
  {
    name: 'stock.reserved_equals_reservations',
    describe: {
      zh: '预留数等于全部未结预留与中转占用之和',
      en: 'Reserved equals the sum of open reservations and goods in passage',
    },
    query: (ctx) => sql`
      select coalesce(s.product_id, r.product_id) as "productId", coalesce(s.warehouse_id, r.warehouse_id) as "warehouseId",
        s.reserved, r.quantity as "reservations"
      from (select * from stock where tenant_id = ${ctx.tenant.id}) s
      full join (
        select product_id, warehouse_id, sum(quantity)::bigint as quantity from (
          select product_id, warehouse_id, quantity from reservation where tenant_id = ${ctx.tenant.id} and closed_at is null
          union all select product_id, warehouse_id, quantity from stock_passage where tenant_id = ${ctx.tenant.id}) b
        group by product_id, warehouse_id
      ) r on r.product_id = s.product_id and r.warehouse_id = s.warehouse_id
      where coalesce(s.reserved, 0) <> coalesce(r.quantity, 0) limit ${BROKEN_MAX}`,
  },
  {
    name: 'stock.never_oversold',
    describe: {
      zh: '预留数不为负，且不超过账面数',
      en: 'Reserved is never negative and never above on hand',
    },
    query: (ctx) => sql`
      select product_id as "productId", warehouse_id as "warehouseId", on_hand as "onHand", reserved from stock
      where tenant_id = ${ctx.tenant.id} and (reserved < 0 or reserved > on_hand) limit ${BROKEN_MAX}`,
  },
  {
    name: 'receipt.accepted_equals_movements',
    describe: { zh: '收货单的实收数等于其入库流水', en: 'What a receipt accepted equals its movements' },
    query: (ctx) => sql`
      select l.receipt_id as "receiptId", l.product_id as "productId", l.accepted, m.quantity as "movements"
      from (
        select receipt_id, product_id, sum(accepted)::bigint as accepted from goods_receipt_line
        where tenant_id = ${ctx.tenant.id} group by receipt_id, product_id
      ) l
      full join (
        select ref_id, product_id, sum(quantity)::bigint as quantity from stock_movement
        where tenant_id = ${ctx.tenant.id} and kind in ('receipt', 'return') and ref_type = 'goods_receipt' group by ref_id, product_id
      ) m on m.ref_id = l.receipt_id and m.product_id = l.product_id
      where coalesce(l.accepted, 0) <> coalesce(m.quantity, 0) limit ${BROKEN_MAX}`,
  },
]
