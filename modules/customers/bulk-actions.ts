import { type BulkAction, bulkActions } from '#platform/bulk.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { customerBulk } from './bulk.ts'
import { classifyParty } from './classes.ts'
import { placeHold, releaseHold } from './holds.ts'
import type { HoldKind } from './party.ts'
import { customersRecords } from './records.ts'

export const customerBulkActions: BulkAction[] = bulkActions(
  customerBulk,
  async (ctx, ids) => (await Promise.all(customersRecords.map((kind) => kind.find(ctx, ids)))).flat(),
  {
    classify: (ctx, partyId, { classKey = '', reason = '' }) =>
      classifyParty(ctx, { partyId, classKey, reason }),
    hold: (ctx, partyId, { kind, reason = '' }) =>
      placeHold(ctx, { partyId, kind: kind as HoldKind, reason }),
    unhold: (ctx, partyId, { reason = '' }) => releaseAll(ctx, partyId, reason),
  },
)

async function releaseAll(ctx: Ctx, partyId: string, reason: string): Promise<void> {
  const open = await ctx.db.all(sql<{ id: string }>`
    select id from party_hold where tenant_id = ${ctx.tenant.id} and party_id = ${partyId} and released_at is null order by id`)
  if (open.length === 0) throw new Refused('customer.not_held')
  for (const { id } of open) await releaseHold(ctx, { partyId, holdId: id, reason })
}
