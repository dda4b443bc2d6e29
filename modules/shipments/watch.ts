import { type Ctx, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import type { Job } from '#platform/jobs.ts'
import { noMovementHours, silenceKey, silentStatuses } from './exception.ts'
import { openExceptions } from './exceptions.ts'

const EVERY_MS = 60_000
const BATCH_MAX = 500
const STATEMENT_MS = 30_000
const PROOF_AFTER_HOURS = 24
const PROOF_LOOK_BACK_DAYS = 30

/** Looks for what did not happen: parcels that do not move, deliveries nobody has a proof of. */
export function shipmentWatchJob(database: Database, clock: () => Date): Job {
  return {
    name: 'shipments.watch',
    everyMs: EVERY_MS,
    async run() {
      for (const tenant of await listTenants(database, null)) {
        const seed = systemSeed(tenant, 'shipments.watch', clock())
        await withCtx(database, seed, watchShipments, { statementMs: STATEMENT_MS })
      }
      // A backlog waits for the next round: nobody works on more exceptions in a minute.
      return false
    },
  }
}

/** One round for one company; gives how many exceptions it opened. Each fact opens one, ever. */
export async function watchShipments(ctx: Ctx): Promise<number> {
  return (await openSilences(ctx)) + (await openMissingProofs(ctx))
}

/** No movement for the hours of the mode (requirement TRN-14). It fires once for a silence, and again only after movement. */
async function openSilences(ctx: Ctx): Promise<number> {
  const { default: standard, ...byMode } = noMovementHours(ctx.tenant.settings)
  const silent = await ctx.db.all(sql<{ id: string; order_id: string; since: Date }>`
    select s.id, s.order_id, coalesce(s.last_event_at, s.handed_over_at) as since
    from shipment s
    left join unnest(${Object.keys(byMode)}::text[], ${Object.values(byMode)}::float8[]) as m (mode, hours) on m.mode = lower(s.mode)
    where s.tenant_id = ${ctx.tenant.id} and s.state = 'handed_over' and s.status = any(${silentStatuses}::text[])
      and coalesce(s.last_event_at, s.handed_over_at) <= ${ctx.now}::timestamptz - coalesce(m.hours, ${standard}::float8) * interval '1 hour'
      and not exists (
        select 1 from shipment_exception x where x.tenant_id = s.tenant_id and x.shipment_id = s.id
          and x.fact_key = 'no_movement:' || floor(extract(epoch from coalesce(s.last_event_at, s.handed_over_at)) * 1000)::bigint)
      and not exists (
        select 1 from shipment_exception x where x.tenant_id = s.tenant_id and x.shipment_id = s.id and x.kind = 'no_movement' and x.state <> 'resolved')
    order by since limit ${BATCH_MAX}`)
  return openExceptions(
    ctx,
    silent.map((s) => ({
      shipmentId: s.id,
      orderId: s.order_id,
      kind: 'no_movement',
      reason: 'no_movement',
      liable: 'carrier',
      factKey: silenceKey(s.since.getTime()),
      at: ctx.now,
    })),
  )
}

/** Delivered, says the carrier, but a day later there is neither signature nor photo (requirement TRK-08), where a receipt is due. */
async function openMissingProofs(ctx: Ctx): Promise<number> {
  if (ctx.tenant.settings.proofRequired !== true) return 0
  const unproven = await ctx.db.all(sql<{ id: string; order_id: string }>`
    select s.id, s.order_id from shipment s
    where s.tenant_id = ${ctx.tenant.id} and s.state = 'delivered' and s.batch_id is null
      and s.delivered_at <= ${ctx.now}::timestamptz - ${PROOF_AFTER_HOURS} * interval '1 hour'
      and s.delivered_at > ${ctx.now}::timestamptz - ${PROOF_LOOK_BACK_DAYS} * interval '1 day'
      and not exists (select 1 from delivery_proof p where p.tenant_id = s.tenant_id and p.shipment_id = s.id)
      and not exists (select 1 from shipment_exception x where x.tenant_id = s.tenant_id and x.shipment_id = s.id and x.fact_key = 'doubt:no_proof')
    order by s.delivered_at limit ${BATCH_MAX}`)
  return openExceptions(
    ctx,
    unproven.map((s) => ({
      shipmentId: s.id,
      orderId: s.order_id,
      kind: 'other',
      reason: 'no_proof',
      liable: 'carrier',
      factKey: 'doubt:no_proof',
      at: ctx.now,
    })),
  )
}
