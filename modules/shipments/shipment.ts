import type { TrackingStatus } from '#modules/shipments/tracking.ts'

/** Where a shipment is in our own work. What happens on the road is its tracking status (tracking.ts). */
export const shipmentStates = [
  'planned',
  'picking',
  'packed',
  'handed_over',
  'delivered',
  'returned',
  'lost',
  'cancelled',
] as const
export type ShipmentState = (typeof shipmentStates)[number]

export const shipmentActions = [
  'pick',
  'pack',
  'unpack',
  'hand_over',
  'hand_over_whole',
  'deliver',
  'cancel',
  'reroute',
  'report',
] as const
export type ShipmentAction = (typeof shipmentActions)[number]

export type ShipmentRefusal =
  | 'shipment.not_picked'
  | 'shipment.not_packed'
  | 'shipment.already_packed'
  | 'shipment.already_handed_over'
  | 'shipment.not_handed_over'
  | 'shipment.already_delivered'
  | 'shipment.ended'
  | 'shipment.cancelled'

type Cell = ShipmentState | ShipmentRefusal

const OUTSIDE: Record<
  'pick' | 'pack' | 'unpack' | 'hand_over' | 'hand_over_whole' | 'cancel',
  ShipmentRefusal
> = {
  pick: 'shipment.already_handed_over',
  pack: 'shipment.already_handed_over',
  unpack: 'shipment.already_handed_over',
  hand_over: 'shipment.already_handed_over',
  hand_over_whole: 'shipment.already_handed_over',
  cancel: 'shipment.already_handed_over',
}

const CANCELLED = 'shipment.cancelled' as const

/**
 * State × action → the next state, or why not. `hand_over_whole` takes everything as picked and packed (a warehouse that
 * reports only the hand-over). A lost shipment may still turn up and be delivered; to one the carrier reported as delivered the
 * proof and the counted quantities are added later.
 */
export const shipmentMoves: Record<ShipmentState, Record<ShipmentAction, Cell>> = {
  planned: {
    pick: 'picking',
    pack: 'shipment.not_picked',
    unpack: 'shipment.not_packed',
    hand_over: 'shipment.not_packed',
    hand_over_whole: 'handed_over',
    deliver: 'shipment.not_handed_over',
    cancel: 'cancelled',
    reroute: 'shipment.not_handed_over',
    report: 'shipment.not_handed_over',
  },
  picking: {
    pick: 'picking',
    pack: 'packed',
    unpack: 'shipment.not_packed',
    hand_over: 'shipment.not_packed',
    hand_over_whole: 'handed_over',
    deliver: 'shipment.not_handed_over',
    cancel: 'cancelled',
    reroute: 'shipment.not_handed_over',
    report: 'shipment.not_handed_over',
  },
  packed: {
    pick: 'shipment.already_packed',
    pack: 'shipment.already_packed',
    unpack: 'picking',
    hand_over: 'handed_over',
    hand_over_whole: 'handed_over',
    deliver: 'shipment.not_handed_over',
    cancel: 'cancelled',
    reroute: 'shipment.not_handed_over',
    report: 'shipment.not_handed_over',
  },
  handed_over: { ...OUTSIDE, deliver: 'delivered', reroute: 'handed_over', report: 'handed_over' },
  delivered: {
    ...OUTSIDE,
    deliver: 'delivered',
    reroute: 'shipment.already_delivered',
    report: 'delivered',
  },
  returned: { ...OUTSIDE, deliver: 'shipment.ended', reroute: 'shipment.ended', report: 'returned' },
  lost: { ...OUTSIDE, deliver: 'delivered', reroute: 'shipment.ended', report: 'lost' },
  cancelled: {
    pick: CANCELLED,
    pack: CANCELLED,
    unpack: CANCELLED,
    hand_over: CANCELLED,
    hand_over_whole: CANCELLED,
    deliver: CANCELLED,
    cancel: CANCELLED,
    reroute: CANCELLED,
    report: CANCELLED,
  },
}

/** Why the action is not possible in this state, or null. */
export function whyNot(state: ShipmentState, action: ShipmentAction): ShipmentRefusal | null {
  const cell = shipmentMoves[state][action]
  return isRefusal(cell) ? cell : null
}

/** The state after a possible action; throws RangeError where `whyNot` would have told why not. */
export function stateAfter(state: ShipmentState, action: ShipmentAction): ShipmentState {
  const cell = shipmentMoves[state][action]
  if (isRefusal(cell)) throw new RangeError(`${action} is not possible in state ${state}`)
  return cell
}

function isRefusal(cell: Cell): cell is ShipmentRefusal {
  return cell.startsWith('shipment.')
}

/** Our own state as the road tells it; before the hand-over the road tells nothing (domain §17). */
export function stateOnRoad(state: ShipmentState, status: TrackingStatus): ShipmentState {
  if (!isOnRoad(state)) return state
  return status === 'delivered' || status === 'returned' || status === 'lost' ? status : 'handed_over'
}

/** The carrier has it, or had it. */
export function isOnRoad(state: ShipmentState): boolean {
  return state === 'handed_over' || state === 'delivered' || state === 'returned' || state === 'lost'
}

/** A line of the bench: quantities in the product's unit. */
export type WorkLine = {
  id: string
  sku: string
  barcode: string | null
  quantity: number
  picked: number
  packed: number
}

export type ScanResult = { lineId: string } | { problem: 'shipment.not_on_it' | 'shipment.picked_in_full' }

/** Which line a scanned code adds to: by barcode, else by SKU; the first line of the product that still lacks something. */
export function scanLine(lines: readonly WorkLine[], code: string, quantity = 1): ScanResult {
  const wanted = code.trim().toUpperCase()
  const hits = lines.filter((l) => l.barcode?.toUpperCase() === wanted || l.sku.toUpperCase() === wanted)
  if (hits.length === 0) return { problem: 'shipment.not_on_it' }
  const line = hits.find((l) => l.picked + quantity <= l.quantity)
  return line ? { lineId: line.id } : { problem: 'shipment.picked_in_full' }
}

/** What still has to be picked. */
export function leftToPick(lines: readonly { quantity: number; picked: number }[]): number {
  return lines.reduce((sum, l) => sum + l.quantity - l.picked, 0)
}

/** Why this cannot be packed, or null. Short packing is possible, an empty parcel is not. */
export function whyNotPack(
  state: ShipmentState,
  lines: readonly { picked: number }[],
): ShipmentRefusal | null {
  return whyNot(state, 'pack') ?? (lines.some((l) => l.picked > 0) ? null : 'shipment.not_picked')
}

/** Pieces short at loading against the order (domain §4 no. 9a); never negative. */
export function shortAtLoading(line: { quantity: number }, loaded: number): number {
  return Math.max(0, line.quantity - loaded)
}
