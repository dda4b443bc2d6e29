import type {} from './events.ts'
import { type Ctx, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, NotFound, Refused } from '#platform/errors.ts'
import { type Subject, emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import { given } from '#platform/given.ts'
import type { Liable } from '#modules/promises/promise.ts'
import { type ErrorKind, whyNotChangeError } from './order-error.ts'
import { visible } from './queries.ts'
import { refusals } from './refusals.ts'

type Fields = {
  kind: ErrorKind
  description: string
  quantity: number | null
  liable: Liable | null
  costMinor: number | null
}
export type NewOrderError = Fields & {
  orderId: string
  orderLineId: string | null
  foundAt?: Date | undefined
}

/** Logs what was wrong with an order, or with one of its lines. Gives the id. */
export async function logOrderError(ctx: Ctx, input: NewOrderError): Promise<string> {
  const { orderId, orderLineId, foundAt = ctx.now } = input
  const order = await ctx.db.maybe(sql<{ hasLine: boolean; placedAt: Date }>`
    select o.placed_at as "placedAt", exists (
      select 1 from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id and l.id = ${orderLineId}::uuid) as "hasLine"
    from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = ${orderId} and ${visible(ctx)}`)
  if (!order) throw new NotFound('order')
  if (orderLineId !== null && !order.hasLine)
    throw new Invalid([{ path: 'orderLineId', message: refusals['order_error.no_such_line'] }])
  if (foundAt > ctx.now) throw new Invalid([{ path: 'foundAt', message: refusals['order_error.in_future'] }])
  const id = newId()
  await ctx.db.run(sql`
    insert into order_error (tenant_id, id, order_id, order_line_id, kind, description, quantity, liable, cost_minor, found_at, logged_at, logged_by)
    values (${ctx.tenant.id}, ${id}, ${orderId}, ${orderLineId}::uuid, ${input.kind}, ${input.description}, ${input.quantity}::bigint,
      ${input.liable}, ${input.costMinor}::bigint, ${foundAt}, ${ctx.now}, ${userIdOf(ctx)}::uuid)`)
  const { kind, liable, costMinor } = input
  emit(ctx, 'order_error.logged', subjectOf({ id, orderId }), { error: kind, liable, costMinor })
  return id
}

export async function updateOrderError(
  ctx: Ctx,
  input: { id: string; version?: number | undefined } & { [K in keyof Fields]?: Fields[K] | undefined },
): Promise<void> {
  const { id, version, ...typed } = input
  const { orderId, version: now, ...values } = await lockError(ctx, id)
  const record: EditedRecord<Fields> = { subject: subjectOf({ id, orderId }), version: now, values }
  const change = await reconcile(ctx, record, version, typed)
  const changed = given(change)
  const after: Fields = { ...values, ...changed }
  await ctx.db.run(sql`
    update order_error set kind = ${after.kind}, description = ${after.description}, quantity = ${after.quantity}::bigint, liable = ${after.liable},
      cost_minor = ${after.costMinor}::bigint, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  recordChange(ctx, record, after)
  emit(ctx, 'order_error.changed', record.subject, { fields: Object.keys(changed) })
}

/** It turned out to be no error: it stays in the log and counts nowhere. */
export async function withdrawOrderError(
  ctx: Ctx,
  { id, reason }: { id: string; reason: string },
): Promise<void> {
  const { orderId } = await lockError(ctx, id)
  await ctx.db.run(sql`
    update order_error set withdrawn_at = ${ctx.now}, withdrawn_by = ${userIdOf(ctx)}::uuid, withdraw_reason = ${reason}
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'order_error.withdrawn', subjectOf({ id, orderId }), { reason })
}

async function lockError(ctx: Ctx, id: string): Promise<Fields & { orderId: string; version: number }> {
  const { withdrawnAt, ...found } = await ctx.db.one(
    sql<Fields & { orderId: string; version: number; withdrawnAt: Date | null }>`
    select x.kind, x.description, x.quantity, x.liable, x.cost_minor as "costMinor", x.order_id as "orderId", x.version, x.withdrawn_at as "withdrawnAt"
    from order_error x join sales_order o on o.tenant_id = x.tenant_id and o.id = x.order_id
    where x.tenant_id = ${ctx.tenant.id} and x.id = ${id} and ${visible(ctx)} for update of x`,
    'order_error',
  )
  const refusal = whyNotChangeError({ withdrawnAt })
  if (refusal) throw new Refused(refusal)
  return found
}

const subjectOf = ({ id, orderId }: { id: string; orderId: string }): Subject => ({
  type: 'order_error',
  id,
  parentId: orderId,
})
