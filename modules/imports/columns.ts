import { halfWidth } from '#modules/orders/paste.ts'
import type { Field } from './field.ts'
import { type ImportKind } from './kind-names.ts'
import { fieldOf, kinds } from './kind.ts'

/** Which column of the file holds which field. */
export type Mapping = Partial<Record<string, string>>
/** Fields given once for the whole file. */
export type Constants = Partial<Record<string, string>>

/** Shorter words are found inside too many headings. */
const INSIDE_MIN = { han: 2, latin: 5 }
const EXACT = 1_000

/** A heading as it is compared: half-width, lower case, without brackets and what stands in them, spaces and marks. */
export const plain = (heading: string): string =>
  halfWidth(heading)
    .toLowerCase()
    .replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '')
    .replace(/[\s*:：._/\\\-–'’"#、,]/g, '')

/** How well a heading names a field: EXACT, the length of the word found inside it, or 0. */
function scoreOf(text: string, { words }: Field): number {
  if (text === '') return 0
  let best = 0
  for (const word of words) {
    if (text === word) return EXACT
    const min = /[\u4e00-\u9fff]/.test(word) ? INSIDE_MIN.han : INSIDE_MIN.latin
    if (word.length >= min && text.includes(word)) best = Math.max(best, word.length)
  }
  return best
}

/**
 * The mapping that the headings suggest: exact names first, then words found inside a heading, the longest first; then what the cells of
 * columns left over look like. Each column is used once. Columns that are recognised as nothing stay out.
 */
export function guessMapping(
  kind: ImportKind,
  columns: readonly string[],
  samples: readonly (readonly string[])[] = [],
): Mapping {
  const fields = Object.entries(kinds[kind].fields)
  const pairs = columns.flatMap((column) =>
    fields.map(([field, facts]) => ({ column, field, score: scoreOf(plain(column), facts) })),
  )
  const mapping: Mapping = {}
  const used = new Set<string>()
  const take = (field: string, column: string) => {
    if (mapping[field] !== undefined || used.has(column)) return
    mapping[field] = column
    used.add(column)
  }
  for (const { column, field } of pairs
    .filter((pair) => pair.score > 0)
    .toSorted((a, b) => b.score - a.score))
    take(field, column)
  columns.forEach((column, index) => {
    const look = lookOf(samples.map((cells) => cells[index] ?? ''))
    const fitting = look && fields.find(([name, { looks }]) => looks === look && mapping[name] === undefined)
    if (fitting) take(fitting[0], column)
  })
  return mapping
}

const LOOKS = [
  ['phone', /^(?:\+?86)?1[3-9]\d{9}$/],
  ['email', /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i],
  ['day', /^20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}/],
] as const
const LOOK_CELLS_MIN = 2

/** What all filled cells of a column look like, or null. */
function lookOf(cells: readonly string[]): Field['looks'] | null {
  const filled = cells.filter((cell) => cell !== '')
  if (filled.length < LOOK_CELLS_MIN) return null
  return LOOKS.find(([, pattern]) => filled.every((cell) => pattern.test(cell)))?.[0] ?? null
}

/** How many cells of a row are headings we know; the heading row is the one with the most. */
export const countHeadings = (kind: ImportKind, cells: readonly string[]): number =>
  cells.filter((cell) =>
    Object.values(kinds[kind].fields).some((field) => scoreOf(plain(cell), field) === EXACT),
  ).length

/** Fields without which no row can be taken: the required ones, and the first of each group of which one is needed. */
export function missingFields(kind: ImportKind, mapping: Mapping, constants: Constants): string[] {
  const { fields, oneOf } = kinds[kind]
  const has = (field: string) => mapping[field] !== undefined || Boolean(constants[field])
  const choices = oneOf.flatMap((group) => (group.some(has) ? [] : group.slice(0, 1)))
  const needed = Object.keys(fields).filter(
    (field) => fields[field]?.isRequired && !oneOf.some((group) => group.includes(field)) && !has(field),
  )
  return [...new Set([...choices, ...needed])]
}

export const isRequired = (kind: ImportKind, field: string): boolean =>
  fieldOf(kind, field)?.isRequired === true || kinds[kind].oneOf.some((group) => group[0] === field)

/** Columns named once each: empty headings get their letter, a second one of a name its number. */
export function nameColumns(headings: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return headings.map((heading, index) => {
    const name = heading.trim() || columnLetter(index)
    const n = (seen.get(name) ?? 0) + 1
    seen.set(name, n)
    return n === 1 ? name : `${name} (${n})`
  })
}

/** 0 is A, 26 is AA, as in a spreadsheet. */
export function columnLetter(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest > 0 ? columnLetter(rest - 1) : '') + String.fromCharCode(65 + (index % 26))
}

const PERSONAL_HEADING =
  /姓名|联系|收货|收件|电话|手机|身份证|证件|邮箱|微信|地址|phone|mobile|tel$|e-?mail|address|contact|recipient|consignee/i

export type Personal = NonNullable<Field['personal']>

/** What personal data a column holds, by what it is mapped to, by what its heading suggests, or null. */
export function personalOf(kind: ImportKind, column: string, mapping: Mapping): Personal | null {
  const mapped = Object.keys(mapping).find((field) => mapping[field] === column)
  if (mapped !== undefined) return fieldOf(kind, mapped)?.personal ?? null
  const [guessed] = Object.keys(guessMapping(kind, [column]))
  return (guessed && fieldOf(kind, guessed)?.personal) || (PERSONAL_HEADING.test(column) ? 'other' : null)
}
