import type { ShipmentState } from '#modules/shipments/shipment.ts'
import type { ExceptionReason, LiableParty, TrackingStatus } from '#modules/shipments/tracking.ts'

/** One report of a carrier. Code of a scheme, or a status of our own model. */
export type TrackingInput = {
  /** Party id or party number of the carrier; needed only where two carriers use one waybill. */
  carrier?: string | undefined
  waybill: string
  scheme?: string | undefined
  code?: string | undefined
  status?: TrackingStatus | undefined
  reason?: ExceptionReason | undefined
  at: Date
  location?: string | undefined
  note?: string | undefined
  /** Id of an earlier event this row declares wrong. */
  revokes?: string | undefined
}

/** What a report tells once its shipment is known. */
export type ShipmentReport = Omit<TrackingInput, 'waybill' | 'carrier'>

export type TrackingProblem =
  | 'tracking_event.unknown_waybill'
  | 'tracking_event.ambiguous_waybill'
  | 'tracking_event.in_future'
  | 'tracking_event.before_shipment'
  | 'tracking_event.no_such_event'

/** What became of one row: `duplicate` says it was known before; nothing was written again. */
export type TrackingResult =
  | {
      index: number
      outcome: 'recorded' | 'duplicate'
      eventId: string | null
      shipmentId: string
      status: TrackingStatus
      /** Kept as information, because no table knows its scheme or code. */
      unread: 'scheme' | 'code' | null
    }
  | { index: number; outcome: 'problem'; code: TrackingProblem }

/** A shipment of history: its times are facts, nobody is told, nothing is promised. */
export type ImportedShipment = {
  orderId: string
  customerId: string
  warehouseId: string
  carrierId?: string | null
  waybill?: string | null
  mode?: string
  service?: string
  lane?: string
  currency: string
  createdAt: Date
  shipBy?: Date | null
  handedOverAt?: Date | null
  deliveredAt?: Date | null
  expectedAt?: Date | null
  weightG?: number | null
  freightMinor?: number | null
  receiptNeeded?: boolean
  externalRef?: string | null
  batchId?: string | null
  lines: { orderLineId: string; productId: string; quantity: number; delivered?: number; damaged?: number }[]
  /** Further scans; the hand-over and the delivery make their own. */
  events?: {
    status: TrackingStatus
    at: Date
    reason?: ExceptionReason | null
    location?: string
    note?: string
  }[]
}

export type ImportedShipmentResult = { id: string; number: string; state: ShipmentState }

export type ExceptionKind =
  | 'no_movement'
  | 'failed_attempt'
  | 'damage'
  | 'loss'
  | 'refused'
  | 'address'
  | 'customs'
  | 'delay'
  | 'short'
  | 'false_report'
  | 'other'
export type NewException = {
  shipmentId: string
  orderId: string
  kind: ExceptionKind
  reason: string | null
  liable: LiableParty | null
  factKey: string
  at: Date
}
