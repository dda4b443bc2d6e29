import { moveAllocations } from '#modules/orders/moves.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, newNumber } from '#platform/ids.ts'
import type { OrderChange } from './proposal.ts'
import { mayBeSeen } from './queries.ts'
import { listWaveOrders } from './reading.ts'
import {
  WAVE_KEPT_DAYS,
  WAVE_LINES_MAX,
  WAVE_ORDERS_MAX,
  WAVE_WAREHOUSES_MAX,
  type WaveState,
  whyNotApply,
  whyNotCancel,
} from './wave.ts'

/** Asks for a proposal over these orders, or over every open one. Nothing changes before it is applied. */
export async function planWave(ctx: Ctx, orderIds: readonly string[] | null): Promise<string> {
  if (ctx.actor.kind !== 'user') throw new Refused('wave.needs_person')
  await dropOthers(ctx)
  const chosen = orderIds && [...new Set(orderIds)]
  const orders = await listWaveOrders(ctx, chosen)
  if (orders.length === 0) throw new Refused('wave.no_orders', {}, 422)
  if (orders.length > WAVE_ORDERS_MAX)
    throw new Refused(
      'wave.too_large',
      { maxOrders: WAVE_ORDERS_MAX, maxLines: WAVE_LINES_MAX, maxWarehouses: WAVE_WAREHOUSES_MAX },
      422,
    )
  const id = newId()
  const number = newNumber('WV', ctx.now)
  await ctx.db.run(sql`
    insert into wave (tenant_id, id, number, state, order_ids, actor_id, created_at)
    values (${ctx.tenant.id}, ${id}, ${number}, 'planning', ${chosen}::uuid[], ${ctx.actor.id}, ${ctx.now})`)
  emit(ctx, 'wave.asked', { type: 'wave', id }, { number, orders: orders.length })
  return id
}

/** A new proposal takes the place of one that was not applied; old ones are forgotten. */
async function dropOthers(ctx: Ctx): Promise<void> {
  await ctx.db.run(sql`
    delete from wave where tenant_id = ${ctx.tenant.id} and actor_id = ${ctx.actor.id} and created_at < ${ctx.now}::timestamptz - make_interval(days => ${WAVE_KEPT_DAYS})`)
  await ctx.db.run(sql`
    update wave set state = 'cancelled', ended_at = ${ctx.now}
    where tenant_id = ${ctx.tenant.id} and actor_id = ${ctx.actor.id} and state = 'ready'`)
  const busy = await ctx.db.maybe(sql<{ id: string }>`
    select id from wave where tenant_id = ${ctx.tenant.id} and actor_id = ${ctx.actor.id} and state = 'planning' limit 1`)
  if (busy) throw new Refused('wave.under_way')
}

type LockedWave = { number: string; state: WaveState; changedOrders: number }

/** Does what the proposal says, in one transaction; orders that changed meanwhile stay as they are and are named. */
export async function applyWave(ctx: Ctx, { id, reason }: { id: string; reason: string }): Promise<void> {
  const wave = await lockWave(ctx, id)
  const refusal = whyNotApply(wave.state, wave.changedOrders)
  if (refusal) throw new Refused(refusal)
  const rows = await ctx.db.all(sql<{ orderId: string; version: number; change: OrderChange }>`
    select order_id as "orderId", version, change from wave_order
    where tenant_id = ${ctx.tenant.id} and wave_id = ${id} order by position`)
  const { moved, unmoved } = await moveAllocations(ctx, {
    reason,
    moves: rows.map(({ orderId, version, change }) => ({
      orderId,
      version,
      allocation: change.allocation,
      lines: change.lines.map(({ lineId, after }) => ({ lineId, sources: after })),
    })),
  })
  const codes = new Map(unmoved.map((one) => [one.orderId, one.code]))
  await ctx.db.run(sql`
    update wave_order w set outcome = case when n.code is null then 'moved' else 'unmoved' end, code = n.code
    from unnest(${rows.map((row) => row.orderId)}::uuid[], ${rows.map((row) => codes.get(row.orderId) ?? null)}::text[]) as n (order_id, code)
    where w.tenant_id = ${ctx.tenant.id} and w.wave_id = ${id} and w.order_id = n.order_id`)
  await end(ctx, id, { state: 'applied', reason })
  emit(
    ctx,
    'wave.applied',
    { type: 'wave', id },
    { number: wave.number, moved: moved.length, unmoved: unmoved.length, reason },
  )
}

/** Stops the search, or discards the proposal. */
export async function cancelWave(ctx: Ctx, id: string): Promise<void> {
  const wave = await lockWave(ctx, id)
  const refusal = whyNotCancel(wave.state)
  if (refusal) throw new Refused(refusal)
  await end(ctx, id, { state: 'cancelled', reason: '' })
  emit(ctx, 'wave.cancelled', { type: 'wave', id }, { number: wave.number })
}

async function end(
  ctx: Ctx,
  id: string,
  { state, reason }: { state: WaveState; reason: string },
): Promise<void> {
  await ctx.db.run(sql`
    update wave set state = ${state}, reason = ${reason}, ended_at = ${ctx.now}, progress = null
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
}

async function lockWave(ctx: Ctx, id: string): Promise<LockedWave> {
  const wave = await ctx.db.maybe(sql<LockedWave>`
    select number, state, coalesce((summary ->> 'changedOrders')::int, 0) as "changedOrders" from wave w
    where w.tenant_id = ${ctx.tenant.id} and w.id = ${id} and ${mayBeSeen(ctx)} for update`)
  if (!wave) throw new NotFound('wave')
  return wave
}
