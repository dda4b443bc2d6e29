import type {} from './events.ts'
import { type Ctx, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, NotFound, Refused } from '#platform/errors.ts'
import { type Subject, emit } from '#platform/events.ts'
import { newId, newNumber } from '#platform/ids.ts'
import { visible } from '#modules/orders/queries.ts'
import { type Replacement, placeReplacement } from '#modules/orders/replacements.ts'
import { fulfilPromises, makePromises, repromise, withdrawPromises } from '#modules/promises/promises.ts'
import type { Channel } from '#modules/promises/telling.ts'
import { refusals } from './refusals.ts'
import {
  type ServiceAction,
  type ServiceKind,
  type ServiceState,
  sendsGoods,
  serviceKinds,
  whyNotService,
} from './service.ts'

type Request = { orderId: string; kind: ServiceKind; channel: Channel; request: string; answerBy: Date }

/** A customer asks for something after an order; whether we do it is answered by a time, which is a promise. Gives the id. */
export async function requestService(ctx: Ctx, input: Request): Promise<string> {
  mustLieAhead(ctx, 'answerBy', input.answerBy)
  const { orderId, kind, channel, request, answerBy } = input
  const order = await ctx.db.maybe(sql<{ customerId: string }>`
    select o.customer_id as "customerId" from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = ${orderId} and ${visible(ctx)}`)
  if (!order) throw new NotFound('order')
  const { customerId } = order
  const id = newId()
  const number = newNumber('SV', ctx.now)
  const owner = userIdOf(ctx)
  await ctx.db.run(sql`
    insert into service_order (tenant_id, id, number, order_id, customer_id, kind, channel, request, requested_at, registered_by, answer_by, state, owner_id)
    values (${ctx.tenant.id}, ${id}, ${number}, ${orderId}, ${customerId}, ${kind}, ${channel}, ${request}, ${ctx.now}, ${owner}::uuid, ${answerBy},
      'requested', ${owner}::uuid)`)
  await makePromises(ctx, [
    {
      kind: 'answer',
      subjectType: 'service_order',
      subjectId: id,
      orderId,
      customerId,
      dueAt: answerBy,
      ownerId: owner,
    },
  ])
  emit(ctx, 'service.requested', subjectOf({ id, orderId }), { number, kind, channel })
  return id
}

type Acceptance = { id: string; dueAt: Date; ownerId: string | null; lines: Replacement['lines'] }

/** We do it by a time. An exchange sends the goods again now, as a replacement order. */
export async function acceptService(ctx: Ctx, { id, dueAt, ownerId, lines }: Acceptance): Promise<void> {
  const found = await lockService(ctx, id, 'accept')
  mustLieAhead(ctx, 'dueAt', dueAt)
  const { orderId, customerId, kind, number } = found
  if (lines.length > 0 && !sendsGoods(kind))
    throw new Invalid([{ path: 'lines', message: refusals['service.sends_nothing'] }])
  const owner = ownerId ?? found.ownerId
  if (ownerId) await mustBeColleague(ctx, ownerId)
  const placed = sendsGoods(kind)
    ? await placeReplacement(ctx, { orderId, lines, note: `${serviceKinds.exchange.zh} ${number}` })
    : null
  await ctx.db.run(sql`
    update service_order set state = 'accepted', accepted_at = ${ctx.now}, due_at = ${dueAt}, owner_id = ${owner}::uuid, replacement_order_id = ${placed?.id ?? null}::uuid
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  await fulfilPromises(ctx, [{ kind: 'answer', orderId, subjectId: id, at: ctx.now }])
  await makePromises(ctx, [
    {
      kind: 'service',
      subjectType: 'service_order',
      subjectId: id,
      orderId,
      customerId,
      dueAt,
      ownerId: owner,
    },
  ])
  emit(ctx, 'service.accepted', subjectOf(found), {
    number,
    kind,
    dueAt: dueAt.toISOString(),
    replacement: placed?.number ?? null,
  })
}

/** Another time, with the reason: the customer was promised the first one. */
export async function replanService(
  ctx: Ctx,
  { id, dueAt, reason }: { id: string; dueAt: Date; reason: string },
): Promise<void> {
  const found = await lockService(ctx, id, 'replan')
  mustLieAhead(ctx, 'dueAt', dueAt)
  await repromise(ctx, { kind: 'service', orderId: found.orderId, subjectId: id, dueAt, reason })
  await ctx.db.run(
    sql`update service_order set due_at = ${dueAt} where tenant_id = ${ctx.tenant.id} and id = ${id}`,
  )
  emit(ctx, 'service.replanned', subjectOf(found), {
    number: found.number,
    dueAt: dueAt.toISOString(),
    reason,
  })
}

export async function completeService(
  ctx: Ctx,
  { id, result }: { id: string; result: string },
): Promise<void> {
  const found = await lockService(ctx, id, 'complete')
  await complete(ctx, found, result)
}

/** Exchanges whose goods sent again were delivered with these orders. */
export async function completeExchanges(ctx: Ctx, orderIds: readonly string[]): Promise<void> {
  const rows = await ctx.db.all(sql<Locked & { replacement: string }>`
    select ${lockedColumns}, r.number as replacement from service_order s
    join sales_order r on r.tenant_id = s.tenant_id and r.id = s.replacement_order_id
    where s.tenant_id = ${ctx.tenant.id} and s.replacement_order_id = any(${orderIds}::uuid[]) and s.state = 'accepted' and r.state = 'delivered'
    for update of s`)
  for (const row of rows) await complete(ctx, row, row.replacement)
}

async function complete(ctx: Ctx, found: Locked, result: string): Promise<void> {
  const { id, orderId, number, kind } = found
  await end(ctx, id, { state: 'done', result })
  await fulfilPromises(ctx, [{ kind: 'service', orderId, subjectId: id, at: ctx.now }])
  emit(ctx, 'service.completed', subjectOf(found), { number, kind })
}

/** The answer is no. */
export async function declineService(
  ctx: Ctx,
  { id, reason }: { id: string; reason: string },
): Promise<void> {
  const found = await lockService(ctx, id, 'decline')
  await end(ctx, id, { state: 'declined', result: reason })
  await fulfilPromises(ctx, [{ kind: 'answer', orderId: found.orderId, subjectId: id, at: ctx.now }])
  emit(ctx, 'service.declined', subjectOf(found), { number: found.number, reason })
}

/** The customer does not want it any more. Goods that are sent again already are stopped or taken back at their order. */
export async function withdrawService(
  ctx: Ctx,
  { id, reason }: { id: string; reason: string },
): Promise<void> {
  const found = await lockService(ctx, id, 'withdraw')
  await end(ctx, id, { state: 'withdrawn', result: reason })
  await withdrawPromises(ctx, { orderId: found.orderId, subjectIds: [id], cause: 'customer_request' })
  emit(ctx, 'service.withdrawn', subjectOf(found), { number: found.number, reason })
}

async function end(
  ctx: Ctx,
  id: string,
  { state, result }: { state: ServiceState; result: string },
): Promise<void> {
  await ctx.db.run(sql`
    update service_order set state = ${state}, result = ${result}, ended_at = ${ctx.now}, ended_by = ${userIdOf(ctx)}::uuid
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
}

type Locked = {
  id: string
  number: string
  orderId: string
  customerId: string
  kind: ServiceKind
  state: ServiceState
  ownerId: string | null
}
const lockedColumns = sql`
  s.id, s.number, s.order_id as "orderId", s.customer_id as "customerId", s.kind, s.state, s.owner_id as "ownerId"`

async function lockService(ctx: Ctx, id: string, action: ServiceAction): Promise<Locked> {
  const found = await ctx.db.one(
    sql<Locked>`
    select ${lockedColumns} from service_order s join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
    where s.tenant_id = ${ctx.tenant.id} and s.id = ${id} and ${visible(ctx)} for update of s`,
    'service order',
  )
  const refusal = whyNotService(found.state, action)
  if (refusal) throw new Refused(refusal)
  return found
}

async function mustBeColleague(ctx: Ctx, userId: string): Promise<void> {
  await ctx.db.one(sql`select 1 from app_user where tenant_id = ${ctx.tenant.id} and id = ${userId}`, 'user')
}

function mustLieAhead(ctx: Ctx, path: string, at: Date): void {
  if (at <= ctx.now) throw new Invalid([{ path, message: refusals['service.in_past'] }])
}

const subjectOf = ({ id, orderId }: { id: string; orderId: string }): Subject => ({
  type: 'service_order',
  id,
  parentId: orderId,
})
