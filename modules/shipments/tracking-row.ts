import { hash } from 'node:crypto'
import { type Mapped, mapCarrierCode } from '#modules/shipments/carrier-code.ts'
import { type CarrierScheme, carrierSchemes } from '#modules/shipments/data/carrier-codes.ts'
import type { TrackingInput } from '#modules/shipments/shipment-types.ts'
import {
  type ExceptionReason,
  type LiableParty,
  type TrackingStatus,
  eventKey,
  liableFor,
  trackingStatuses,
} from '#modules/shipments/tracking.ts'

/** Our own scheme: the code is the status itself. */
export const OWN_SCHEME = 'nuoda'

/** A report in terms of our model. */
export type Reading = {
  scheme: string
  code: string
  status: TrackingStatus
  reason: ExceptionReason | null
  liable: LiableParty | null
}

/** What of a report no table of ours knows; null where all was understood. */
export type Unread = 'scheme' | 'code' | null

/**
 * What a report means: by our own status when given, else by the carrier's code; without a scheme the code is one of our own statuses.
 * An unknown scheme or code is `info` with the raw code kept, so nothing a carrier says is lost; `unreadOf` tells the sender.
 */
export function readReport({
  scheme,
  code,
  status,
  reason,
}: Pick<TrackingInput, 'scheme' | 'code' | 'status' | 'reason'>): Reading {
  const named = schemeOf(scheme)
  if (status) {
    return {
      scheme: named,
      code: code ?? status,
      status,
      reason: reason ?? null,
      liable: reason ? liableFor[reason] : null,
    }
  }
  const mapped = code === undefined ? null : meaningOf(named, code)
  const because = reason ?? mapped?.reason ?? null
  return {
    scheme: named,
    code: code ?? '',
    status: mapped?.status ?? 'info',
    reason: because,
    liable: (reason ? liableFor[reason] : mapped?.liable) ?? null,
  }
}

/** Whether the scheme or the code of a report is one that no table knows. */
export function unreadOf({
  scheme,
  code,
  status,
}: Pick<TrackingInput, 'scheme' | 'code' | 'status'>): Unread {
  const named = schemeOf(scheme)
  if (status || code === undefined || meaningOf(named, code)) return null
  return named === OWN_SCHEME || isScheme(named) ? 'code' : 'scheme'
}

/** Schemes are compared without outer spaces and in lower case. */
const schemeOf = (scheme: string | undefined): string => scheme?.trim().toLowerCase() || OWN_SCHEME

function meaningOf(scheme: string, code: string): Mapped | null {
  if (isScheme(scheme)) return mapCarrierCode(scheme, code)
  const own = code.trim().toLowerCase()
  return scheme === OWN_SCHEME && isStatus(own) ? { status: own } : null
}

const isScheme = (name: string): name is CarrierScheme => (carrierSchemes as readonly string[]).includes(name)
const isStatus = (name: string): name is TrackingStatus =>
  (trackingStatuses as readonly string[]).includes(name)

/** Waybills are compared without outer spaces and in upper case. */
export const normalWaybill = (waybill: string): string => waybill.trim().toUpperCase()

/** The identity of a report within its shipment, whichever way the waybill or the carrier was written. */
export function reportKey(
  shipmentId: string,
  { code }: Reading,
  { at, location, revokes }: Partial<TrackingInput> & Pick<TrackingInput, 'at'>,
): string {
  const key = eventKey({ carrier: '', waybill: shipmentId, code, at: at.getTime(), location: location ?? '' })
  return revokes ? `${key}${revokes}` : key
}

const KEY_TIME_DIGITS = 12
const KEY_HASH_DIGITS = 36

/** The stored key of a report, in hexadecimal: its instant in 48 bits, then 144 bits of hash. */
export function storedKey(key: string, atMs: number): string {
  const time = Math.max(0, atMs).toString(16).padStart(KEY_TIME_DIGITS, '0')
  return time + hash('sha256', key, 'hex').slice(0, KEY_HASH_DIGITS)
}
