import type { Dimension } from './definition.ts'
import type { KpiId } from './definitions.ts'
import type { PoolName } from './fact-sql.ts'

/** Groups of facts whose days go stale together; the keys of kpi_dirty_day.fact. The first four: by the due time of such promises. */
export const markNames = [
  'deliver',
  'ship',
  'acknowledge',
  'receipt_back',
  'delivered',
  'placed',
  'short',
  'sent',
] as const
export type Mark = (typeof markNames)[number]
export const promiseMarks = ['deliver', 'ship', 'acknowledge', 'receipt_back'] as const satisfies Mark[]

/** One population: where its rows are read from and the time they belong to. All texts here are ours and constant. */
export type Fact = {
  pool: PoolName
  /** Column of the cohort's instant. */
  at: string
  mark: Mark
  where?: string
  /** Column or expression of each dimension it has, as text or uuid. */
  dimensions: Partial<Record<Dimension, string>>
  /**
   * Its rows cannot be searched by time or customer: the orders in question are found by their delivery promises first, by due day
   * (`contract`: by what the contract says, too) or by customer alone.
   */
  narrow?: 'due' | 'contract' | 'customer'
  /** What a row is shown with. */
  row: { due?: string; done?: string; line?: string; number?: string }
}

const order = { customer: 'f.customer_id', mode: 'f.mode', country: 'f.country', service: 'f.service' }
const head = {
  ...order,
  class: 'f.head[1]',
  warehouse: 'f.head[2]::uuid',
  carrier: 'f.head[3]::uuid',
  vendor:
    '(select w.supplier_id from warehouse w where w.tenant_id = f.tenant_id and w.id = f.head[2]::uuid)',
}
const full = {
  ...order,
  class: 'f.class_key',
  warehouse: 'f.warehouse_id',
  carrier: 'f.carrier_id',
  vendor: 'f.vendor_id',
}
const withProduct = { ...full, product: 'f.product_id' }

const chain = { mark: 'deliver', dimensions: withProduct } as const

export const facts = {
  deliver_due: {
    ...chain,
    pool: 'deliver',
    at: 'f.due_at',
    row: { due: 'f.due_at', done: 'f.fulfilled_at', line: 'f.line_no' },
  },
  deliver_original: {
    ...chain,
    pool: 'deliver',
    narrow: 'due',
    at: 'f.original_due_at',
    row: { due: 'f.original_due_at', done: 'f.fulfilled_at', line: 'f.line_no' },
  },
  deliver_contract: {
    ...chain,
    pool: 'deliver',
    narrow: 'contract',
    at: 'f.contract_due_at',
    row: { due: 'f.contract_due_at', done: 'f.fulfilled_at', line: 'f.line_no' },
  },
  ship_due: {
    ...chain,
    mark: 'ship',
    pool: 'ship',
    at: 'f.due_at',
    row: { due: 'f.due_at', done: 'f.fulfilled_at', line: 'f.line_no' },
  },
  acknowledge_due: {
    ...chain,
    mark: 'acknowledge',
    pool: 'acknowledge',
    at: 'f.due_at',
    dimensions: full,
    row: { due: 'f.due_at', done: 'f.fulfilled_at' },
  },
  receipt_due: {
    ...chain,
    mark: 'receipt_back',
    pool: 'receipt_back',
    at: 'f.due_at',
    dimensions: full,
    row: { due: 'f.due_at', done: 'f.fulfilled_at' },
  },
  order_due: {
    pool: 'order_due',
    at: 'f.due_at',
    mark: 'deliver',
    narrow: 'due',
    dimensions: full,
    row: { due: 'f.due_at', done: 'f.fulfilled_at' },
  },
  order_delivered: {
    pool: 'order_delivered',
    at: 'f.at',
    mark: 'delivered',
    dimensions: head,
    row: { due: 'f.placed_at', done: 'f.at' },
  },
  line_ordered: {
    pool: 'line_ordered',
    at: 'f.at',
    mark: 'placed',
    dimensions: withProduct,
    row: { line: 'f.line_no' },
  },
  shortage: {
    pool: 'shortage',
    at: 'f.at',
    mark: 'short',
    dimensions: { ...head, product: 'f.product_id', cause: 'f.cause' },
    row: { due: 'f.backorder_until', done: 'f.closed_at', line: 'f.line_no' },
  },
  shipment_due: {
    pool: 'shipment_due',
    at: 'f.due_at',
    mark: 'deliver',
    narrow: 'due',
    dimensions: full,
    row: { due: 'f.due_at', done: 'f.fulfilled_at', number: 'f.number' },
  },
  shipment_sent: {
    pool: 'shipment',
    at: 'f.handed_over_at',
    mark: 'sent',
    dimensions: { ...full, class: 'f.head[1]' },
    row: { done: 'f.handed_over_at', number: 'f.number' },
  },
  shipment_delivered: {
    pool: 'shipment',
    at: 'f.delivered_at',
    mark: 'delivered',
    where: 'f.delivered_at is not null',
    dimensions: { ...full, class: 'f.head[1]' },
    row: { done: 'f.delivered_at', number: 'f.number' },
  },
} as const satisfies Record<string, Fact>
export type FactName = keyof typeof facts

/**
 * What is counted of each row of the fact: a hit of one, parts of a whole, or a value to be averaged.
 * `waits`: a row joins the population when its due time has passed, not before.
 */
export type Measure = { fact: FactName; waits?: true; where?: string } & (
  | { hit: string }
  | { part: string; whole: string }
  | { value: string }
)

const inTime = 'f.fulfilled_at <= f.due_at and (f.early_at is null or f.fulfilled_at >= f.early_at)'
// Days between two local dates; ZONE is replaced by the tenant's zone as a parameter.
const delayDays = '((f.fulfilled_at at time zone ZONE)::date - (f.due_at at time zone ZONE)::date)'

/** The order has an error in the log that counts and fits the condition on `x`. */
function errorOf(condition: string): string {
  return `exists (select 1 from order_error x where x.tenant_id = f.tenant_id and x.order_id = f.order_id and x.withdrawn_at is null and ${condition})`
}

export const measures: Record<KpiId, Measure> = {
  on_time_delivery: { fact: 'deliver_due', waits: true, hit: inTime },
  on_time_delivery_original: {
    fact: 'deliver_original',
    waits: true,
    hit: 'f.fulfilled_at <= f.original_due_at and (f.original_early_at is null or f.fulfilled_at >= f.original_early_at)',
  },
  on_time_delivery_contract: {
    fact: 'deliver_contract',
    waits: true,
    hit: 'f.fulfilled_at <= f.contract_due_at',
  },
  on_time_delivery_order: { fact: 'order_due', waits: true, hit: 'f.on_time' },
  on_time_of_delivered_order: { fact: 'order_due', where: 'f.fulfilled_at is not null', hit: 'f.on_time' },
  delivery_delay_days: { fact: 'deliver_due', where: 'f.fulfilled_at is not null', value: delayDays },
  handover_on_time: { fact: 'ship_due', waits: true, hit: inTime },
  acknowledged_on_time: { fact: 'acknowledge_due', waits: true, hit: inTime },
  receipt_back_on_time: { fact: 'receipt_due', waits: true, hit: inTime },
  perfect_order: {
    fact: 'order_due',
    waits: true,
    hit: `f.on_time and f.in_full and f.undamaged and not ${errorOf("x.kind = 'documents'")}`,
  },
  order_error_rate: { fact: 'order_delivered', hit: errorOf('true') },
  otif: { fact: 'order_due', waits: true, hit: 'f.on_time and f.good_in_full' },
  fill_rate_line: { fact: 'line_ordered', hit: 'f.filled_first >= f.quantity' },
  fill_rate_unit: { fact: 'line_ordered', part: 'least(f.filled_first, f.quantity)', whole: 'f.quantity' },
  in_stock_ratio: {
    fact: 'line_ordered',
    hit: 'f.filled_first >= f.quantity and f.substituted_from is null',
  },
  stockout_count: { fact: 'shortage', hit: 'true' },
  stockout_frequency: { fact: 'line_ordered', hit: 'f.was_short' },
  substitution_frequency: {
    fact: 'line_ordered',
    where: 'f.shipped > 0',
    hit: 'f.substituted_from is not null',
  },
  backorder_count: { fact: 'shortage', hit: `f.decision = 'backorder' and f.closed_at is null` },
  backorder_cycle_time: {
    fact: 'shortage',
    where: 'f.backorder_days is not null',
    value: 'f.backorder_days',
  },
  promised_lead_time: {
    fact: 'line_ordered',
    where: 'f.filled_first >= f.quantity and f.promised_days is not null',
    value: 'f.promised_days',
  },
  order_cycle_time: { fact: 'order_delivered', value: 'f.cycle_days' },
  order_cycle_variation: { fact: 'order_delivered', value: 'f.cycle_days' },
  delay_ratio: {
    fact: 'shipment_due',
    waits: true,
    hit: 'f.fulfilled_at is null or f.fulfilled_at > f.due_at',
  },
  damage_ratio: { fact: 'shipment_delivered', part: 'least(f.damaged, f.delivered)', whole: 'f.delivered' },
  short_ship_ppm: { fact: 'shipment_sent', part: 'least(f.short_loaded, f.quantity)', whole: 'f.quantity' },
  short_unload_ppm: {
    fact: 'shipment_delivered',
    part: 'greatest(f.quantity - f.short_loaded - f.delivered, 0)',
    whole: 'greatest(f.quantity - f.short_loaded, 0)',
  },
  return_ratio: { fact: 'shipment_sent', hit: `f.state = 'returned'` },
  route_change: { fact: 'shipment_sent', hit: 'f.rerouted' },
  transport_adjustment: { fact: 'shipment_sent', hit: `f.state = 'returned' or f.rerouted` },
}

export const kpisOfFact = (fact: FactName): KpiId[] =>
  (Object.keys(measures) as KpiId[]).filter((id) => measures[id].fact === fact)

export const factNames = Object.keys(facts) as FactName[]
