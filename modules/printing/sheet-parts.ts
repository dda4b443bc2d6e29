import type { Locale } from '#platform/text.ts'
import type { PrintFrame, PrintJobRecord } from './print-data.ts'
import type { Flow, SheetColumn } from './sheet-flow.ts'
import { type Word, say } from './words.ts'

/** What every document on A4 is put together from. Pure. */

export type Sheet = { frame: PrintFrame; job: PrintJobRecord; locale: Locale; flow: Flow }

export const has = (frame: PrintFrame, field: string): boolean =>
  (frame.options.fields as readonly string[]).includes(field)

export const fact = (locale: Locale, word: Word, value: string | null): readonly [string, string] => [
  say(locale, word),
  value ?? '',
]
export const columns = (locale: Locale, given: [Word, number, 'end'?][]): SheetColumn[] =>
  given.map(([word, share, align]) => ({ title: say(locale, word), share, ...(align ? { align } : {}) }))
