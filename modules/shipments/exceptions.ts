import { type Ctx, inScope, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { type ExceptionState, whyNotWork } from './exception.ts'
import type { ExceptionKind, NewException } from './shipment-types.ts'
import type { LiableParty } from './tracking.ts'

/** Each attempt and each doubt is a matter of its own; of the other kinds one at a time is open on a shipment. */
const several: readonly ExceptionKind[] = ['failed_attempt', 'other', 'short', 'damage', 'false_report']

/** Opens exceptions, set-based. A fact that opened one before never opens another; returns how many are new. */
export async function openExceptions(ctx: Ctx, wanted: readonly NewException[]): Promise<number> {
  if (wanted.length === 0) return 0
  const rows = onePerKind(wanted).map((w) => ({ ...w, id: newId() }))
  const opened = await ctx.db.all(sql<{ id: string }>`
    insert into shipment_exception (tenant_id, id, shipment_id, kind, reason, liable, state, opened_at, fact_key)
    select ${ctx.tenant.id}, r.id, r.shipment_id, r.kind, r.reason, r.liable, 'open', r.at, r.fact_key
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.shipmentId)}::uuid[], ${rows.map((r) => r.kind)}::text[],
      ${rows.map((r) => r.reason)}::text[], ${rows.map((r) => r.liable)}::text[], ${rows.map((r) => r.at)}::timestamptz[], ${rows.map((r) => r.factKey)}::text[]
    ) as r (id, shipment_id, kind, reason, liable, at, fact_key)
    where r.kind = any(${several}::text[]) or not exists (
      select 1 from shipment_exception x where x.tenant_id = ${ctx.tenant.id} and x.shipment_id = r.shipment_id and x.kind = r.kind and x.state <> 'resolved')
    on conflict (tenant_id, shipment_id, fact_key) do nothing
    returning id`)
  const isNew = new Set(opened.map((o) => o.id))
  for (const row of rows) {
    if (!isNew.has(row.id)) continue
    emit(
      ctx,
      'exception.opened',
      { type: 'shipment', id: row.shipmentId, parentId: row.orderId },
      { kind: row.kind, reason: row.reason, liable: row.liable, exceptionId: row.id },
    )
  }
  return opened.length
}

function onePerKind(wanted: readonly NewException[]): NewException[] {
  const byKey = new Map<string, NewException>()
  for (const w of wanted) {
    const key = several.includes(w.kind) ? `${w.shipmentId}/${w.factKey}` : `${w.shipmentId}/${w.kind}`
    if (!byKey.has(key)) byKey.set(key, w)
  }
  return [...byKey.values()]
}

export type Settling = {
  shipmentId: string
  kinds?: readonly ExceptionKind[]
  factKeys?: readonly string[]
  resolution: string
}

/** Between the kinds and keys of one shipment; in none of them. */
const LIST_SEPARATOR = '\n'

/** Closes what a fact has settled: movement ends silence, a delivery ends attempts, a revoked scan ends what it opened. */
export async function settleExceptions(ctx: Ctx, settlings: readonly Settling[]): Promise<number> {
  if (settlings.length === 0) return 0
  const listed = (values: readonly string[] = []) => values.join(LIST_SEPARATOR)
  const settled = await ctx.db.all(sql<{
    shipment_id: string
    kind: string
    resolution: string
    order_id: string
  }>`
    update shipment_exception x set state = 'resolved', resolved_at = ${ctx.now}::timestamptz, resolution = r.resolution
    from unnest(${settlings.map((s) => s.shipmentId)}::uuid[], ${settlings.map((s) => listed(s.kinds))}::text[],
      ${settlings.map((s) => listed(s.factKeys))}::text[], ${settlings.map((s) => s.resolution)}::text[]) as r (shipment_id, kinds, fact_keys, resolution)
    join shipment s on s.tenant_id = ${ctx.tenant.id} and s.id = r.shipment_id
    where x.tenant_id = ${ctx.tenant.id} and x.shipment_id = r.shipment_id and x.state <> 'resolved'
      and (x.kind = any(string_to_array(r.kinds, ${LIST_SEPARATOR})) or x.fact_key = any(string_to_array(r.fact_keys, ${LIST_SEPARATOR})))
    returning x.shipment_id, x.kind, x.resolution, s.order_id`)
  for (const row of settled) {
    emit(
      ctx,
      'exception.resolved',
      { type: 'shipment', id: row.shipment_id, parentId: row.order_id },
      { kind: row.kind, resolution: row.resolution, auto: true },
    )
  }
  return settled.length
}

type LockedException = {
  id: string
  shipment_id: string
  order_id: string
  kind: ExceptionKind
  state: ExceptionState
  liable: string | null
  owner_id: string | null
}

async function lockException(ctx: Ctx, id: string): Promise<LockedException> {
  const row = await ctx.db.one(
    sql<LockedException>`
    select x.id, x.shipment_id, s.order_id, x.kind, x.state, x.liable, x.owner_id
    from shipment_exception x join shipment s on s.tenant_id = x.tenant_id and s.id = x.shipment_id
    where x.tenant_id = ${ctx.tenant.id} and x.id = ${id}
      and ${inScope(ctx, 'warehouse', 's.warehouse_id')} and ${inScope(ctx, 'carrier', 's.carrier_id')} and ${inScope(ctx, 'customer', 's.customer_id')}
    for no key update of x`,
    'exception',
  )
  const refusal = whyNotWork(row.state)
  if (refusal) throw new Refused(refusal)
  return row
}

/** Gives the exception to somebody (it is being worked on), or back to the pool (null). */
export async function assignException(
  ctx: Ctx,
  { id, ownerId }: { id: string; ownerId: string | null },
): Promise<string> {
  const exception = await lockException(ctx, id)
  if (ownerId) {
    const owner = await ctx.db.maybe(
      sql`select 1 from app_user where tenant_id = ${ctx.tenant.id} and id = ${ownerId} and disabled_at is null`,
    )
    if (!owner) throw new Refused('exception.no_such_owner', {}, 422)
  }
  await ctx.db.run(sql`
    update shipment_exception set owner_id = ${ownerId}, state = ${ownerId ? 'working' : 'open'}
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'exception.assigned', subjectOf(exception), { kind: exception.kind, ownerId })
  return id
}

export type ResolveException = { id: string; resolution: string; liable?: LiableParty | undefined }

/** Ends the work on an exception, saying how; the party found liable replaces the first sorting. */
export async function resolveException(
  ctx: Ctx,
  { id, resolution, liable }: ResolveException,
): Promise<string> {
  const exception = await lockException(ctx, id)
  if (ctx.actor.scopes.carrier) mustBeTheirs(exception, liable)
  await ctx.db.run(sql`
    update shipment_exception set state = 'resolved', resolved_at = ${ctx.now}::timestamptz, resolved_by = ${personOf(ctx)}::uuid,
      resolution = ${resolution}, liable = ${liable ?? exception.liable}
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'exception.resolved', subjectOf(exception), {
    kind: exception.kind,
    resolution: 'by_hand',
    auto: false,
  })
  return id
}

/** Carriers settle what happened on the road, but are no judges of themselves (requirement TRK-08). */
function mustBeTheirs({ kind, liable }: LockedException, found: LiableParty | undefined): void {
  if (kind === 'false_report') throw new Refused('exception.doubt_is_ours')
  if (found && found !== liable) throw new Refused('exception.liable_is_ours')
}

export type ReportException = {
  shipmentId: string
  kind: ExceptionKind
  reason: string
  liable?: LiableParty | undefined
}

/** An exception somebody saw or was told of. */
export async function reportException(
  ctx: Ctx,
  { shipmentId, kind, reason, liable }: ReportException,
): Promise<string> {
  const { order_id: orderId } = await ctx.db.one(
    sql<{ order_id: string }>`
    select s.order_id from shipment s where s.tenant_id = ${ctx.tenant.id} and s.id = ${shipmentId}
      and ${inScope(ctx, 'warehouse', 's.warehouse_id')} and ${inScope(ctx, 'carrier', 's.carrier_id')} and ${inScope(ctx, 'customer', 's.customer_id')}`,
    'shipment',
  )
  const id = newId()
  await ctx.db.run(sql`
    insert into shipment_exception (tenant_id, id, shipment_id, kind, reason, liable, owner_id, state, opened_at, fact_key)
    values (${ctx.tenant.id}, ${id}, ${shipmentId}, ${kind}, ${reason}, ${liable ?? null}, ${userIdOf(ctx)}, 'working',
      ${ctx.now}, ${`by_hand:${id}`})`)
  emit(
    ctx,
    'exception.opened',
    { type: 'shipment', id: shipmentId, parentId: orderId },
    { kind, reason: null, liable: liable ?? null, exceptionId: id },
  )
  return id
}

const subjectOf = (x: LockedException) => ({ type: 'shipment', id: x.shipment_id, parentId: x.order_id })

/** The person who acts; the house itself leaves none. */
export const personOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'system' ? null : ctx.actor.id)
