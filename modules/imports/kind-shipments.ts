import { importOrders } from '#modules/orders/imported.ts'
import { announceErased, eraseOrders, lockOrders } from '#modules/orders/undo.ts'
import {
  erasePast,
  ordersOfShipments,
  restoreWaybills,
  setWaybills,
} from '#modules/shipments/imported-waybills.ts'
import { importShipments } from '#modules/shipments/imported.ts'
import { splitAddress } from './address-text.ts'
import type { Ctx } from '#platform/ctx.ts'
import type { Change, RowProblem } from './batch.ts'
import type { Applied, KindWork, Setup, Verdict, WorkRow } from './kind-work.ts'
import { changedSince, existsAlready, inUse, waybillTaken } from './row-problems.ts'
import { announceOrigin } from './row-reader.ts'
import { workedOn, workedOnSince } from './worked-on.ts'
import { type OrderFact, type ShipmentFacts, refKey, shipmentFacts } from './shipment-facts.ts'
import { type ShipmentRow, isPast, shipmentKey, shipmentReader } from './shipment-row.ts'
import { verdictOnExisting } from './update-rule.ts'

type Past = {
  customerId: string
  warehouseId: string
  lines: { productId: string; quantity: number }[]
}
type Target = { id: string; orderId: string; image: object }
type Group = {
  rows: ShipmentRow[]
  carrierId: string | null
  outcome: Verdict['outcome']
  problems: RowProblem[]
  changes: Change[]
  target: Target | null
  past: Past | null
}
/** What import_row.before keeps: the shipment as it was, or that it was made. */
type Before = { image: object | null }

/** Tracking numbers of shipments we planned, and shipments of the past with their orders. */
export const shipmentWork: KindWork = {
  isGrouped: true,
  stepGroups: 150,
  passes: () => 1,
  keyOf: shipmentKey,
  async check(ctx, setup, { rows }) {
    const groups = await judge(ctx, setup, { rows, isLocked: false })
    return groups.flatMap((group) => group.rows.map((row) => verdictOf(group, row)))
  },
  apply: applyShipments,
  undo: (ctx, setup, { rows }) => undoShipments(ctx, setup, rows),
  announceUndone: (ctx, { batchId }, orders) => announceErased(ctx, { orders, batchId }),
}

function verdictOf({ outcome, problems, changes, rows }: Group, row: ShipmentRow): Verdict {
  const { rowNo, problems: own } = row.open
  if (own.length > 0) return { rowNo, outcome: 'rejected', problems: own }
  const wrong = rows.find((one) => one.open.problems.length > 0)
  if (wrong) return { rowNo, outcome: 'rejected', problems: [otherRow(wrong.open.rowNo)] }
  return { rowNo, outcome, problems, changes: row === rows[0] ? changes : [] }
}

const otherRow = (rowNo: number): RowProblem => ({
  column: '',
  field: '',
  code: 'row.other_row',
  message: { zh: `同一运单的第 ${rowNo} 行有误`, en: `Row ${rowNo} of the same shipment is not right` },
})

type Judging = { rows: readonly WorkRow[]; isLocked: boolean }

async function judge(ctx: Ctx, setup: Setup, { rows, isLocked }: Judging): Promise<Group[]> {
  const read = shipmentReader(setup)
  const opened = rows.map((row) => ({ groupNo: row.groupNo, row: read(row) }))
  const facts = await shipmentFacts(ctx, { rows: opened.map((one) => one.row), isLocked })
  const taken = new Set<string>()
  return [...Map.groupBy(opened, (one) => one.groupNo).values()].map((members) =>
    judgeGroup(setup, { rows: members.map((one) => one.row), facts, taken, now: ctx.now }),
  )
}

type Members = {
  rows: ShipmentRow[]
  facts: ShipmentFacts
  /** Shipments and orders used by earlier groups. */ taken: Set<string>
  now: Date
}

function judgeGroup(setup: Setup, { rows, facts, taken, now }: Members): Group {
  const [first] = rows
  if (!first) throw new Error('a group has rows')
  const carrierId = carrierOf(first, facts)
  const group: Group = {
    rows,
    carrierId,
    outcome: 'rejected',
    problems: [],
    changes: [],
    target: null,
    past: null,
  }
  const order = orderOf(first, facts)
  if (first.open.problems.length > 0) return group
  if (order && !isPast(first)) return judgePlanned(setup, { group, first, order, facts, taken })
  const owner = facts.owners.find((one) => one.waybill === first.waybill && one.carrierId === carrierId)
  if (owner) {
    const outcome = verdictOnExisting(setup.duplicates, [])
    return { ...group, outcome, problems: [existsAlready(setup, 'waybill', first.waybill)] }
  }
  return judgePast({ group, first, order, facts, taken, now })
}

function carrierOf({ carrier, open }: ShipmentRow, { carriers }: ShipmentFacts): string | null {
  if (carrier === undefined) return null
  const found = carriers.get(carrier)
  if (!found)
    open.add('carrier', 'shipment.no_carrier', {
      zh: `没有承运商“${carrier}”，或有多个同名，请核对或填编号`,
      en: `No carrier, or more than one, is named “${carrier}”. Check it or give the number`,
    })
  return found?.id ?? null
}

function orderOf(row: ShipmentRow, facts: ShipmentFacts): OrderFact | null {
  const { orderNumber, customerNumber, externalRef, open } = row
  if (orderNumber !== undefined) {
    const order = facts.orderByNumber.get(orderNumber)
    if (!order)
      open.add('orderNumber', 'shipment.no_order', {
        zh: `没有订单“${orderNumber}”`,
        en: `There is no order “${orderNumber}”`,
      })
    return order ?? null
  }
  const customerId = facts.customers.get(customerNumber ?? '')
  if (customerId === undefined || externalRef === undefined) {
    const field = customerId === undefined ? 'customerNumber' : 'externalRef'
    open.add(field, 'shipment.no_customer', {
      zh: '请填订单号，或已有客户的编号和客户单号',
      en: 'Give the order number, or the number of a known customer and its reference',
    })
    return null
  }
  return facts.orderByRef.get(refKey(customerId, externalRef)) ?? null
}

type Planned = {
  group: Group
  first: ShipmentRow
  order: OrderFact
  facts: ShipmentFacts
  taken: Set<string>
}

/** Carrier and waybill for the shipment that waits; where several wait, the warehouse says which. */
function judgePlanned(setup: Setup, { group, first, order, facts, taken }: Planned): Group {
  const { open, waybill, warehouse, carrier } = first
  const here = (facts.open.get(order.id) ?? []).filter(
    (one) => warehouse === undefined || one.warehouseId === facts.warehouses.get(warehouse),
  )
  const fitting =
    here.find((one) => one.waybill === waybill) ??
    only(here.filter((one) => one.waybill === null && !taken.has(one.id))) ??
    only(here)
  if (!fitting) {
    const many = here.length > 1
    open.add('orderNumber', many ? 'shipment.many_planned' : 'shipment.none_planned', {
      zh: many
        ? `订单 ${order.number} 有 ${here.length} 个待发的发运单，请填发货仓库`
        : `订单 ${order.number} 没有待发的发运单（未计划、已发出或已取消）`,
      en: many
        ? `Order ${order.number} has ${here.length} shipments that wait. Give the warehouse`
        : `Order ${order.number} has no shipment that waits: none is planned, or it left or was cancelled`,
    })
    return group
  }
  const carrierId = group.carrierId ?? fitting.carrierId
  const owner = facts.owners.find((one) => one.waybill === waybill && one.carrierId === carrierId)
  if ((owner && owner.id !== fitting.id) || (taken.has(fitting.id) && fitting.waybill !== waybill)) {
    const outcome = verdictOnExisting(setup.duplicates, [])
    return { ...group, outcome, problems: [existsAlready(setup, 'waybill', waybill)] }
  }
  taken.add(fitting.id)
  const changes: Change[] = []
  if (fitting.waybill !== waybill)
    changes.push({ field: 'waybill', from: fitting.waybill ?? '', to: waybill })
  if (carrierId !== fitting.carrierId)
    changes.push({ field: 'carrier', from: fitting.carrierName ?? '', to: carrier ?? '' })
  const target = { id: fitting.id, orderId: order.id, image: fitting.image }
  return { ...group, carrierId, outcome: changes.length > 0 ? 'changed' : 'same', changes, target }
}

const only = <T>(found: readonly T[]): T | undefined => (found.length === 1 ? found[0] : undefined)

type PastFacts = Omit<Planned, 'order'> & { order: OrderFact | null; now: Date }

/** A shipment of the past comes with an order of the past: stock, promises and orders at work are left alone. */
function judgePast({ group, first, order, facts, taken, now }: PastFacts): Group {
  const { open, warehouse, externalRef, customerNumber } = first
  if (order) {
    open.add('handedOverAt', 'shipment.order_at_work', {
      zh: `订单 ${order.number} 在系统中办理，发出和签收请在发运页登记`,
      en: `Order ${order.number} is worked on here: record hand-over and delivery on its shipment`,
    })
    return group
  }
  const customerId = facts.customers.get(customerNumber ?? '') ?? ''
  const key = refKey(customerId, externalRef ?? '')
  const warehouseId = facts.warehouses.get(warehouse ?? '') ?? null
  const add = (field: string, code: string, zh: string, en: string) => open.add(field, code, { zh, en })
  if (!isPast(first))
    add(
      'handedOverAt',
      'shipment.no_order',
      '没有这张订单；过去的发运请填发出时间',
      'There is no such order. For a shipment of the past give the time it left',
    )
  if (taken.has(key))
    add(
      'externalRef',
      'row.order_repeated',
      '同一客户单号在文件中有多个运单，请分成不同单号',
      'The file has several shipments for this reference',
    )
  if (warehouseId === null)
    add(
      'warehouse',
      'shipment.no_warehouse',
      `没有仓库“${warehouse ?? ''}”`,
      `There is no warehouse “${warehouse ?? ''}”`,
    )
  const [left, arrived] = [first.handedOverAt ?? first.deliveredAt, first.deliveredAt]
  if (left && left > now) add('handedOverAt', 'shipment.in_future', '发出时间在将来', 'It left in the future')
  if (left && arrived && arrived < left)
    add('deliveredAt', 'shipment.delivered_first', '签收时间早于发出时间', 'Delivered before it left')
  const lines = group.rows.flatMap((row) => {
    row.open.require('sku')
    row.open.require('quantity')
    const productId = facts.products.get(row.sku ?? '')
    if (row.sku !== undefined && productId === undefined)
      row.open.add('sku', 'shipment.no_product', {
        zh: `没有商品“${row.sku}”`,
        en: `There is no product “${row.sku}”`,
      })
    return productId !== undefined && row.quantity !== undefined
      ? [{ productId, quantity: row.quantity }]
      : []
  })
  taken.add(key)
  if (open.problems.length > 0 || warehouseId === null) return group
  return { ...group, outcome: 'new', past: { customerId, warehouseId, lines } }
}

async function applyShipments(
  ctx: Ctx,
  setup: Setup,
  { rows }: { rows: readonly WorkRow[] },
): Promise<Applied[]> {
  const groups = await judge(ctx, setup, { rows, isLocked: true })
  const isGood = (group: Group) => group.rows.every((row) => row.open.problems.length === 0)
  const changed = groups.filter((group) => isGood(group) && group.outcome === 'changed')
  const past = groups.filter((group) => isGood(group) && group.outcome === 'new')
  await setWaybills(
    ctx,
    changed.flatMap(({ target, carrierId, rows: [first] }) =>
      target && first ? [{ id: target.id, orderId: target.orderId, carrierId, waybill: first.waybill }] : [],
    ),
  )
  const made = await writePast(ctx, setup, past)
  return groups.flatMap((group) => {
    const resultId = made.get(group) ?? (changed.includes(group) ? (group.target?.id ?? null) : null)
    return group.rows.map((row, index): Applied => {
      const verdict = verdictOf(group, row)
      if (resultId === null) {
        const { outcome } = verdict
        return { ...verdict, outcome: outcome === 'same' || outcome === 'duplicate' ? outcome : 'rejected' }
      }
      const before: Before = { image: group.target?.image ?? null }
      return {
        ...verdict,
        outcome: 'imported',
        problems: [],
        resultId,
        ...(index === 0 ? { before } : {}),
      }
    })
  })
}

async function writePast(ctx: Ctx, setup: Setup, groups: readonly Group[]): Promise<Map<Group, string>> {
  const ready = groups.flatMap((group) => {
    const [first] = group.rows
    return group.past && first ? [{ group, first, past: group.past }] : []
  })
  const orders = await importOrders(
    ctx,
    ready.map(({ first, past }) => ({
      customerId: past.customerId,
      externalRef: first.externalRef,
      state: first.deliveredAt ? ('delivered' as const) : ('shipping' as const),
      placedAt: first.placedAt ?? first.handedOverAt ?? first.deliveredAt ?? ctx.now,
      placedBasis: first.placedAt ? ('recorded' as const) : ('assumed' as const),
      acknowledgedAt: first.placedAt,
      deliveredAt: first.deliveredAt,
      consigneeName: first.consigneeName,
      consigneePhone: first.consigneePhone,
      address: addressOf(first),
      batchId: setup.batchId,
      lines: past.lines.map((line) => ({
        ...line,
        shipped: line.quantity,
        delivered: first.deliveredAt ? line.quantity : 0,
        deliveredAt: first.deliveredAt,
      })),
    })),
  )
  const shipments = await importShipments(
    ctx,
    ready.map(({ group, first, past }, i) => ({
      orderId: orders[i]?.id ?? '',
      customerId: past.customerId,
      warehouseId: past.warehouseId,
      carrierId: group.carrierId,
      waybill: first.waybill,
      currency: setup.currency,
      createdAt: first.placedAt ?? first.handedOverAt ?? first.deliveredAt ?? ctx.now,
      handedOverAt: first.handedOverAt ?? first.deliveredAt,
      deliveredAt: first.deliveredAt,
      expectedAt: first.expectedAt,
      weightG: first.weightG ?? null,
      freightMinor: first.freightMinor ?? null,
      batchId: setup.batchId,
      lines: past.lines.map((line, n) => ({ ...line, orderLineId: orders[i]?.lineIds[n] ?? '' })),
    })),
  )
  ready.forEach(({ first }, i) =>
    announceOrigin(ctx, setup, { type: 'order', id: orders[i]?.id ?? '', origin: first.origin }),
  )
  return new Map(ready.map(({ group }, i) => [group, shipments[i]?.id ?? '']))
}

function addressOf({ province, city, street }: ShipmentRow) {
  const given = { province: province ?? '', city: city ?? '', street: street ?? '' }
  return { ...given, ...splitAddress(given) }
}

async function undoShipments(
  ctx: Ctx,
  setup: Setup,
  rows: readonly WorkRow[],
): Promise<Map<number, RowProblem>> {
  const firsts = rows.flatMap(({ resultId, before }) =>
    resultId && before ? [{ resultId, image: (before as Before).image }] : [],
  )
  const { restored, taken } = await restoreWaybills(
    ctx,
    firsts.flatMap((one) => one.image ?? []),
  )
  const made = firsts.filter((one) => one.image === null).map((one) => one.resultId)
  const orderOf = await ordersOfShipments(ctx, made)
  await lockOrders(ctx, [...new Set(orderOf.values())])
  const touched = await workedOn(ctx, setup, {
    ids: [...new Set([...orderOf.keys(), ...orderOf.values()])],
    isByVersion: false,
  })
  const isTouched = (id: string) => touched.has(id) || touched.has(orderOf.get(id) ?? '')
  const erased = await erasePast(ctx, {
    ids: made.filter((id) => !isTouched(id)),
    batchId: setup.batchId,
  })
  await eraseOrders(ctx, [...new Set(erased.values())])
  const wasMade = new Set(made)
  return new Map(
    rows.flatMap(({ rowNo, resultId }) => {
      if (resultId === null || restored.has(resultId) || erased.has(resultId)) return []
      if (taken.has(resultId)) return [[rowNo, waybillTaken]]
      if (isTouched(resultId)) return [[rowNo, workedOnSince]]
      return [[rowNo, wasMade.has(resultId) ? inUse : changedSince]]
    }),
  )
}
