import { createHash } from 'node:crypto'
import { endOfLocalDay, startOfDay } from '#modules/scheduling/calendar.ts'
import type { History, LineDraft, OrderDraft, PartyDraft, ShipmentDraft, WarehouseDraft } from './history.ts'
import type { ScmsLine } from './scms.ts'
import { daysBetween, moveDay } from './source-dates.ts'

/** The last part of the orders that `--shift-to-today` leaves open. */
export const OPEN_SHARE = 0.03
const STORE_KEY = 'store'
// How long goods of a mode usually travel, in days: only for open orders of a shifted import, where the file's own day lies ahead.
const TRANSIT_DAYS: Record<string, number> = { Air: 7, 'Air Charter': 5, Truck: 6, Ocean: 30 }
const OTHER_TRANSIT_DAYS = 7
const FREE_STOCK_FACTOR = 3

export type ScmsOptions = {
  zone: string
  /**
   * The file's day that becomes today, and today with the instant it is now; null = dates stay as they are and every delivery in the
   * file has happened.
   */
  shift: { sourceDay: string; today: string; nowMs: number } | null
  carriers?: ModeCarriers | undefined
}

/** Who carries what goes by a mode, by name. The file names the mode of each line and no carrier: without this none has one. */
export type ModeCarriers = Readonly<Record<string, string>>

/** The day of the file after which 3 % of its orders are still open: an order is open until its last line is delivered. */
export function scmsShiftDay(lines: ScmsLine[]): string {
  const lastByOrder = new Map<string, string>()
  for (const { order, deliveredOn, dueOn } of lines) {
    const day = deliveredOn ?? dueOn ?? ''
    if (day > (lastByOrder.get(order) ?? '')) lastByOrder.set(order, day)
  }
  const days = [...lastByOrder.values()].filter(Boolean).toSorted()
  return (
    days[Math.max(0, Math.ceil(days.length * (1 - OPEN_SHARE)) - 1)] ?? new Date().toISOString().slice(0, 10)
  )
}

/**
 * Vendors become suppliers with a warehouse each, the regional distribution centre a warehouse of our own; projects become customers
 * and their countries sites; each PO/SO an order, each row a line, each ASN/DN a shipment. Scheduled day = promise, delivered day = fact.
 */
export function scmsHistory(lines: ScmsLine[], options: ScmsOptions): History {
  const clock = newClock(options)
  // A customer's order number is the customer's own: another project may use it, too.
  const orders = [...Map.groupBy(lines, (l) => `${l.project}\n${l.order}`).values()].map((rows) =>
    orderDraft(rows, { clock, carriers: options.carriers ?? {} }),
  )
  return {
    currency: 'USD',
    parties: [...customersOf(lines), ...suppliersOf(lines), ...carriersOf(options.carriers)],
    warehouses: warehousesOf(lines),
    products: productsOf(lines),
    orders,
    stock: options.shift ? stockOf(orders) : [],
  }
}

export const productKeyOf = (line: ScmsLine): string => line.item
export const warehouseKeyOf = (line: ScmsLine): string =>
  line.fromStore ? STORE_KEY : `vendor:${line.vendor}`
const supplierKeyOf = (vendor: string): string => `vendor:${vendor}`
const carrierKeyOf = (name: string): string => `carrier:${name}`

type Clock = {
  noon: (day: string) => number
  endOf: (day: string) => number
  /** When what happened on a day happened: the file knows no hours, and nothing lies ahead of now. */
  happened: (day: string) => number
  /** The file's day that is today; null without a shift. */
  today: string | null
}

function newClock({ zone, shift }: ScmsOptions): Clock {
  const days = shift ? daysBetween(shift.sourceDay, shift.today) : 0
  const cache = new Map<string, number>()
  const startOf = (day: string) => {
    const known = cache.get(day)
    if (known !== undefined) return known
    const at = startOfDay(zone, moveDay(day, days))
    cache.set(day, at)
    return at
  }
  const noon = (day: string) => startOf(day) + 12 * 3_600_000
  return {
    noon,
    happened: (day) => Math.min(noon(day), shift?.nowMs ?? Number.POSITIVE_INFINITY),
    endOf: (day) => endOfLocalDay(zone, startOf(day)) - 1,
    today: shift?.sourceDay ?? null,
  }
}

/** What all of them say; '' where they differ. */
const theOne = (values: string[]): string => (new Set(values).size === 1 ? (values[0] ?? '') : '')

type Told = { clock: Clock; carriers: ModeCarriers }

function orderDraft(rows: ScmsLine[], told: Told): OrderDraft {
  const { clock } = told
  const first = rows[0] as ScmsLine
  const drafts = rows.map((row) => lineDraft(row, told))
  const shipments = [
    ...Map.groupBy(
      rows.map((row, index) => ({ row, index })),
      ({ row }) => `${row.shipment}\n${warehouseKeyOf(row)}`,
    ).values(),
  ].map((members) => shipmentDraft(members, drafts))
  const isDelivered = drafts.every((d) => d.deliveredMs !== null)
  const isMoving = drafts.some((d) => d.deliveredMs !== null || d.shippedMs !== null)
  const placed = placedOf(rows, clock)
  return {
    ref: first.order,
    customerKey: `project:${first.project}`,
    siteKey: `${first.project}/${first.countryName}`,
    address: { country: first.country, province: '', city: first.countryName, postcode: '' },
    mode: theOne(rows.map((r) => r.mode)),
    state: isDelivered ? 'delivered' : isMoving ? 'shipping' : 'confirmed',
    placedMs: placed.at,
    placedBasis: placed.basis,
    deliveredMs: isDelivered ? Math.max(...drafts.map((d) => d.deliveredMs ?? 0)) : null,
    cancelledBy: null,
    cancelReason: null,
    dueMs: null,
    lines: drafts,
    shipments,
    answers: [],
  }
}

function placedOf(rows: ScmsLine[], clock: Clock): { at: number; basis: 'recorded' | 'assumed' } {
  const day =
    rows
      .map((r) => r.placedOn)
      .filter((d) => d !== null)
      .toSorted()[0] ?? '1970-01-01'
  const isAhead = clock.today !== null && day >= clock.today
  if (isAhead) return { at: clock.noon(moveDay(clock.today ?? day, -1)), basis: 'assumed' }
  return { at: clock.noon(day), basis: rows.every((r) => r.placedRecorded) ? 'recorded' : 'assumed' }
}

function lineDraft(row: ScmsLine, { clock, carriers }: Told): LineDraft {
  const carrier = carriers[row.mode]
  const isOpen = row.deliveredOn === null || (clock.today !== null && row.deliveredOn > clock.today)
  const transit = TRANSIT_DAYS[row.mode] ?? OTHER_TRANSIT_DAYS
  const leftOn = isOpen && row.deliveredOn && clock.today ? moveDay(row.deliveredOn, -transit) : null
  const hasLeft = leftOn !== null && leftOn < (clock.today ?? '')
  return {
    from: { row: row.rowNo },
    productKey: productKeyOf(row),
    warehouseKey: warehouseKeyOf(row),
    carrierKey: carrier === undefined ? null : carrierKeyOf(carrier),
    mode: row.mode,
    quantity: row.quantity,
    unitPriceMinor: row.unitPriceMinor,
    amountMinor: row.amountMinor,
    externalRef: row.ref,
    dueMs: row.dueOn ? clock.endOf(row.dueOn) : null,
    deliveredMs: !isOpen && row.deliveredOn ? clock.happened(row.deliveredOn) : null,
    shipDueMs: isOpen && clock.today && row.dueOn ? clock.endOf(moveDay(row.dueOn, -transit)) : null,
    shippedMs: hasLeft && leftOn ? clock.noon(leftOn) : null,
    waiting: isOpen && clock.today !== null && !hasLeft,
  }
}

/** The lines of one ASN/DN that leave one warehouse. */
function shipmentDraft(members: { row: ScmsLine; index: number }[], drafts: LineDraft[]): ShipmentDraft {
  const first = (members[0] as { row: ScmsLine }).row
  const own = members.map(({ index }) => drafts[index] as LineDraft)
  const sumOf = (values: (number | null)[]) =>
    values.every((v) => v === null) ? null : values.reduce((a: number, v) => a + (v ?? 0), 0)
  const latest = (values: (number | null)[]) =>
    values.every((v) => v !== null) ? Math.max(...(values as number[])) : null
  const shipDues = own.map((d) => d.shipDueMs).filter((d) => d !== null)
  return {
    ref: first.shipment,
    warehouseKey: warehouseKeyOf(first),
    carrierKey: own[0]?.carrierKey ?? null,
    mode: first.mode,
    lineIndexes: members.map((m) => m.index),
    handedOverMs: latest(own.map((d) => d.shippedMs)),
    deliveredMs: latest(own.map((d) => d.deliveredMs)),
    shipByMs: shipDues.length > 0 ? Math.min(...shipDues) : null,
    weightG: sumOf(members.map((m) => m.row.weightG)),
    freightMinor: sumOf(members.map((m) => m.row.freightMinor)),
  }
}

function customersOf(lines: ScmsLine[]): PartyDraft[] {
  return [...Map.groupBy(lines, (l) => l.project)].map(([project, rows]) => ({
    key: `project:${project}`,
    name: project,
    kind: 'company' as const,
    roles: ['shipper' as const, 'consignee' as const],
    sites: [...new Map(rows.map((r) => [r.countryName, r.country])).entries()].map(([name, country]) => ({
      key: `${project}/${name}`,
      name,
      country,
      province: '',
      city: name,
      postcode: '',
    })),
  }))
}

function suppliersOf(lines: ScmsLine[]): PartyDraft[] {
  return [...new Set(lines.map((l) => l.vendor))].map((vendor) => ({
    key: supplierKeyOf(vendor),
    name: vendor,
    kind: 'company' as const,
    roles: ['supplier' as const],
    sites: [],
  }))
}

function carriersOf(carriers: ModeCarriers = {}): PartyDraft[] {
  return [...new Set(Object.values(carriers))].map((name) => ({
    key: carrierKeyOf(name),
    name,
    kind: 'company' as const,
    roles: ['carrier' as const],
    sites: [],
  }))
}

function warehousesOf(lines: ScmsLine[]): WarehouseDraft[] {
  const made = new Map<string, WarehouseDraft>()
  for (const line of lines) {
    const key = warehouseKeyOf(line)
    if (made.has(key)) continue
    const place = { country: 'ZZ', province: '', city: '' }
    if (line.fromStore)
      made.set(key, {
        key,
        code: 'RDC',
        name: 'Regional distribution centre',
        kind: 'own',
        supplierKey: supplierKeyOf(line.vendor),
        ...place,
      })
    else
      made.set(key, {
        key,
        code: `V-${shortHash(line.vendor)}`,
        name: line.vendor,
        kind: 'supplier',
        supplierKey: supplierKeyOf(line.vendor),
        ...place,
      })
  }
  return [...made.values()]
}

function productsOf(lines: ScmsLine[]) {
  return [...Map.groupBy(lines, productKeyOf)].map(([key, rows]) => {
    const newest = rows.at(-1) as ScmsLine
    const weighed = rows.filter((r) => r.weightG !== null)
    const grams = weighed.reduce((a, r) => a + (r.weightG ?? 0), 0)
    const units = weighed.reduce((a, r) => a + r.quantity, 0)
    return {
      key,
      sku: `P-${shortHash(key)}`,
      name: newest.item,
      category: newest.category,
      unit: newest.unit ? `pack of ${newest.unit}` : 'pack',
      weightG: units > 0 ? Math.round(grams / units) : 0,
      priceMinor: newest.unitPriceMinor,
    }
  })
}

/** What waits lies there, and some more, so that new orders find stock. */
function stockOf(orders: OrderDraft[]): History['stock'] {
  const waiting = new Map<string, { warehouseKey: string; productKey: string; onHand: number }>()
  for (const line of orders.flatMap((o) => o.lines)) {
    if (!line.waiting || !line.warehouseKey) continue
    const key = `${line.warehouseKey}\n${line.productKey}`
    const known = waiting.get(key) ?? {
      warehouseKey: line.warehouseKey,
      productKey: line.productKey,
      onHand: 0,
    }
    known.onHand += line.quantity * FREE_STOCK_FACTOR
    waiting.set(key, known)
  }
  return [...waiting.values()]
}

const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase()
