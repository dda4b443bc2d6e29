import { laneOf } from '#modules/contracts/clause.ts'
import { ANSWERS_MAX, importAnswers } from '#modules/engagement/answers.ts'
import { createParties } from '#modules/customers/parties.ts'
import { createProducts, createWarehouses, importStock, reserveStock } from '#modules/inventory/stock.ts'
import { importOrders } from '#modules/orders/imported.ts'
import { refreshSums } from '#modules/orders/sums.ts'
import type { ImportedOrder, ImportedResult } from '#modules/orders/order-types.ts'
import type { Cause } from '#modules/promises/promise.ts'
import { type ImportedPromise, importPromises } from '#modules/promises/promises.ts'
import { IMPORT_MAX as SHIPMENTS_MAX, importShipments } from '#modules/shipments/imported.ts'
import { type Ctx, type Tenant, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import type { History, OrderDraft } from './history.ts'
import type { ImportReport } from './report.ts'
import { chunksOf } from './table.ts'

const ORDERS_PER_TRANSACTION = 500
const STATEMENT_MS = 120_000

type Load = {
  database: Database
  tenant: Tenant
  history: History
  source: string
  report: ImportReport
  now: Date
}
type Ids = {
  codes: Map<string, string>
  parties: Map<string, string>
  sites: Map<string, string>
  warehouses: Map<string, string>
  products: Map<string, string>
}

/**
 * Writes a history with the modules' set-based verbs: master data in one transaction, orders in parts of 500, each with its lines, stock,
 * shipments, promises and answers. What is there already (same source and reference) is left as it is, so a load can be run again after
 * a stop and adds only what is missing.
 */
export async function loadHistory(load: Load): Promise<void> {
  const ids = await inTransaction(load, (ctx) => writeMasterData(ctx, load))
  for (const part of chunksOf(load.history.orders, ORDERS_PER_TRANSACTION))
    await inTransaction(load, (ctx) => writeOrders(ctx, part, { ...load, ids }))
}

function inTransaction<T>({ database, tenant, now }: Load, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return withCtx(database, systemSeed(tenant, 'import', now), work, { statementMs: STATEMENT_MS })
}

function count(report: ImportReport, what: string, n: number): void {
  report.imported[what] = (report.imported[what] ?? 0) + n
}

async function writeMasterData(ctx: Ctx, { history, source, report }: Load): Promise<Ids> {
  const parties = await writeParties(ctx, { history, source, report })
  const products = await writeProducts(ctx, history, report)
  const warehouses = await writeWarehouses(ctx, { history, parties, report })
  await writeStock(ctx, history, { warehouses, products })
  return {
    parties,
    products,
    warehouses,
    codes: new Map(history.warehouses.map((w) => [w.key, w.code])),
    sites: await siteIds(ctx, source),
  }
}

const refOf = (source: string, key: string): string => `${source}:${key}`

async function writeParties(
  ctx: Ctx,
  { history, source, report }: Pick<Load, 'history' | 'source' | 'report'>,
): Promise<Map<string, string>> {
  const known = await idsBy(
    ctx,
    sql`select external_ref as key, id from party where tenant_id = ${ctx.tenant.id} and external_ref like ${`${source}:%`}`,
  )
  const fresh = history.parties.filter((p) => !known.has(refOf(source, p.key)))
  for (const part of chunksOf(fresh, 5_000)) {
    const made = await createParties(
      ctx,
      part.map((p) => ({
        name: p.name,
        kind: p.kind,
        roles: p.roles,
        externalRef: refOf(source, p.key),
        sites: p.sites.map(({ key, ...site }) => ({ ...site, externalRef: refOf(source, key) })),
      })),
    )
    part.forEach((p, i) => known.set(refOf(source, p.key), made[i] ?? ''))
  }
  count(report, 'parties', fresh.length)
  return new Map(history.parties.map((p) => [p.key, known.get(refOf(source, p.key)) ?? '']))
}

async function siteIds(ctx: Ctx, source: string): Promise<Map<string, string>> {
  const known = await idsBy(
    ctx,
    sql`select external_ref as key, id from site where tenant_id = ${ctx.tenant.id} and external_ref like ${`${source}:%`}`,
  )
  return new Map([...known].map(([ref, id]) => [ref.slice(source.length + 1), id]))
}

async function writeProducts(
  ctx: Ctx,
  { products }: History,
  report: ImportReport,
): Promise<Map<string, string>> {
  const known = await idsBy(ctx, sql`select sku as key, id from product where tenant_id = ${ctx.tenant.id}`)
  const fresh = products.filter((p) => !known.has(p.sku))
  const made = await createProducts(
    ctx,
    fresh.map(({ key: _key, ...fields }) => fields),
  )
  fresh.forEach((p, i) => known.set(p.sku, made[i] ?? ''))
  count(report, 'products', fresh.length)
  return new Map(products.map((p) => [p.key, known.get(p.sku) ?? '']))
}

async function writeWarehouses(
  ctx: Ctx,
  { history, parties, report }: Pick<Load, 'history' | 'report'> & { parties: Map<string, string> },
): Promise<Map<string, string>> {
  const known = await idsBy(
    ctx,
    sql`select code as key, id from warehouse where tenant_id = ${ctx.tenant.id}`,
  )
  const fresh = history.warehouses.filter((w) => !known.has(w.code))
  const made = await createWarehouses(
    ctx,
    fresh.map(({ key: _key, supplierKey, ...fields }) => ({
      ...fields,
      supplierId: supplierKey ? (parties.get(supplierKey) ?? null) : null,
    })),
  )
  fresh.forEach((w, i) => known.set(w.code, made[i] ?? ''))
  count(report, 'warehouses', fresh.length)
  return new Map(history.warehouses.map((w) => [w.key, known.get(w.code) ?? '']))
}

/** Opening balances, only where nothing was counted before. */
async function writeStock(
  ctx: Ctx,
  { stock }: History,
  { warehouses, products }: Pick<Ids, 'warehouses' | 'products'>,
): Promise<void> {
  if (stock.length === 0) return
  const rows = stock.map((s) => ({
    warehouseId: warehouses.get(s.warehouseKey) ?? '',
    productId: products.get(s.productKey) ?? '',
    quantity: s.onHand,
  }))
  const known = await ctx.db.all(sql<{ key: string }>`
    select distinct warehouse_id || '/' || product_id as key from stock_movement
    where tenant_id = ${ctx.tenant.id} and product_id = any(${[...new Set(rows.map((r) => r.productId))]}::uuid[])`)
  const counted = new Set(known.map((k) => k.key))
  await importStock(
    ctx,
    rows.filter((r) => !counted.has(`${r.warehouseId}/${r.productId}`)),
  )
}

async function idsBy(ctx: Ctx, query: ReturnType<typeof sql>): Promise<Map<string, string>> {
  const rows = (await ctx.db.all(query)) as { key: string; id: string }[]
  return new Map(rows.map((r) => [r.key, r.id]))
}

type Written = { draft: OrderDraft; result: ImportedResult }

async function writeOrders(
  ctx: Ctx,
  drafts: OrderDraft[],
  { history, ids, report }: Load & { ids: Ids },
): Promise<void> {
  const results = await importOrders(
    ctx,
    drafts.map((draft) => importedOrder(draft, history.currency, ids)),
  )
  const written = drafts
    .map((draft, i) => ({ draft, result: results[i] as ImportedResult }))
    .filter(({ result }) => !result.existing)
  report.existing += drafts.length - written.length
  await listLeftOut(
    ctx,
    drafts.flatMap((draft, i) => (results[i]?.existing ? [{ draft, result: results[i] }] : [])),
    report,
  )
  const reserved = await reserveWaiting(ctx, written, ids)
  const shipments = written.flatMap((w) => shipmentsOf(w, history.currency, ids))
  for (const part of chunksOf(shipments, SHIPMENTS_MAX)) await importShipments(ctx, part)
  const promises = written.flatMap((w) => promisesOf(w, ids))
  await importPromises(ctx, promises)
  await refreshSums(
    ctx,
    written.map(({ result }) => result.id),
  )
  const answers = drafts.flatMap((draft, i) =>
    draft.answers.map((a) => ({
      orderId: results[i]?.id ?? '',
      customerId: ids.parties.get(draft.customerKey) ?? '',
      score: a.score,
      scale: 5,
      title: a.title,
      comment: a.comment,
      askedAt: a.askedMs === null ? null : new Date(a.askedMs),
      answeredAt: new Date(a.answeredMs),
      externalRef: a.ref,
    })),
  )
  let created = 0
  for (const part of chunksOf(answers, ANSWERS_MAX)) created += (await importAnswers(ctx, part)).created
  count(report, 'orders', written.length)
  count(
    report,
    'lines',
    written.reduce((n, w) => n + w.draft.lines.length, 0),
  )
  count(report, 'reserved lines', reserved)
  count(report, 'shipments', shipments.length)
  count(report, 'promises', promises.length)
  count(report, 'answers', created)
}

/** Orders that were there already stay as they are; their lines in the file that are not theirs yet are listed as rejected. */
async function listLeftOut(ctx: Ctx, existing: Written[], report: ImportReport): Promise<void> {
  if (existing.length === 0) return
  const known = await ctx.db.all(sql<{ orderId: string; ref: string }>`
    select l.order_id as "orderId", coalesce(l.external_ref, '') as ref from order_line l
    where l.tenant_id = ${ctx.tenant.id} and l.order_id = any(${existing.map((e) => e.result.id)}::uuid[])`)
  const there = new Set(known.map((l) => `${l.orderId} ${l.ref}`))
  for (const { draft, result } of existing)
    for (const line of draft.lines)
      if (!there.has(`${result.id} ${line.externalRef}`))
        report.rejected.push({
          ...line.from,
          column: 'order',
          value: draft.ref,
          reason: 'the order was loaded before without this line and was left as it is',
        })
}

const at = (ms: number | null): Date | null => (ms === null ? null : new Date(ms))

function importedOrder(draft: OrderDraft, currency: string, ids: Ids): ImportedOrder {
  return {
    externalRef: draft.ref,
    customerId: ids.parties.get(draft.customerKey) ?? '',
    siteId: draft.siteKey ? ids.sites.get(draft.siteKey) : undefined,
    address: draft.address,
    mode: draft.mode,
    state: draft.state,
    placedAt: new Date(draft.placedMs),
    placedBasis: draft.placedBasis,
    acknowledgedAt: new Date(draft.placedMs),
    deliveredAt: at(draft.deliveredMs),
    cancelledAt: draft.state === 'cancelled' ? new Date(draft.placedMs) : null,
    cancelledBy: draft.cancelledBy,
    cancelReason: draft.cancelReason ?? undefined,
    currency,
    lines: draft.lines.map((line) => ({
      productId: ids.products.get(line.productKey) ?? '',
      quantity: line.quantity,
      shipped: line.deliveredMs !== null || line.shippedMs !== null ? line.quantity : 0,
      delivered: line.deliveredMs !== null ? line.quantity : 0,
      cancelled: draft.state === 'cancelled' ? line.quantity : 0,
      filledFirst: line.lacking ? 0 : line.quantity,
      unitPriceMinor: line.unitPriceMinor,
      amountMinor: line.amountMinor,
      deliveredAt: at(line.deliveredMs),
      externalRef: line.externalRef,
    })),
  }
}

async function reserveWaiting(ctx: Ctx, written: Written[], ids: Ids): Promise<number> {
  const lines = written.flatMap(({ draft, result }) =>
    draft.lines.flatMap((line, i) =>
      line.waiting && line.warehouseKey
        ? [
            {
              warehouseId: ids.warehouses.get(line.warehouseKey) ?? '',
              productId: ids.products.get(line.productKey) ?? '',
              orderId: result.id,
              orderLineId: result.lineIds[i] ?? '',
              quantity: line.quantity,
            },
          ]
        : [],
    ),
  )
  if (!(await reserveStock(ctx, lines))) throw new Error('the opening stock does not cover what waits')
  return lines.length
}

function shipmentsOf({ draft, result }: Written, currency: string, ids: Ids) {
  return draft.shipments.map((shipment) => ({
    orderId: result.id,
    customerId: ids.parties.get(draft.customerKey) ?? '',
    warehouseId: ids.warehouses.get(shipment.warehouseKey) ?? '',
    carrierId: ids.parties.get(shipment.carrierKey ?? '') ?? null,
    waybill: shipment.handedOverMs !== null || shipment.deliveredMs !== null ? shipment.ref : null,
    mode: shipment.mode,
    lane: laneFrom(draft, shipment.warehouseKey, ids),
    currency,
    createdAt: new Date(draft.placedMs),
    shipBy: at(shipment.shipByMs),
    handedOverAt: at(shipment.handedOverMs),
    deliveredAt: at(shipment.deliveredMs),
    weightG: shipment.weightG,
    freightMinor: shipment.freightMinor,
    externalRef: shipment.ref,
    lines: shipment.lineIndexes.map((i) => {
      const line = draft.lines[i]
      return {
        orderLineId: result.lineIds[i] ?? '',
        productId: ids.products.get(line?.productKey ?? '') ?? '',
        quantity: line?.quantity ?? 1,
        delivered: line?.deliveredMs === null ? 0 : (line?.quantity ?? 0),
      }
    }),
  }))
}

const laneFrom = (draft: OrderDraft, warehouseKey: string | null, ids: Ids): string =>
  laneOf(ids.codes.get(warehouseKey ?? '') ?? '', {
    country: draft.address.country,
    province: draft.address.province,
  })

const withdrawnFor = ({ state, cancelledBy }: OrderDraft): Cause | null =>
  state !== 'cancelled' ? null : cancelledBy === 'us' ? 'out_of_stock' : 'order_cancelled'

function promisesOf({ draft, result }: Written, ids: Ids): ImportedPromise[] {
  const common = {
    orderId: result.id,
    customerId: ids.parties.get(draft.customerKey) ?? '',
    madeAt: draft.placedMs,
    startedAt: draft.placedMs,
    mode: draft.mode,
    service: 'standard',
    withdrawn: withdrawnFor(draft),
  }
  const ofLines = draft.lines.flatMap((line, i): ImportedPromise[] => {
    const place = {
      ...common,
      subjectType: 'order_line' as const,
      subjectId: result.lineIds[i] ?? '',
      warehouseId: ids.warehouses.get(line.warehouseKey ?? '') ?? null,
      carrierId: ids.parties.get(line.carrierKey ?? '') ?? null,
      mode: line.mode,
      lane: laneFrom(draft, line.warehouseKey, ids),
      quantity: line.quantity,
    }
    return [
      ...(line.shipDueMs === null
        ? []
        : [
            {
              ...place,
              kind: 'ship' as const,
              dueAt: line.shipDueMs,
              fulfilledAt: line.shippedMs,
              // Handed over and then taken back: this promise was met or missed before.
              ...(line.shippedMs === null ? {} : { withdrawn: null }),
            },
          ]),
      ...(line.dueMs === null
        ? []
        : [{ ...place, kind: 'deliver' as const, dueAt: line.dueMs, fulfilledAt: line.deliveredMs }]),
    ]
  })
  if (draft.dueMs === null) return ofLines
  return [
    ...ofLines,
    {
      ...common,
      kind: 'deliver',
      subjectType: 'order',
      subjectId: result.id,
      dueAt: draft.dueMs,
      fulfilledAt: draft.deliveredMs,
    },
  ]
}
