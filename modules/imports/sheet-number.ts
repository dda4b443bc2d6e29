import { attributeOf, elementsOf } from './sheet-xml.ts'

/** Which cell styles show a number as a day or a time. */
export type DateStyles = ReadonlySet<number>

const EXACT_DIGITS = 15
/** Spreadsheets take no longer ones. */
const CODE_MAX = 2_000
const DAY_MS = 86_400_000
const EPOCH_1900 = Date.UTC(1899, 11, 30)
const EPOCH_1904 = Date.UTC(1904, 0, 1)

/** Number formats that are dates in every workbook. Source: ECMA-376 part 1, 18.8.30, and the East Asian ones of spreadsheets. */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

export function dateStylesOf(styles: string): DateStyles {
  const own = new Set(
    [...styles.matchAll(/<(?:\w+:)?numFmt\b([^<>]*)>/g)].flatMap(([, attributes = '']) =>
      showsTime(attributeOf(attributes, 'formatCode')) ? [Number(attributeOf(attributes, 'numFmtId'))] : [],
    ),
  )
  const formats = [...cellFormats(styles).matchAll(/<(?:\w+:)?xf\b([^<>]*)>/g)].map(([, attributes = '']) =>
    Number(attributeOf(attributes, 'numFmtId')),
  )
  return new Set(formats.flatMap((id, index) => (own.has(id) || isBuiltInDate(id) ? [index] : [])))
}

const showsTime = (code: string): boolean =>
  /[ymdhs]/i.test(code.slice(0, CODE_MAX).replace(/&quot;.*?&quot;|\[[^\]]*\]|\\.|General/gi, ''))

function cellFormats(styles: string): string {
  const prefix = /<(\w{1,100}:)?cellXfs\b/.exec(styles)?.[1] ?? ''
  const [first] = elementsOf(styles, `<${prefix}cellXfs`)
  return first?.content ?? ''
}

/** A spreadsheet keeps fifteen digits; what comes after them is noise of binary fractions. */
export function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString()
  return String(Number(value.toPrecision(EXACT_DIGITS)))
}

/** '2026-11-22', with the time of day when it has one. */
export function dayText(value: number, is1904: boolean): string {
  const at = new Date(Math.round(((is1904 ? EPOCH_1904 : EPOCH_1900) + value * DAY_MS) / 1000) * 1000)
  if (Number.isNaN(at.getTime())) return ''
  const text = at.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ')
}
