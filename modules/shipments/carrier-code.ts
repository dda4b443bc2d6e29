import { codeTables, type CarrierScheme } from '#modules/shipments/data/carrier-codes.ts'
import {
  type ExceptionReason,
  liableFor,
  type LiableParty,
  type TrackingStatus,
} from '#modules/shipments/tracking.ts'

/** What a carrier's code means in our model; `reason` and `liable` where the code tells them. */
export type Mapped = { status: TrackingStatus; reason?: ExceptionReason; liable?: LiableParty }

/**
 * A carrier's code in the one tracking model, or null when the code is not known: intake then stores the event
 * as `info` with the raw code. Case, outer spaces and leading zeros do not count.
 */
export function mapCarrierCode(scheme: CarrierScheme, code: string): Mapped | null {
  const row = codeTables[scheme].get(normalCode(code))
  if (!row) return null
  const [status, reason, liable] = row
  const party = liable ?? (reason && liableFor[reason])
  return { status, ...(reason && { reason }), ...(party && { liable: party }) }
}

function normalCode(code: string): string {
  const trimmed = code.trim().toUpperCase()
  return /^0+\d/.test(trimmed) ? trimmed.replace(/^0+(?=\d)/, '') : trimmed
}
