import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, newNumber } from '#platform/ids.ts'
import { endApplying } from './applying.ts'
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
    select id from wave where tenant_id = ${ctx.tenant.id} and (actor_id = ${ctx.actor.id} or applied_by = ${ctx.actor.id}) and state in ('planning', 'applying')
      and case state when 'planning' then actor_id else applied_by end = ${ctx.actor.id} limit 1`)
  if (busy) throw new Refused('wave.under_way')
}

type LockedWave = { number: string; state: WaveState; changedOrders: number }

/** Has the queue do what the proposal says, part by part. */
export async function applyWave(ctx: Ctx, { id, reason }: { id: string; reason: string }): Promise<void> {
  if (ctx.actor.kind !== 'user') throw new Refused('wave.needs_person')
  const wave = await lockWave(ctx, id)
  const refusal = whyNotApply(wave.state, wave.changedOrders)
  if (refusal) throw new Refused(refusal)
  await ctx.db.run(sql`
    update wave set state = 'applying', reason = ${reason}, applied_by = ${ctx.actor.id}, applying_at = ${ctx.now}, beat_at = ${ctx.now}
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  const { number, changedOrders: orders } = wave
  emit(ctx, 'wave.confirmed', { type: 'wave', id }, { number, orders, reason })
}

/** Stops the search, discards the proposal, or ends it after the part that is being applied; what was moved stays moved. */
export async function cancelWave(ctx: Ctx, id: string): Promise<void> {
  const wave = await lockWave(ctx, id)
  const refusal = whyNotCancel(wave.state)
  if (refusal) throw new Refused(refusal)
  if (wave.state === 'applying') return endApplying(ctx, { id, state: 'stopped' })
  await ctx.db.run(sql`
    update wave set state = 'cancelled', ended_at = ${ctx.now}, progress = null where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'wave.cancelled', { type: 'wave', id }, { number: wave.number })
}

async function lockWave(ctx: Ctx, id: string): Promise<LockedWave> {
  const wave = await ctx.db.maybe(sql<LockedWave>`
    select number, state, coalesce((summary ->> 'changedOrders')::int, 0) as "changedOrders" from wave w
    where w.tenant_id = ${ctx.tenant.id} and w.id = ${id} and ${mayBeSeen(ctx)} for update`)
  if (!wave) throw new NotFound('wave')
  return wave
}
