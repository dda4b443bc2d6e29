import type { RawBuilder } from 'kysely'
import { reserveFragment } from '#modules/inventory/stock.ts'
import { type KeptPromise, keptPromiseFragments } from '#modules/promises/kept.ts'
import { type Ctx, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { type Draft, type DraftLine, reservationsOf } from './drafting.ts'
import type { Demand } from './timing.ts'
import type { LinePlan } from './plan.ts'

export type Written = {
  /** False: somebody was faster, and nothing was written. */ enough: boolean
  /** Orders whose reference was taken meanwhile are missing; the caller must then undo the rest. */ ids: Set<string>
}

/**
 * Reserves the stock of orders and writes them with lines, allocation, shortages, holds and promises, in one statement and only
 * together: the rows of stock stay locked no longer than that and the commit.
 */
export async function writeOrders(ctx: Ctx, drafts: readonly Draft[]): Promise<Written> {
  const { enough, ids } = await ctx.db.one(sql<{ enough: boolean; ids: string[] }>`
    with ${partsOf(ctx, drafts)} select enough, array(select id from placed) as ids from verdict`)
  return { enough, ids: new Set(ids) }
}

/**
 * The same with the commit: one trip less, and the stock is locked no longer than PostgreSQL needs. When somebody was faster the
 * transaction fails and is begun anew (`ctx.attempt`).
 */
export function writeOrdersAtCommit(ctx: Ctx, drafts: readonly Draft[]): void {
  ctx.atCommit.push(sql`
    with ${partsOf(ctx, drafts)} select as_planned(enough and (select count(*) from placed) = ${drafts.length}) from verdict`)
}

function partsOf(ctx: Ctx, drafts: readonly Draft[]): RawBuilder<unknown> {
  const lines = drafts.flatMap((draft) => draft.lines.map((line) => ({ draft, line })))
  const short = lines.filter(({ line }) => line.plan && line.plan.short > 0)
  const holds = drafts.flatMap((draft) => draft.checked.holds.map((hold) => ({ draft, hold })))
  const allocated = drafts.filter((draft) => draft.allocation || draft.checked.given.shipComplete)
  const promises = drafts.flatMap((draft) => promisesOfDraft(ctx, draft))
  const parts: RawBuilder<unknown>[] = [
    reserveFragment(ctx, reservationsOf(drafts)),
    sql`placed as (${insertOrders(ctx, drafts)})`,
    sql`lines as (${insertLines(ctx, lines)} where ${ofPlaced})`,
  ]
  if (allocated.length > 0)
    parts.push(sql`allocated as (${insertAllocations(ctx, allocated)} where ${ofPlaced})`)
  if (short.length > 0)
    parts.push(
      sql`short as (${insertShortages(
        ctx,
        short.map(({ draft, line }) => shortageOf(draft, line)),
      )} where ${ofPlaced})`,
    )
  if (holds.length > 0)
    parts.push(
      sql`held as (${insertHolds(
        ctx,
        holds.map(({ draft, hold }) => ({ orderId: draft.id, ...hold })),
      )} where ${ofPlaced})`,
    )
  if (promises.length > 0) {
    const { made, ended } = keptPromiseFragments(ctx, promises, isReserved)
    parts.push(sql`made as (${made})`)
    if (ended) parts.push(sql`ended as (${ended})`)
  }
  return sql.join(parts, sql`, `)
}

const isReserved = sql<boolean>`(select enough from verdict)`
const ofPlaced = sql<boolean>`n.order_id in (select id from placed)`

function insertOrders(ctx: Ctx, drafts: readonly Draft[]): RawBuilder<unknown> {
  const given = drafts.map((draft) => draft.checked.given)
  const checked = drafts.map((draft) => draft.checked)
  const text = (of: (draft: (typeof given)[number]) => string | undefined) =>
    given.map((order) => of(order) ?? '')
  return sql`
    insert into sales_order (tenant_id, id, number, external_ref, channel, customer_id, site_id, service, mode, urgent, state, placed_at, requested_at,
      consignee_name, consignee_phone, phone_tail, country, province, city, district, street, postcode, goods_class, delivery_note, amount_minor,
      currency, note, batch_id, created_by, line_count, units, deliver_by, acknowledged_at)
    select ${ctx.tenant.id}, n.id, n.number, n.external_ref, n.channel, n.customer_id, n.site_id, n.service, n.mode, n.urgent, n.state, ${ctx.now}, n.requested_at,
      n.consignee_name, n.consignee_phone, n.phone_tail, n.country, n.province, n.city, n.district, n.street, n.postcode, n.goods_class, n.delivery_note,
      n.amount_minor, ${ctx.tenant.currency}, n.note, n.batch_id, ${ctx.actor.kind === 'system' ? null : ctx.actor.id}::uuid,
      n.line_count, n.units, n.deliver_by,
      case when n.state = 'held' then null else ${ctx.now}::timestamptz end
    from unnest(
      ${drafts.map((d) => d.id)}::uuid[], ${drafts.map((d) => d.number)}::text[], ${given.map((o) => o.externalRef || null)}::text[], ${given.map((o) => o.channel)}::text[],
      ${checked.map((c) => c.customer.id)}::uuid[], ${given.map((o) => o.siteId ?? null)}::uuid[], ${drafts.map((d) => d.demand.service)}::text[],
      ${text((o) => o.mode)}::text[], ${drafts.map((d) => d.demand.urgent)}::boolean[], ${drafts.map((d) => d.state)}::text[],
      ${checked.map((c) => isoOrNull(c.requestedMs))}::timestamptz[], ${checked.map((c) => c.consigneeName)}::text[], ${checked.map((c) => c.consigneePhone)}::text[],
      ${checked.map((c) => c.phoneTail)}::text[], ${checked.map((c) => c.address.country)}::text[], ${checked.map((c) => c.address.province)}::text[],
      ${checked.map((c) => c.address.city)}::text[], ${checked.map((c) => c.address.district)}::text[], ${checked.map((c) => c.address.street)}::text[],
      ${checked.map((c) => c.address.postcode)}::text[], ${text((o) => o.goodsClass)}::text[], ${text((o) => o.deliveryNote)}::text[],
      ${checked.map((c) => c.amountMinor)}::bigint[], ${text((o) => o.note)}::text[], ${given.map((o) => o.batchId ?? null)}::uuid[],
      ${drafts.map((d) => d.lines.length)}::integer[], ${drafts.map(unitsOf)}::bigint[], ${drafts.map((d) => isoOrNull(deliverMs(d)))}::timestamptz[]
    ) as n (id, number, external_ref, channel, customer_id, site_id, service, mode, urgent, state, requested_at, consignee_name, consignee_phone, phone_tail,
      country, province, city, district, street, postcode, goods_class, delivery_note, amount_minor, note, batch_id, line_count, units, deliver_by)
    where ${isReserved}
    on conflict (tenant_id, customer_id, external_ref) where external_ref is not null do nothing
    returning id`
}

const unitsOf = (draft: Draft): number => draft.lines.reduce((sum, line) => sum + line.quantity, 0)

const deliverMs = (draft: Draft): number | null => {
  const due = draft.lines.flatMap((line) => line.plan?.deliver?.dueMs ?? [])
  return due.length > 0 ? Math.max(...due) : null
}

type OwnedLine = { draft: Draft; line: DraftLine }

function insertLines(ctx: Ctx, lines: readonly OwnedLine[]): RawBuilder<unknown> {
  return sql`
    insert into order_line (tenant_id, id, order_id, line_no, product_id, quantity, filled_first, unit_price_minor, amount_minor, requested_at, external_ref)
    select ${ctx.tenant.id}, n.* from unnest(
      ${lines.map(({ line }) => line.id)}::uuid[], ${lines.map(({ draft }) => draft.id)}::uuid[], ${lines.map(({ line }) => line.lineNo)}::integer[],
      ${lines.map(({ line }) => line.product.id)}::uuid[], ${lines.map(({ line }) => line.quantity)}::bigint[], ${lines.map(({ line }) => line.plan?.filled ?? 0)}::bigint[],
      ${lines.map(({ line }) => line.unitPriceMinor)}::bigint[], ${lines.map(({ line }) => line.unitPriceMinor * line.quantity)}::bigint[],
      ${lines.map(({ line }) => isoOrNull(line.requestedMs))}::timestamptz[], ${lines.map(({ line }) => line.externalRef)}::text[]
    ) as n (id, order_id, line_no, product_id, quantity, filled_first, unit_price_minor, amount_minor, requested_at, external_ref)`
}

function insertAllocations(ctx: Ctx, drafts: readonly Draft[]): RawBuilder<unknown> {
  return allocationRows(
    ctx,
    drafts.map((draft) => ({
      orderId: draft.id,
      costMinor: draft.allocation?.costMinor ?? 0,
      explanation: draft.allocation ?? { shipComplete: true },
    })),
  )
}

/** Rows of order_allocation; the alias is `n`. */
export function allocationRows(
  ctx: Ctx,
  rows: readonly { orderId: string; costMinor: number; explanation: object }[],
): RawBuilder<unknown> {
  return sql`
    insert into order_allocation (tenant_id, id, order_id, at, cost_minor, explanation)
    select ${ctx.tenant.id}, n.id, n.order_id, ${ctx.now}, n.cost_minor, n.explanation from unnest(
      ${rows.map(() => newId())}::uuid[], ${rows.map((row) => row.orderId)}::uuid[], ${rows.map((row) => row.costMinor)}::bigint[],
      ${rows.map((row) => JSON.stringify(row.explanation))}::jsonb[]
    ) as n (id, order_id, cost_minor, explanation)`
}

export type NewShortage = {
  orderId: string
  orderLineId: string
  productId: string
  customerId: string
  quantity: number
  detectedAt?: Date
  decision?: string | null
  decidedBy?: string | null
  backorderUntil?: Date | null
  note?: string
}

function shortageOf({ id, checked }: Draft, line: DraftLine): NewShortage {
  return {
    orderId: id,
    orderLineId: line.id,
    productId: line.product.id,
    customerId: checked.customer.id,
    quantity: line.plan?.short ?? 0,
  }
}

/** Rows of shortage; the alias is `n`. */
export function insertShortages(ctx: Ctx, rows: readonly NewShortage[]): RawBuilder<unknown> {
  return sql`
    insert into shortage (tenant_id, id, order_id, order_line_id, product_id, customer_id, quantity, detected_at, decision, decided_at, decided_by, backorder_until, note)
    select ${ctx.tenant.id}, n.id, n.order_id, n.order_line_id, n.product_id, n.customer_id, n.quantity, n.detected_at, n.decision,
      case when n.decision is null then null else ${ctx.now}::timestamptz end, n.decided_by, n.backorder_until, n.note
    from unnest(
      ${rows.map(() => newId())}::uuid[], ${rows.map((row) => row.orderId)}::uuid[], ${rows.map((row) => row.orderLineId)}::uuid[], ${rows.map((row) => row.productId)}::uuid[],
      ${rows.map((row) => row.customerId)}::uuid[], ${rows.map((row) => row.quantity)}::bigint[], ${rows.map((row) => row.detectedAt ?? ctx.now)}::timestamptz[],
      ${rows.map((row) => row.decision ?? null)}::text[], ${rows.map((row) => row.decidedBy ?? null)}::uuid[], ${rows.map((row) => row.backorderUntil ?? null)}::timestamptz[],
      ${rows.map((row) => row.note ?? '')}::text[]
    ) as n (id, order_id, order_line_id, product_id, customer_id, quantity, detected_at, decision, decided_by, backorder_until, note)`
}

/** Rows of order_hold; the alias is `n`. */
export function insertHolds(
  ctx: Ctx,
  rows: readonly { orderId: string; kind: string; reason: string }[],
): RawBuilder<unknown> {
  return sql`
    insert into order_hold (tenant_id, id, order_id, kind, reason, placed_at, placed_by)
    select ${ctx.tenant.id}, n.id, n.order_id, n.kind, n.reason, ${ctx.now}, ${userIdOf(ctx)}::uuid from unnest(
      ${rows.map(() => newId())}::uuid[], ${rows.map((row) => row.orderId)}::uuid[], ${rows.map((row) => row.kind)}::text[], ${rows.map((row) => row.reason)}::text[]
    ) as n (id, order_id, kind, reason)`
}

/** Acknowledged as it is taken; ship and deliver for what is set aside. The short part is promised when it is decided. */
function promisesOfDraft(ctx: Ctx, draft: Draft): KeptPromise[] {
  if (!draft.acknowledge) return []
  const { clauseId, dueMs } = draft.acknowledge
  const owner = { id: draft.id, demand: draft.demand }
  return [
    { ...acknowledgement(owner, { clauseId, dueMs }), fulfilledAt: ctx.now },
    ...draft.lines.flatMap((line) => (line.plan ? linePromises(owner, line.plan) : [])),
  ]
}

type Owner = { id: string; demand: Demand }

export function acknowledgement(
  { id, demand }: Owner,
  { clauseId, dueMs }: { clauseId: string | null; dueMs: number },
): KeptPromise {
  const { customerId, classKey, service, urgent } = demand
  return {
    kind: 'acknowledge',
    subjectType: 'order',
    subjectId: id,
    orderId: id,
    customerId,
    clauseId,
    dueAt: dueMs,
    service,
    classKey,
    urgent,
  }
}

/** The promises of one line for the part that is filled; none when nothing is. */
export function linePromises({ id, demand }: Owner, plan: LinePlan): KeptPromise[] {
  const { customerId, classKey, service, urgent } = demand
  return (['ship', 'deliver'] as const).flatMap((kind) => {
    const promised = plan[kind]
    if (!promised) return []
    const { clauseId, dueMs, earlyMs, contractDueMs, warehouseId, carrierId, lane, mode, risk } = promised
    return [
      {
        kind,
        subjectType: 'order_line' as const,
        subjectId: plan.lineId,
        orderId: id,
        customerId,
        clauseId,
        earlyAt: earlyMs,
        dueAt: dueMs,
        contractDueAt: contractDueMs,
        warehouseId,
        carrierId,
        lane,
        mode,
        service,
        classKey,
        urgent,
        quantity: plan.filled,
        risk,
      },
    ]
  })
}

export const isoOrNull = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString()
