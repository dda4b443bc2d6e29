import { type BulkAction, bulkActions } from '#platform/bulk.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { exceptionBulk, shipmentBulk } from './bulk.ts'
import { exceptionKindNames } from './exception-names.ts'
import type { ExceptionKind } from './shipment-types.ts'
import { assignException, resolveException } from './exceptions.ts'
import { handOver } from './handover.ts'
import { shipmentScope } from './queries.ts'
import { recordReceipt } from './receipts.ts'
import { shipmentsRecords } from './records.ts'
import type { LiableParty } from './tracking.ts'

export const shipmentsBulkActions: BulkAction[] = [
  ...bulkActions(
    shipmentBulk,
    async (ctx, ids) => (await Promise.all(shipmentsRecords.map((kind) => kind.find(ctx, ids)))).flat(),
    {
      handOver: (ctx, shipmentId) => handOver(ctx, { shipmentId }, { whole: true }),
      ownExceptions: (ctx, shipmentId, { ownerId = null }) => ownExceptions(ctx, shipmentId, ownerId),
      receive: (ctx, shipmentId) => recordReceipt(ctx, { shipmentId, step: 'received' }),
    },
  ),
  ...bulkActions(exceptionBulk, findExceptions, {
    assign: (ctx, id, { ownerId = null }) => assignException(ctx, { id, ownerId }),
    resolve: (ctx, id, { resolution = '', liable }) =>
      resolveException(ctx, { id, resolution, liable: liable as LiableParty | undefined }),
  }),
]

/** All exceptions of a shipment that somebody has to work on go to one person. */
async function ownExceptions(ctx: Ctx, shipmentId: string, ownerId: string | null): Promise<void> {
  const open = await ctx.db.all(sql<{ id: string }>`
    select x.id from shipment_exception x where x.tenant_id = ${ctx.tenant.id} and x.shipment_id = ${shipmentId} and x.state <> 'resolved' order by x.id`)
  if (open.length === 0) throw new Refused('exception.none_open')
  for (const { id } of open) await assignException(ctx, { id, ownerId })
}

async function findExceptions(ctx: Ctx, ids: readonly string[]) {
  const rows = await ctx.db.all(sql<{ id: string; kind: ExceptionKind; number: string }>`
    select x.id, x.kind, coalesce(s.waybill, s.number) as number
    from shipment_exception x join shipment s on s.tenant_id = x.tenant_id and s.id = x.shipment_id
    where x.tenant_id = ${ctx.tenant.id} and x.id = any(${ids}::uuid[]) and ${shipmentScope(ctx)}`)
  return rows.map(({ id, kind, number }) => ({
    id,
    title: `${exceptionKindNames[kind][ctx.locale]} · ${number}`,
  }))
}
