import { type AllocationPolicy, allocateOrder } from './allocation.ts'
import { stockKey } from './allocation-problem.ts'
import type { Decision } from './order-types.ts'
import type { OrderRefusal } from './refusals.ts'

/** A warehouse as a short line sees it now. */
export type ShortageSource = {
  id: string
  available: number
  fixedCostMinor: number
  unitCostMinor: number
  transitHours: number
  /** Last moment at which goods sent now arrive. */
  arrivesMs: number
  /** The order ships from here anyway: no further shipment. */
  already: boolean
}
export type ShortageFacts = {
  productId: string
  quantity: number
  unitPriceMinor: number
  /** What the customer was promised, or what the contract says when nothing was promised yet. */
  promisedMs: number | null
  sources: readonly ShortageSource[]
  substitutes: readonly { productId: string; priceMinor: number; sources: readonly ShortageSource[] }[]
  splitCostMinor: number
  /** When goods ordered today are expected in the warehouse, and at the customer's: what a backorder is judged by. */
  backorderMs: number
  /** Cheapest lane for what comes later. */
  backorderFreightMinor: number
}

export type ShortageOption = {
  /** Names the option when it is decided: 'other_warehouse:<id>', 'split', 'substitute:<productId>', 'backorder', 'cancel'. */
  key: string
  decision: Decision
  productId: string | null
  sources: { warehouseId: string; quantity: number }[]
  fills: number
  /** Still missing afterwards. */
  remaining: number
  costMinor: number
  cost: { freight: number; split: number; revenueLost: number; priceDifference: number }
  /** When the customer has it all; null when never. */
  deliverMs: number | null
  /** Against the promise: above 0 late; null when nothing arrives or nothing was promised. */
  lateMs: number | null
  needsConsent: boolean
  needsDate: boolean
}

const OTHER_WAREHOUSES_MAX = 3
const SUBSTITUTES_MAX = 3

/**
 * What can be done about a quantity that is not there, each with its cost and its effect on the promise; the cheapest
 * of each kind first. Costs are extra to what the order costs anyway. Requirements FUL-06, ORD-16, ORD-17, ORD-19.
 */
export function shortageOptions(facts: ShortageFacts): ShortageOption[] {
  return [
    ...otherWarehouses(facts),
    ...splits(facts),
    ...substitutes(facts),
    backorder(facts),
    cancellation(facts),
  ]
}

/** Why an option cannot be decided with what is given, or null. `today` and the date are 'YYYY-MM-DD'. */
export function whyNotDecideWith(
  option: Pick<ShortageOption, 'needsConsent' | 'needsDate'>,
  given: {
    consentBy?: string | undefined
    consentHow?: string | undefined
    backorderUntil?: string | undefined
  },
  today: string,
): OrderRefusal | null {
  if (option.needsConsent && (!given.consentBy?.trim() || !given.consentHow?.trim()))
    return 'shortage.no_consent'
  if (option.needsDate && (!given.backorderUntil || given.backorderUntil < today))
    return 'shortage.date_needed'
  return null
}

function otherWarehouses(facts: ShortageFacts): ShortageOption[] {
  const enough = facts.sources.filter((source) => source.available >= facts.quantity)
  return enough
    .map((source) =>
      optionOf(facts, {
        key: `other_warehouse:${source.id}`,
        decision: 'other_warehouse',
        productId: null,
        from: [source],
        shares: [facts.quantity],
      }),
    )
    .toSorted(byCostAndTime)
    .slice(0, OTHER_WAREHOUSES_MAX)
}

/** From several warehouses, or what little there is now and the rest later. */
function splits(facts: ShortageFacts): ShortageOption[] {
  if (facts.sources.some((source) => source.available >= facts.quantity)) return []
  const found = cheapest(facts.productId, facts.quantity, facts)
  if (found.from.length === 0) return []
  return [optionOf(facts, { key: 'split', decision: 'split', productId: null, ...found })]
}

function substitutes(facts: ShortageFacts): ShortageOption[] {
  return facts.substitutes
    .map(({ productId, priceMinor, sources }) => {
      const found = cheapest(productId, facts.quantity, { ...facts, sources })
      const fills = found.shares.reduce((sum, share) => sum + share, 0)
      const priceDifference = Math.max(0, priceMinor - facts.unitPriceMinor) * fills
      return optionOf(facts, {
        key: `substitute:${productId}`,
        decision: 'substitute',
        productId,
        priceDifference,
        ...found,
      })
    })
    .filter((option) => option.fills > 0)
    .toSorted((a, b) => a.remaining - b.remaining || byCostAndTime(a, b))
    .slice(0, SUBSTITUTES_MAX)
}

function backorder(facts: ShortageFacts): ShortageOption {
  return {
    key: 'backorder',
    decision: 'backorder',
    productId: null,
    sources: [],
    fills: 0,
    remaining: facts.quantity,
    costMinor: facts.backorderFreightMinor,
    cost: { freight: facts.backorderFreightMinor, split: 0, revenueLost: 0, priceDifference: 0 },
    deliverMs: facts.backorderMs,
    lateMs: latenessOf(facts, facts.backorderMs),
    needsConsent: false,
    needsDate: true,
  }
}

function cancellation({ quantity, unitPriceMinor }: ShortageFacts): ShortageOption {
  const revenueLost = quantity * unitPriceMinor
  return {
    key: 'cancel',
    decision: 'cancel',
    productId: null,
    sources: [],
    fills: 0,
    remaining: 0,
    costMinor: revenueLost,
    cost: { freight: 0, split: 0, revenueLost, priceDifference: 0 },
    deliverMs: null,
    lateMs: null,
    needsConsent: false,
    needsDate: false,
  }
}

type Found = { from: ShortageSource[]; shares: number[] }

/** The cheapest way to ship as much as there is of one product, however many shipments it takes. */
function cheapest(
  productId: string,
  quantity: number,
  { sources, splitCostMinor }: Pick<ShortageFacts, 'sources' | 'splitCostMinor'>,
): Found {
  const stocked = sources.filter((source) => source.available > 0)
  if (stocked.length === 0) return { from: [], shares: [] }
  const policy: AllocationPolicy = {
    maxShipments: stocked.length,
    shipComplete: false,
    splitCostMinor,
    lateCostMinor: 0,
    shortCostMinor: null,
  }
  const { shipments } = allocateOrder({
    lines: [{ lineNo: 1, productId, quantity }],
    warehouses: stocked.map((source) => ({
      id: source.id,
      fixedCostMinor: source.already ? 0 : source.fixedCostMinor,
      unitCostMinor: source.unitCostMinor,
      transitHours: source.transitHours,
      meetsPromise: true,
    })),
    available: new Map(stocked.map((source) => [stockKey(source.id, productId), source.available])),
    policy,
  })
  return {
    from: shipments.flatMap(({ warehouseId }) => stocked.filter((source) => source.id === warehouseId)),
    shares: shipments.map((shipment) => shipment.lines.reduce((sum, line) => sum + line.quantity, 0)),
  }
}

type Plan = { key: string; decision: Decision; productId: string | null; priceDifference?: number } & Found

function optionOf(
  facts: ShortageFacts,
  { key, decision, productId, from, shares, priceDifference = 0 }: Plan,
): ShortageOption {
  const sources = from.map((source, i) => ({ warehouseId: source.id, quantity: shares[i] ?? 0 }))
  const fills = sources.reduce((sum, source) => sum + source.quantity, 0)
  const remaining = facts.quantity - fills
  const freight = from.reduce(
    (sum, source, i) =>
      sum + (source.already ? 0 : source.fixedCostMinor) + source.unitCostMinor * (shares[i] ?? 0),
    0,
  )
  const split = facts.splitCostMinor * from.filter((source) => !source.already).length
  const arrives = Math.max(...from.map((source) => source.arrivesMs))
  const deliverMs = remaining > 0 ? Math.max(arrives, facts.backorderMs) : arrives
  return {
    key,
    decision,
    productId,
    sources,
    fills,
    remaining,
    costMinor: freight + split + priceDifference,
    cost: { freight, split, revenueLost: 0, priceDifference },
    deliverMs,
    lateMs: latenessOf(facts, deliverMs),
    needsConsent: decision === 'substitute',
    needsDate: remaining > 0,
  }
}

const latenessOf = ({ promisedMs }: ShortageFacts, deliverMs: number): number | null =>
  promisedMs === null ? null : Math.max(0, deliverMs - promisedMs)

const byCostAndTime = (a: ShortageOption, b: ShortageOption): number =>
  a.costMinor - b.costMinor || (a.deliverMs ?? 0) - (b.deliverMs ?? 0)
