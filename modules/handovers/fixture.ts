import { type Yard, planned } from '#modules/shipments/fixture.ts'
import { packShipment, pickShipment } from '#modules/shipments/work.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { NewHandover } from './handovers.ts'
import { windowFrom } from './pickup-rule.ts'

/** A list of everything that waits for the carrier, to be picked up in the next two hours; what differs is given. */
export const listOf = (
  { now }: Pick<Ctx, 'now'>,
  { warehouseId, carrierId }: { warehouseId: string; carrierId: string },
  given: Partial<NewHandover> = {},
): NewHandover => ({ warehouseId, carrierId, ...windowFrom(now.getTime(), 2), note: '', ...given })

/** An order of `quantity` whose goods are packed in two parcels for the carrier of the yard; gives the shipment's id. */
export async function packed(ctx: Ctx, from: Yard, quantity = 2): Promise<string> {
  const lines = [{ productId: from.productId, quantity }]
  const { shipmentId: id } = await planned(ctx, from, { lines, notDuplicate: true })
  await ctx.db.run(
    sql`update shipment set carrier_id = ${from.carrierId} where tenant_id = ${ctx.tenant.id} and id = ${id}`,
  )
  const { lineId } = await ctx.db.one(
    sql<{
      lineId: string
    }>`select id as "lineId" from shipment_line where tenant_id = ${ctx.tenant.id} and shipment_id = ${id}`,
  )
  await pickShipment(ctx, { id, lines: [{ lineId, picked: quantity }] })
  await packShipment(ctx, { id, parcels: [{ weightG: 1_500 }, { weightG: 500 }] })
  return id
}
