import type {} from './events.ts'
import { type Ctx, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type FieldProblem, Invalid, NotFound, Refused } from '#platform/errors.ts'
import { type Subject, emit } from '#platform/events.ts'
import { newId, newNumber } from '#platform/ids.ts'
import { type Bilingual, fill } from '#platform/text.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import { given } from '#platform/given.ts'
import { findPlaces, receiveGoods } from '#modules/inventory/receipts.ts'
import { visible } from '#modules/orders/queries.ts'
import { returnScope, returningOf } from './queries.ts'
import { refusals } from './refusals.ts'
import {
  type ArrivedLine,
  type LineCount,
  type ReturnAction,
  type ReturnReason,
  type ReturnState,
  missingOf,
  stateAfter,
  whyNotArrive,
  whyNotReturn,
} from './return.ts'

type Fields = { reason: ReturnReason; note: string; waybill: string; expectedOn: string | null }
export type NewReturn = Fields & {
  orderId: string
  warehouseId: string
  lines: readonly { orderLineId: string; quantity: number }[]
}

/** Says which goods of an order come back, why, and to which warehouse. Gives the id. */
export async function announceReturn(ctx: Ctx, input: NewReturn): Promise<string> {
  const order = await ctx.db.maybe(sql<{ customerId: string }>`
    select o.customer_id as "customerId" from sales_order o
    where o.tenant_id = ${ctx.tenant.id} and o.id = ${input.orderId} and ${visible(ctx)} for update of o`)
  if (!order) throw new NotFound('order')
  const products = await refuseUnfit(ctx, input)
  await findPlaces(ctx, { warehouseId: input.warehouseId, productIds: [] })
  const id = newId()
  const number = newNumber('RT', ctx.now)
  const { reason, note, waybill, expectedOn } = input
  const lines = input.lines.filter((line) => line.quantity > 0)
  await ctx.db.run(sql`
    insert into return_order (tenant_id, id, number, order_id, customer_id, warehouse_id, reason, note, waybill, expected_on, state, announced_at, announced_by)
    values (${ctx.tenant.id}, ${id}, ${number}, ${input.orderId}, ${order.customerId}, ${input.warehouseId}, ${reason}, ${note}, ${waybill},
      ${expectedOn}::date, 'announced', ${ctx.now}, ${userIdOf(ctx)}::uuid)`)
  await ctx.db.run(sql`
    insert into return_line (tenant_id, id, return_id, order_line_id, product_id, quantity)
    select ${ctx.tenant.id}, x.id, ${id}, x.order_line_id, x.product_id, x.quantity
    from unnest(${lines.map(() => newId())}::uuid[], ${lines.map((l) => l.orderLineId)}::uuid[],
      ${lines.map((l) => products.get(l.orderLineId) ?? null)}::uuid[], ${lines.map((l) => l.quantity)}::bigint[]
    ) as x (id, order_line_id, product_id, quantity)`)
  emit(ctx, 'return.announced', subjectOf({ id, orderId: input.orderId }), {
    number,
    lines: lines.length,
    quantity: lines.reduce((sum, line) => sum + line.quantity, 0),
  })
  return id
}

/** The product of each order line; refuses lines that are not there, named twice, or asked back in greater number than left. */
async function refuseUnfit(ctx: Ctx, { orderId, lines }: NewReturn): Promise<Map<string, string>> {
  const known = await ctx.db.all(sql<{ id: string; productId: string; left: number }>`
    select l.id, l.product_id as "productId", greatest(0, l.shipped - b.n)::bigint as left
    from order_line l cross join lateral (${returningOf}) b where l.tenant_id = ${ctx.tenant.id} and l.order_id = ${orderId}`)
  const lineOf = new Map(known.map((line) => [line.id, line]))
  const seen = new Set<string>()
  const problems = lines.flatMap(({ orderLineId, quantity }, i): FieldProblem[] => {
    const line = lineOf.get(orderLineId)
    const isTwice = seen.has(orderLineId)
    seen.add(orderLineId)
    if (!line) return [{ path: `lines[${i}].orderLineId`, message: refusals['return.no_such_line'] }]
    if (isTwice) return [{ path: `lines[${i}].orderLineId`, message: refusals['return.line_twice'] }]
    if (quantity <= line.left) return []
    const message = filled(refusals['return.nothing_shipped'], { left: line.left })
    return [{ path: `lines[${i}].quantity`, message }]
  })
  if (problems.length === 0 && lines.every((line) => line.quantity === 0))
    problems.push({ path: 'lines', message: refusals['return.nothing_arrived'] })
  if (problems.length > 0) throw new Invalid(problems)
  return new Map(known.map((line) => [line.id, line.productId]))
}

const filled = (text: Bilingual, values: Record<string, unknown>): Bilingual => ({
  zh: fill(text.zh, values),
  en: fill(text.en, values),
})

export async function updateReturn(
  ctx: Ctx,
  input: { id: string; version?: number | undefined } & { [K in keyof Fields]?: Fields[K] | undefined },
): Promise<void> {
  const { id, version, ...typed } = input
  const found = await lockReturn(ctx, id, 'change')
  const { reason, note, waybill, expectedOn } = found
  const record: EditedRecord<Fields> = {
    subject: subjectOf(found),
    version: found.version,
    values: { reason, note, waybill, expectedOn },
  }
  const change = await reconcile(ctx, record, version, typed)
  const changed = given(change)
  const after: Fields = { ...record.values, ...changed }
  await ctx.db.run(sql`
    update return_order set reason = ${after.reason}, note = ${after.note}, waybill = ${after.waybill}, expected_on = ${after.expectedOn}::date,
      version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  recordChange(ctx, record, after)
  emit(ctx, 'return.changed', record.subject, { fields: Object.keys(changed) })
}

export type Arrival = { id: string; note: string; lines: readonly (ArrivedLine & { lineId: string })[] }

/** Books goods that came back: what is fit for sale goes into stock by a goods receipt, the rest is kept with its condition. */
export async function receiveReturn(ctx: Ctx, { id, note, lines }: Arrival): Promise<void> {
  const found = await lockReturn(ctx, id, 'receive')
  const known = await ctx.db.all(sql<LineCount & { id: string; productId: string }>`
    select id, product_id as "productId", quantity, restocked, unsaleable from return_line where tenant_id = ${ctx.tenant.id} and return_id = ${id}`)
  const arrived = lines.filter((line) => line.restocked + line.unsaleable > 0)
  refuseArrival(lines, known)
  const productOf = new Map(known.map((line) => [line.id, line]))
  const good = arrived.filter((line) => line.restocked > 0)
  const receiptId =
    good.length === 0
      ? null
      : await receiveGoods(ctx, {
          warehouseId: found.warehouseId,
          note: found.number,
          isReturn: true,
          lines: good.map((line) => ({
            productId: productOf.get(line.lineId)?.productId ?? '',
            expected: line.restocked,
            accepted: line.restocked,
          })),
        })
  await writeArrival(ctx, { id, note, arrived, receiptId })
  const after = known.map((line) => {
    const came = arrived.find((one) => one.lineId === line.id)
    return {
      ...line,
      restocked: line.restocked + (came?.restocked ?? 0),
      unsaleable: line.unsaleable + (came?.unsaleable ?? 0),
    }
  })
  const state = stateAfter(after)
  await setState(ctx, { id, state, reason: '', isEnd: state === 'received' })
  const sum = (of: 'restocked' | 'unsaleable') => arrived.reduce((n, line) => n + line[of], 0)
  emit(ctx, 'return.arrived', subjectOf(found), {
    number: found.number,
    accepted: sum('restocked'),
    refused: sum('unsaleable'),
  })
  if (state === 'received') emit(ctx, 'return.completed', subjectOf(found), { number: found.number })
}

function refuseArrival(lines: Arrival['lines'], known: readonly (LineCount & { id: string })[]): void {
  const lineOf = new Map(known.map((line) => [line.id, line]))
  const seen = new Set<string>()
  const problems = lines.flatMap((line, i): FieldProblem[] => {
    const on = lineOf.get(line.lineId)
    const isTwice = seen.has(line.lineId)
    seen.add(line.lineId)
    if (!on || isTwice) {
      const message = refusals[on ? 'return.line_twice' : 'return.no_such_line']
      return [{ path: `lines[${i}].lineId`, message }]
    }
    const refusal = whyNotArrive(line, missingOf(on))
    const field = refusal === 'return.condition_missing' ? 'condition' : 'restocked'
    return refusal ? [{ path: `lines[${i}].${field}`, message: refusals[refusal] }] : []
  })
  if (problems.length === 0 && lines.every((line) => line.restocked + line.unsaleable === 0))
    problems.push({ path: 'lines', message: refusals['return.nothing_arrived'] })
  if (problems.length > 0) throw new Invalid(problems)
}

type Written = { id: string; note: string; arrived: Arrival['lines']; receiptId: string | null }

async function writeArrival(ctx: Ctx, { id, note, arrived, receiptId }: Written): Promise<void> {
  const arrivalId = newId()
  const tenantId = ctx.tenant.id
  const rows = sql`unnest(${arrived.map((l) => l.lineId)}::uuid[], ${arrived.map((l) => l.restocked)}::bigint[], ${arrived.map((l) => l.unsaleable)}::bigint[],
    ${arrived.map((l) => (l.unsaleable > 0 ? l.condition : null))}::text[]) as a (line_id, restocked, unsaleable, condition)`
  await ctx.db.run(sql`
    insert into return_arrival (tenant_id, id, return_id, arrived_at, received_by, receipt_id, note)
    values (${tenantId}, ${arrivalId}, ${id}, ${ctx.now}, ${userIdOf(ctx)}::uuid, ${receiptId}::uuid, ${note})`)
  await ctx.db.run(sql`
    insert into return_arrival_line (tenant_id, arrival_id, line_id, restocked, unsaleable, condition)
    select ${tenantId}, ${arrivalId}, a.* from ${rows}`)
  await ctx.db.run(sql`
    update return_line l set restocked = l.restocked + a.restocked, unsaleable = l.unsaleable + a.unsaleable
    from ${rows} where l.tenant_id = ${tenantId} and l.id = a.line_id`)
}

/** The rest does not come back. */
export async function closeReturn(ctx: Ctx, { id, reason }: { id: string; reason: string }): Promise<void> {
  const found = await lockReturn(ctx, id, 'close')
  await setState(ctx, { id, state: 'closed', reason, isEnd: true })
  emit(ctx, 'return.closed', subjectOf(found), { number: found.number, reason })
}

/** Nothing comes back. */
export async function cancelReturn(ctx: Ctx, { id, reason }: { id: string; reason: string }): Promise<void> {
  const found = await lockReturn(ctx, id, 'cancel')
  await setState(ctx, { id, state: 'cancelled', reason, isEnd: true })
  emit(ctx, 'return.cancelled', subjectOf(found), { number: found.number, reason })
}

type Locked = Fields & {
  id: string
  number: string
  orderId: string
  warehouseId: string
  state: ReturnState
  version: number
}

async function lockReturn(ctx: Ctx, id: string, action: ReturnAction): Promise<Locked> {
  const found = await ctx.db.one(
    sql<Locked>`
    select r.id, r.number, r.order_id as "orderId", r.warehouse_id as "warehouseId", r.state, r.reason, r.note, r.waybill,
      to_char(r.expected_on, 'YYYY-MM-DD') as "expectedOn", r.version
    from return_order r where r.tenant_id = ${ctx.tenant.id} and r.id = ${id} and ${returnScope(ctx)} for update of r`,
    'return',
  )
  const refusal = whyNotReturn(found.state, action)
  if (refusal) throw new Refused(refusal)
  return found
}

type Ending = { id: string; state: ReturnState; reason: string; isEnd: boolean }

async function setState(ctx: Ctx, { id, state, reason, isEnd }: Ending): Promise<void> {
  await ctx.db.run(sql`
    update return_order set state = ${state}, end_reason = ${reason}, ended_at = ${isEnd ? ctx.now : null}::timestamptz,
      ended_by = ${isEnd ? userIdOf(ctx) : null}::uuid
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
}

const subjectOf = ({ id, orderId }: { id: string; orderId: string }): Subject => ({
  type: 'return_order',
  id,
  parentId: orderId,
})
