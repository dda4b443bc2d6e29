import { z } from 'zod'
import type { Bilingual } from '#platform/text.ts'

/** Schemas used by more than two modules. All inputs are bounded; control characters never get in. */

/** What people read when a pattern does not fit, by the pattern's source. */
export const patternWords = new Map<string, Bilingual>()

/** Text of a pattern, with the words people read when it does not fit. */
export function patterned(pattern: RegExp, text: Bilingual) {
  patternWords.set(String(pattern), text)
  return z.string().regex(pattern)
}

export const Id = z.uuid().transform((id) => id.toLowerCase())
export const Instant = z.iso
  .datetime({ offset: true })
  .refine((s) => isSaneYear(s.slice(0, 4)), '年份应在 1970 到 2199 之间 · Give a year from 1970 to 2199')
export const Day = z.iso
  .date()
  .refine((s) => isSaneYear(s.slice(0, 4)), '年份应在 1970 到 2199 之间 · Give a year from 1970 to 2199')
export const LocalTime = patterned(/^([01]\d|2[0-3]):[0-5]\d$/, {
  zh: '请填写时刻，例如 16:30',
  en: 'Give a time of day, such as 16:30',
})
export const Count = z.int().min(0).max(1_000_000_000)
export const Quantity = z.int().min(1).max(100_000_000)
export const AmountMinor = z.int().min(-9_000_000_000_000).max(9_000_000_000_000)
export const Country = patterned(/^[A-Z]{2}$/, {
  zh: '请填写两位国家代码，例如 CN',
  en: 'Give a country code of two letters, such as CN',
})
export const Flag = z.enum(['true', 'false']).transform((v) => v === 'true')

const CONTROL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** A line of text: trimmed, without control characters, at least `min` and at most `max` long. */
export const line = (max: number, min = 0) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine(
      (s) => !CONTROL.test(s) && !/[\n\r\t]/.test(s),
      '请去掉控制字符和换行 · Take out control characters and line breaks',
    )

/** Text of several lines. */
export const prose = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((s) => !CONTROL.test(s), '请去掉控制字符 · Take out control characters')

function isSaneYear(year: string): boolean {
  return Number(year) >= 1970 && Number(year) <= 2199
}

export const PAGE_MAX = 200
const CURSOR_MAX = 2_500

/** Keyset paging: `cursor` is the opaque value of the page before. */
export const Paging = {
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
  cursor: z.string().max(CURSOR_MAX).optional(),
}

/** A page of rows. `next` is null on the last page, `previous` on the first; `total` comes when it was asked for. */
export const page = <R extends z.ZodType>(row: R) => z.object(pageFields(row))

const pageFields = <R extends z.ZodType>(row: R) => ({
  rows: z.array(row),
  next: z.string().nullable(),
  previous: z.string().nullable().optional(),
  /** How many rows come before these. */
  before: z.int().optional(),
  /** How many rows match in all, counted to 10,000 and one. */
  total: z.int().optional(),
})

/** A page of a list that takes pasted numbers: `missing` are those that name nothing. */
export const pasteablePage = <R extends z.ZodType>(row: R) =>
  z.object({ ...pageFields(row), missing: z.array(z.string()).optional() })

/**
 * The version of the record that a save started from, as its read gave it. Since then changed fields are merged, or the save is
 * refused with a difference field by field. Left out, the last write wins.
 */
export const SeenVersion = z
  .int()
  .min(0)
  .optional()
  .describe(
    'Version of the record the change started from. Fields only others changed since stay; a field both changed refuses with 409 request.stale and the difference. Without it the last write wins.',
  )
