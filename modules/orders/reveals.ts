import { countReveal } from '#modules/customers/reveals.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { viewOfAddress } from './address.ts'
import type { Address, AddressView } from './order-types.ts'
import { visible } from './queries.ts'

/** The consignee in full, with the reason in the audit log. */
export async function revealOrder(
  ctx: Ctx,
  { id, reason }: { id: string; reason: string },
): Promise<{ consigneeName: string; consigneePhone: string; address: AddressView }> {
  countReveal(ctx)
  const { consigneeName, consigneePhone, ...address } = await ctx.db.one(
    sql<Address & { consigneeName: string; consigneePhone: string }>`
    select o.consignee_name as "consigneeName", o.consignee_phone as "consigneePhone", o.country, o.province, o.city, o.district, o.street, o.postcode
    from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = ${id} and ${visible(ctx)}`,
    'order',
  )
  emit(ctx, 'order.revealed', { type: 'order', id }, { reason })
  return { consigneeName, consigneePhone, address: viewOfAddress(address) }
}
