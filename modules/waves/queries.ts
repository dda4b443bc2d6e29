import type { ResultOf } from '#platform/api.ts'
import { listWarehouses, visible } from '#modules/orders/queries.ts'
import { refusals as orderRefusals } from '#modules/orders/refusals.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { platformRefusals } from '#platform/errors.ts'
import { containing } from '#platform/like.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import { type Bilingual, fill } from '#platform/text.ts'
import type { wavesApi } from './api.ts'
import type { OrderChange } from './proposal.ts'
import { refusals } from './refusals.ts'
import { WAVE_LINES_MAX, WAVE_ORDERS_MAX, WAVE_WAREHOUSES_MAX, type WaveOutcome } from './wave.ts'
import { waveList } from './wave-list.ts'

export type WaveView = ResultOf<typeof wavesApi.getWave>
export type WaveOrders = ResultOf<typeof wavesApi.listWaveOrders>

const words: Record<string, Bilingual> = { ...platformRefusals, ...orderRefusals, ...refusals }
const LIMITS = { maxOrders: WAVE_ORDERS_MAX, maxLines: WAVE_LINES_MAX, maxWarehouses: WAVE_WAREHOUSES_MAX }
const wordsOf = (ctx: Ctx, code: string): string => fill(words[code]?.[ctx.locale] ?? code, LIMITS)

type WaveRow = Omit<WaveView, 'problem' | 'createdAt' | 'readyAt' | 'applyingAt' | 'endedAt' | 'reasons'> & {
  code: string | null
  applyingAt: Date | null
  reasons: { code: string; orders: number }[]
  createdAt: Date
  readyAt: Date | null
  endedAt: Date | null
}

/** A wave tells of many orders at once: whoever sees only part of the company sees his own. */
export const mayBeSeen = (ctx: Ctx) =>
  Object.keys(ctx.actor.scopes).length === 0 ? sql<boolean>`true` : sql<boolean>`w.actor_id = ${ctx.actor.id}`

const columns = sql`
  w.id, w.number, w.state, cardinality(w.order_ids) as chosen, w.created_at as "createdAt", w.ready_at as "readyAt", w.applying_at as "applyingAt",
  w.ended_at as "endedAt", w.reason, w.progress, w.summary, w.code, u.name as by, a.name as "appliedBy", n.moved, n.unmoved, n.left,
  (select coalesce(json_agg(json_build_object('code', r.code, 'orders', r.orders) order by r.orders desc, r.code), '[]') from (
    select o.code, count(*)::int as orders from wave_order o
    where o.tenant_id = w.tenant_id and o.wave_id = w.id and o.code is not null group by o.code) r) as reasons`
const from = sql`wave w join app_user u on u.tenant_id = w.tenant_id and u.id = w.actor_id
  left join app_user a on a.tenant_id = w.tenant_id and a.id = w.applied_by
  cross join lateral (
    select count(*) filter (where o.outcome = 'moved')::int as moved, count(*) filter (where o.outcome = 'unmoved')::int as unmoved,
      count(*) filter (where o.outcome is null)::int as left
    from wave_order o where o.tenant_id = w.tenant_id and o.wave_id = w.id) n`

const changed = sql`(w.summary->>'changedOrders')::int`
const waveSql: ListSql<typeof waveList> = {
  fields: {
    state: sql`w.state`,
    createdBy: sql`w.actor_id`,
    created: sql`w.created_at`,
    chosen: sql`(w.order_ids is not null)`,
  },
  sorts: {
    created: sql`w.created_at`,
    ended: sql`w.ended_at`,
    number: sql`w.number`,
    state: sql`w.state`,
    changed,
  },
  tie: sql`w.id`,
  tieType: 'uuid',
}

/** Joint allocations, the newest first. `search`: its number, or the reason it was applied for. */
export async function listWaves(
  ctx: Ctx,
  { search, ...asked }: ListQuestion & { search?: string | undefined },
) {
  const like = search ? containing(search) : null
  const page = await readList<WaveRow>(ctx, listQuery(ctx, { spec: waveList, sql: waveSql }, asked), {
    columns,
    from,
    where: sql`w.tenant_id = ${ctx.tenant.id} and ${mayBeSeen(ctx)}
      and (${like}::text is null or w.number ilike ${like}::text or w.reason ilike ${like}::text)`,
  })
  return { ...page, rows: page.rows.map((row) => waveOf(ctx, row)) }
}

export async function getWave(ctx: Ctx, id: string): Promise<WaveView> {
  const row = await ctx.db.one(
    sql<WaveRow>`select ${columns} from ${from} where w.tenant_id = ${ctx.tenant.id} and w.id = ${id} and ${mayBeSeen(ctx)}`,
    'wave',
  )
  return waveOf(ctx, row)
}

const waveOf = (
  ctx: Ctx,
  { code, createdAt, readyAt, applyingAt, endedAt, reasons, ...row }: WaveRow,
): WaveView => ({
  ...row,
  reasons: reasons.map((one) => ({ ...one, message: wordsOf(ctx, one.code) })),
  applyingAt: applyingAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
  readyAt: readyAt?.toISOString() ?? null,
  endedAt: endedAt?.toISOString() ?? null,
  problem: code === null ? null : { code, message: wordsOf(ctx, code) },
})

type ChangedRow = {
  position: number
  id: string
  number: string
  urgent: boolean
  customer: { id: string; name: string }
  change: OrderChange
  outcome: 'moved' | 'unmoved' | null
  code: string | null
}
type Product = { id: string; sku: string; name: string; unit: string }
type Asked = {
  id: string
  limit: number
  cursor?: string | undefined
  outcome?: WaveOutcome | undefined
}

/** The orders a wave changes, those that go first in front, within the actor's scopes of today. */
export async function listWaveOrders(
  ctx: Ctx,
  { id, limit, cursor, outcome = undefined }: Asked,
): Promise<WaveOrders> {
  await getWave(ctx, id)
  const after = /^\d{1,6}$/.test(cursor ?? '') ? Number(cursor) : 0
  const found = await ctx.db.all(sql<ChangedRow>`
    select w.position, o.id, o.number, o.urgent, json_build_object('id', c.id, 'name', c.shown_name) as customer, w.change, w.outcome, w.code
    from wave_order w
    join sales_order o on o.tenant_id = w.tenant_id and o.id = w.order_id
    join party c on c.tenant_id = o.tenant_id and c.id = o.customer_id
    where w.tenant_id = ${ctx.tenant.id} and w.wave_id = ${id} and w.position > ${after}
      and (${outcome ?? null}::text is null or coalesce(w.outcome, 'left') = ${outcome ?? null}) and ${visible(ctx)}
    order by w.position limit ${limit + 1}`)
  const rows = found.slice(0, limit)
  const lines = rows.flatMap((row) => row.change.lines)
  const products = await ctx.db.all(sql<Product>`
    select id, sku, name, unit from product where tenant_id = ${ctx.tenant.id} and id = any(${[...new Set(lines.map((one) => one.productId))]}::uuid[])`)
  const warehouses = [
    ...lines.flatMap((one) => [...one.before, ...one.after]),
    ...rows.flatMap((row) => row.change.allocation.lines.flatMap((one) => [...one.chosen, ...one.rejected])),
  ].map((one) => one.warehouseId)
  const byId = new Map(products.map((product) => [product.id, product]))
  return {
    rows: rows.map((row) => viewOf(ctx, row, byId)),
    warehouses: await listWarehouses(ctx, [...new Set(warehouses)]),
    next: found.length > limit ? String(rows.at(-1)?.position ?? 0) : null,
  }
}

function viewOf(
  ctx: Ctx,
  row: ChangedRow,
  products: ReadonlyMap<string, Product>,
): WaveOrders['rows'][number] {
  const { change, position: _position, code, ...order } = row
  return {
    ...order,
    problem: code === null ? null : wordsOf(ctx, code),
    ...change,
    lines: change.lines.map(({ productId, ...line }) => ({
      ...line,
      product: products.get(productId) ?? { id: productId, sku: '', name: '', unit: '' },
    })),
  }
}
