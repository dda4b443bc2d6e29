import type {} from './events.ts'
import { type Ctx, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, NotFound, Refused } from '#platform/errors.ts'
import { type Subject, emit } from '#platform/events.ts'
import { newId, newNumber } from '#platform/ids.ts'
import { areaName } from '#modules/customers/divisions.ts'
import { visible } from '#modules/orders/queries.ts'
import { fulfilPromises, makePromises } from '#modules/promises/promises.ts'
import type { Channel } from '#modules/promises/telling.ts'
import { type FollowedWith, type InquiryAction, type InquiryState, whyNotInquiry } from './inquiry.ts'
import { refusals } from './refusals.ts'

type Known = {
  customerId: string
  country: string
  province: string
  city: string
  district: string
  warehouses: string[]
  waybills: string[]
  status: string | null
  expectedAt: Date | null
}

const WAYBILLS_MAX = 20

/** A customer asks where the goods are: kept with what the system knows now, and answered by a time. Gives the id. */
export async function registerInquiry(
  ctx: Ctx,
  input: { orderId: string; channel: Channel; question: string; dueAt: Date },
): Promise<string> {
  if (input.dueAt <= ctx.now) throw new Invalid([{ path: 'dueAt', message: refusals['inquiry.due_in_past'] }])
  const known = await ctx.db.maybe(sql<Known>`
    select o.customer_id as "customerId", o.country, o.province, o.city, o.district,
      coalesce(array_agg(distinct w.name) filter (where w.name is not null), '{}') as warehouses,
      coalesce((array_agg(distinct coalesce(s.waybill, s.number)) filter (where s.id is not null))[1:${sql.lit(WAYBILLS_MAX)}], '{}') as waybills,
      (array_agg(s.status order by s.last_event_at desc nulls last))[1] as status,
      coalesce(max(s.expected_at), (
        select max(p.due_at) from promise p
        where p.tenant_id = o.tenant_id and p.order_id = o.id and p.kind = 'deliver' and p.watch_at is not null)) as "expectedAt"
    from sales_order o left join shipment s on s.tenant_id = o.tenant_id and s.order_id = o.id and s.state <> 'cancelled'
    left join warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id
    where o.tenant_id = ${ctx.tenant.id} and o.id = ${input.orderId} and ${visible(ctx)} group by o.tenant_id, o.id`)
  if (!known) throw new NotFound('order')
  const id = newId()
  const number = newNumber('TI', ctx.now)
  const owner = userIdOf(ctx)
  const { orderId, channel, question, dueAt } = input
  const { customerId, waybills, status, expectedAt } = known
  await ctx.db.run(sql`
    insert into tracking_inquiry (tenant_id, id, number, order_id, customer_id, channel, question, asked_at, registered_by, waybills, route, status,
      expected_at, owner_id, due_at, state)
    values (${ctx.tenant.id}, ${id}, ${number}, ${orderId}, ${customerId}, ${channel}, ${question}, ${ctx.now}, ${owner}::uuid, ${waybills}::text[],
      ${routeOf(known)}, ${status}, ${expectedAt}::timestamptz, ${owner}::uuid, ${dueAt}, 'open')`)
  await makePromises(ctx, [
    { kind: 'answer', subjectType: 'inquiry', subjectId: id, orderId, customerId, dueAt, ownerId: owner },
  ])
  emit(ctx, 'inquiry.registered', subjectOf({ id, orderId }), { number, channel })
  return id
}

/** From where to where, without any person's street. */
const routeOf = ({ warehouses, ...address }: Known): string =>
  [warehouses.join(', '), areaName(address) || address.country].filter(Boolean).join(' → ')

/** Somebody was asked for accurate information. */
export async function followUpInquiry(
  ctx: Ctx,
  { id, note, ...input }: { id: string; with: FollowedWith; note: string },
): Promise<void> {
  const inquiry = await lockInquiry(ctx, id, 'follow')
  await ctx.db.run(sql`
    update tracking_inquiry set followed_with = ${input.with}, followed_at = ${ctx.now} where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  const { number } = inquiry
  emit(ctx, 'inquiry.followed_up', subjectOf(inquiry), { number, with: input.with, reason: note })
}

/** The result was explained to the customer: the promise of an answer is kept. */
export async function answerInquiry(
  ctx: Ctx,
  { id, channel, answer }: { id: string; channel: Channel; answer: string },
): Promise<void> {
  const inquiry = await lockInquiry(ctx, id, 'answer')
  await ctx.db.run(sql`
    update tracking_inquiry set state = 'answered', answer = ${answer}, answered_at = ${ctx.now}, answered_by = ${userIdOf(ctx)}::uuid, answer_channel = ${channel}
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  const { orderId, number } = inquiry
  await fulfilPromises(ctx, [{ kind: 'answer', orderId, subjectId: id, at: ctx.now }])
  emit(ctx, 'inquiry.answered', subjectOf(inquiry), { number, channel })
}

/** The customer was asked whether other goods are to be tracked; the inquiry ends. */
export async function closeInquiry(
  ctx: Ctx,
  { id, wantsMore }: { id: string; wantsMore: boolean },
): Promise<void> {
  const inquiry = await lockInquiry(ctx, id, 'close')
  await ctx.db.run(sql`
    update tracking_inquiry set state = 'closed', wants_more = ${wantsMore}, closed_at = ${ctx.now}, closed_by = ${userIdOf(ctx)}::uuid
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'inquiry.closed', subjectOf(inquiry), { number: inquiry.number, wantsMore })
}

type Locked = { id: string; number: string; orderId: string; state: InquiryState }

async function lockInquiry(ctx: Ctx, id: string, action: InquiryAction): Promise<Locked> {
  const found = await ctx.db.one(
    sql<Locked>`
    select q.id, q.number, q.order_id as "orderId", q.state
    from tracking_inquiry q join sales_order o on o.tenant_id = q.tenant_id and o.id = q.order_id
    where q.tenant_id = ${ctx.tenant.id} and q.id = ${id} and ${visible(ctx)} for update of q`,
    'inquiry',
  )
  const refusal = whyNotInquiry(found.state, action)
  if (refusal) throw new Refused(refusal)
  return found
}

const subjectOf = ({ id, orderId }: { id: string; orderId: string }): Subject => ({
  type: 'inquiry',
  id,
  parentId: orderId,
})
