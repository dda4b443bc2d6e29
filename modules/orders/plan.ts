import { laneOf } from '#modules/contracts/clause.ts'
import { type Risk, firstRiskOf } from '#modules/promises/risk.ts'
import {
  type Allocation,
  type AllocationPolicy,
  type AllocationWarehouse,
  allocateOrder,
} from './allocation.ts'
import { stockKey } from './allocation-problem.ts'
import {
  type Committed,
  type Demand,
  type Offer,
  type Source,
  type Timetable,
  deliverDue,
  offersOf,
} from './timing.ts'

export type LineDemand = {
  lineId: string
  lineNo: number
  productId: string
  quantity: number
  /** The line's own wish, else the order's. */ requestedMs: number | null
}

/** What is promised for a line; `contractDueMs` only when the contract says otherwise. */
export type Promised = {
  clauseId: string | null
  dueMs: number
  earlyMs: number | null
  contractDueMs: number | null
  warehouseId: string
  carrierId: string | null
  mode: string
  lane: string
  risk: Risk | null
}

export type LinePlan = {
  lineId: string
  lineNo: number
  productId: string
  sources: { warehouseId: string; quantity: number }[]
  filled: number
  short: number
  ship: Promised | null
  deliver: Promised | null
}

export type OrderPlan = { allocation: Allocation; lines: LinePlan[] }
export type Planning = {
  demand: Demand
  lines: readonly LineDemand[]
  sources: readonly Source[]
  policy: AllocationPolicy
}

/** How a company allocates unless its settings say otherwise; amounts in minor units. */
export const DEFAULT_POLICY: AllocationPolicy = {
  maxShipments: 5,
  shipComplete: false,
  splitCostMinor: 500,
  lateCostMinor: 5_000,
  shortCostMinor: null,
}

/**
 * Which warehouse ships what, and what is promised for it. Takes the units from `available`, so that the orders of a batch
 * compete in their order. Requirements ORD-04, ORD-13, ORD-14, FUL-08..10.
 */
export function planOrder(
  table: Timetable,
  { demand, lines, sources, policy }: Planning,
  available: Map<string, number>,
): OrderPlan {
  const offers = offersOf(table, demand, sources)
  const allocation = allocateOrder({
    lines,
    warehouses: offers.map((offer) => asAllocationWarehouse(offer, meetsContract(table, lines, offer))),
    available,
    policy,
  })
  const byLine = new Map<number, { warehouseId: string; quantity: number }[]>(
    lines.map((line) => [line.lineNo, []]),
  )
  for (const shipment of allocation.shipments) {
    for (const { lineNo, productId, quantity } of shipment.lines) {
      byLine.get(lineNo)?.push({ warehouseId: shipment.warehouseId, quantity })
      const key = stockKey(shipment.warehouseId, productId)
      available.set(key, (available.get(key) ?? 0) - quantity)
    }
  }
  return {
    allocation,
    lines: lines.map((line) =>
      planLine(table, { demand, line, sources: byLine.get(line.lineNo) ?? [], offers }),
    ),
  }
}

function meetsContract(table: Timetable, lines: readonly LineDemand[], offer: Offer): boolean {
  const { arrivesMs } = offer
  return (
    arrivesMs !== null && lines.every((line) => arrivesMs <= deliverDue(table, offer, line.requestedMs).dueMs)
  )
}

/** A warehouse as the allocation of one order prices it. */
export function asAllocationWarehouse({ source, lane }: Offer, meetsPromise: boolean): AllocationWarehouse {
  return {
    id: source.id,
    fixedCostMinor: lane?.fixedCostMinor ?? 0,
    unitCostMinor: lane?.unitCostMinor ?? 0,
    transitHours: lane?.transitHours ?? null,
    meetsPromise,
  }
}

type LineSources = {
  demand: Demand
  line: LineDemand
  sources: LinePlan['sources']
  offers: readonly Offer[]
}

/** What is promised of a line that ships from these warehouses. */
export function planLine(table: Timetable, { demand, line, sources, offers }: LineSources): LinePlan {
  const { lineId, lineNo, productId, quantity } = line
  const filled = sources.reduce((sum, source) => sum + source.quantity, 0)
  const promised = promisesOf(table, {
    demand,
    requestedMs: line.requestedMs,
    offers: offers.filter((offer) => sources.some((s) => s.warehouseId === offer.source.id)),
  })
  return {
    lineId,
    lineNo,
    productId,
    sources,
    filled,
    short: quantity - filled,
    ship: promised?.ship ?? null,
    deliver: promised?.deliver ?? null,
  }
}

/**
 * What may be promised of goods that come from these warehouses: handed over when the last of them does, there when the last
 * parcel arrives, and never earlier than the contract wants it. null without a warehouse.
 */
export function promisesOf(
  table: Timetable,
  { demand, requestedMs, offers }: { demand: Demand; requestedMs: number | null; offers: readonly Offer[] },
): { ship: Promised; deliver: Promised } | null {
  const last = offers.reduce<Offer | null>(
    (a, b) => (a === null || (b.arrivesMs ?? 0) > (a.arrivesMs ?? 0) ? b : a),
    null,
  )
  const lastShip = offers.reduce<Offer | null>(
    (a, b) => (a === null || b.ship.dueMs > a.ship.dueMs ? b : a),
    null,
  )
  if (!last || !lastShip) return null
  const contract = deliverDue(table, last, requestedMs)
  const dueMs = Math.max(contract.dueMs, last.arrivesMs ?? contract.dueMs)
  return {
    ship: promisedBy(table, { kind: 'ship', offer: lastShip, contract: lastShip.ship, demand }),
    deliver: promisedBy(table, { kind: 'deliver', offer: last, contract, demand, dueMs }),
  }
}

type Basis = {
  kind: 'ship' | 'deliver'
  offer: Offer
  contract: Committed
  demand: Demand
  /** When it differs from what the contract says. */ dueMs?: number
}

function promisedBy(
  { setup, nowMs }: Timetable,
  { kind, offer: { source, lane }, contract, demand, dueMs = contract.dueMs }: Basis,
): Promised {
  const way = {
    carrierId: lane?.carrierId ?? null,
    mode: lane?.mode ?? '',
    lane: laneOf(source.code, demand.destination),
  }
  return {
    ...way,
    clauseId: contract.clauseId,
    dueMs,
    earlyMs: contract.earlyMs,
    contractDueMs: dueMs === contract.dueMs ? null : contract.dueMs,
    warehouseId: source.id,
    risk: firstRiskOf(setup.history, { kind, ...way, dueMs }, nowMs),
  }
}

/** The company's allocation policy: the defaults with what its settings change; nonsense in the settings is ignored. */
export function policyOf(settings: Record<string, unknown>, shipComplete: boolean): AllocationPolicy {
  const given = (settings['allocation'] ?? {}) as Record<string, unknown>
  const count = (value: unknown, fallback: number, least = 0) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least ? value : fallback
  return {
    maxShipments: count(given['maxShipments'], DEFAULT_POLICY.maxShipments, 1),
    shipComplete,
    splitCostMinor: count(given['splitCostMinor'], DEFAULT_POLICY.splitCostMinor),
    lateCostMinor:
      given['lateCostMinor'] === null
        ? null
        : count(given['lateCostMinor'], DEFAULT_POLICY.lateCostMinor ?? 0),
    shortCostMinor: null,
  }
}
