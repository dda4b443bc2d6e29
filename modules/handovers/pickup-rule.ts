import type { Bilingual } from '#platform/text.ts'

/** How a carrier is told that goods wait for it. */
export const pickupModes = ['off', 'hand', 'auto'] as const
export type PickupMode = (typeof pickupModes)[number]
export const pickupModeNames = {
  off: { zh: '不通知', en: 'Not told' },
  hand: { zh: '人工通知', en: 'Told by hand' },
  auto: { zh: '截单时自动通知', en: 'By itself at the cut-off' },
} satisfies Record<PickupMode, Bilingual>

export type PickupRule = {
  mode: PickupMode
  /** 'HH:MM' in the zone of the warehouse's calendar. */
  cutOff: string
  /** The driver is expected within so many hours. */
  windowHours: number
}

/** Until somebody says otherwise: a person writes to the carrier. */
export const DEFAULT_RULE: PickupRule = { mode: 'hand', cutOff: '16:00', windowHours: 2 }
export const WINDOW_HOURS_MIN = 1
export const WINDOW_HOURS_MAX = 12

const HOUR_MS = 3_600_000
/** The time in which the driver is expected, from `fromMs` on. */
export const windowFrom = (fromMs: number, hours: number): { pickUpFrom: Date; pickUpTo: Date } => ({
  pickUpFrom: new Date(fromMs),
  pickUpTo: new Date(fromMs + hours * HOUR_MS),
})
