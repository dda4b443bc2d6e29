import { dateText, dayText, moneyText, numberText, partsOf, percentText, timeText } from '#platform/format.ts'
import { currencyExponent } from '#platform/money.ts'
import type { Bilingual, Locale } from '#platform/text.ts'

/** What a cell of a list holds, before it is said in a language. Several things in one cell are joined. */
export type Cell =
  | string
  | number
  | null
  | undefined
  | Bilingual
  | { at: Date | string | null | undefined }
  | { day: string | null | undefined }
  /** The calendar day an instant falls on in the company's zone. */
  | { dayOf: Date | string }
  /** Without a currency it is the company's own. */
  | { minor: number | null | undefined; currency?: string }
  | { share: number | null | undefined; decimals?: number }
  | { parts: readonly Cell[]; by: string }

const CELL_KEYS = ['zh', 'at', 'day', 'dayOf', 'minor', 'share', 'parts'] as const

/** Whether a value is a cell that says itself how it is to be written. */
export const isCell = (value: unknown): value is Exclude<Cell, string | number | null | undefined> =>
  typeof value === 'object' && value !== null && CELL_KEYS.some((key) => Object.hasOwn(value, key))

/** One column of a list: the same key and title as on the screen, and what stands in it. */
export type ListField<R> = { key: string; title: Bilingual; value: (row: R, now: Date) => Cell }

/** Short ways to write cells. */
export const at = (instant: Date | string | null | undefined): Cell => ({ at: instant })
export const joined = (by: string, parts: readonly Cell[]): Cell => ({ parts, by })

export type CellStyle = { locale: Locale; zone: string; currency: string }

/** A cell as the screen writes it; empty where the screen shows a dash. */
export function cellText(cell: Cell, style: CellStyle): string {
  const { locale, zone } = style
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'string') return cell
  if (typeof cell === 'number') return numberText(cell, locale)
  if ('zh' in cell) return cell[locale]
  if ('at' in cell) return cell.at ? timeText(cell.at, zone) : ''
  if ('day' in cell) return cell.day ? dayText(cell.day, locale) : ''
  if ('dayOf' in cell) return dayText(dateText(cell.dayOf, zone), locale)
  if ('minor' in cell)
    return typeof cell.minor === 'number'
      ? moneyText(cell.minor, cell.currency ?? style.currency, locale)
      : ''
  if ('share' in cell)
    return typeof cell.share === 'number' ? percentText(cell.share, locale, cell.decimals) : ''
  return cell.parts
    .map((part) => cellText(part, style))
    .filter((text) => text !== '')
    .join(cell.by)
}

/** A cell as a spreadsheet keeps it: figures and dates as what they are, with how to show them. */
export type TypedCell = { value: string | number | Date | null; format?: string }

const TIME_FORMAT = 'yyyy-mm-dd hh:mm'
const DAY_FORMAT = 'yyyy-mm-dd'

export function cellTyped(cell: Cell, style: CellStyle): TypedCell {
  if (cell === null || cell === undefined || cell === '') return { value: null }
  if (typeof cell === 'number') return { value: cell, format: '#,##0' }
  if (typeof cell === 'string' || 'zh' in cell || 'parts' in cell)
    return { value: cellText(cell, style) || null }
  if ('at' in cell) return { value: cell.at ? wallClock(cell.at, style.zone) : null, format: TIME_FORMAT }
  if ('day' in cell) return { value: cell.day ? new Date(`${cell.day}T00:00:00Z`) : null, format: DAY_FORMAT }
  if ('dayOf' in cell) return cellTyped({ day: dateText(cell.dayOf, style.zone) }, style)
  if ('share' in cell) return { value: cell.share ?? null, format: '0.0%' }
  const currency = cell.currency ?? style.currency
  const digits = currencyExponent(currency)
  const value = typeof cell.minor === 'number' ? cell.minor / 10 ** digits : null
  return { value, format: `#,##0${digits > 0 ? `.${'0'.repeat(digits)}` : ''} "${currency}"` }
}

/** Spreadsheets know no zones: the clock on the wall of the zone, written as if it were UTC. */
function wallClock(instant: Date | string, zone: string): Date {
  const p = partsOf(instant, zone)
  return new Date(
    Date.UTC(
      Number(p['year']),
      Number(p['month']) - 1,
      Number(p['day']),
      Number(p['hour']),
      Number(p['minute']),
      Number(p['second']),
    ),
  )
}
