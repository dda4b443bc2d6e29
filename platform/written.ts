import pg from 'pg'

/** Rows as PostgreSQL writes them, with the type (OID) of each column. */
export type RawRows = { columns: { name: string; type: number }[]; rows: (string | null)[][] }

/**
 * Rows as the JSON they are sent as. A page of a list has a thousand values: made into objects, dates and numbers only to be made
 * into text again they cost more than everything else about the request.
 */
export type Written<R> = { json: string; readonly of?: R }

const {
  BOOL,
  INT2,
  INT4,
  INT8,
  TEXT,
  VARCHAR,
  BPCHAR,
  UUID,
  TIMESTAMPTZ,
  JSON: JSON_TYPE,
} = pg.types.builtins
/** So short a whole number is exact in JavaScript. */
const EXACT_DIGITS = 15

/**
 * The JSON array of some rows. A column named `customer.name` is the field `name` of an object `customer`; the columns of one object
 * stand together. Columns that `isLeftOut` names are no part of it.
 */
export function writeRows<R>({ columns, rows }: RawRows, isLeftOut: (name: string) => boolean): Written<R> {
  const { parts, end } = partsOf(columns, isLeftOut)
  const texts = rows.map((row) => {
    let text = ''
    for (const { lead, at, write } of parts) {
      const value = row[at] ?? null
      text += lead + (value === null ? 'null' : write(value))
    }
    return text + end
  })
  return { json: `[${texts.join(',')}]` }
}

/** The opposite, for who works with the rows. */
export const readRows = <R>(rows: R[] | Written<R>): R[] =>
  Array.isArray(rows) ? rows : JSON.parse(rows.json)

/** The JSON of an answer; what is written already goes in as it stands. */
export function jsonOf(answer: object): string {
  if (!('rows' in answer) || !isWritten(answer.rows)) return JSON.stringify(answer)
  const { rows, ...rest } = answer
  const others = JSON.stringify(rest).slice(1)
  return `{"rows":${rows.json}${others === '}' ? '' : ','}${others}`
}

const isWritten = (rows: unknown): rows is Written<unknown> =>
  typeof rows === 'object' && rows !== null && 'json' in rows

type Part = { lead: string; at: number; write: (text: string) => string }

/** What stands before each value, worked out once for all rows. */
function partsOf(
  columns: RawRows['columns'],
  isLeftOut: (name: string) => boolean,
): { parts: Part[]; end: string } {
  const parts: Part[] = []
  let open = ''
  columns.forEach(({ name, type }, at) => {
    if (isLeftOut(name)) return
    const [field = '', inner] = name.split('.')
    const object = inner === undefined ? '' : field
    const key = JSON.stringify(inner ?? field)
    const begin = parts.length === 0 ? '{' : ','
    const lead =
      object === open
        ? `${begin}${key}:`
        : `${open ? '}' : ''}${begin}${object ? `${JSON.stringify(object)}:{` : ''}${key}:`
    parts.push({ lead, at, write: writerOf(type) })
    open = object
  })
  return { parts, end: open ? '}}' : parts.length === 0 ? '{}' : '}' }
}

function writerOf(type: number): (text: string) => string {
  switch (type) {
    case TEXT:
    case VARCHAR:
    case BPCHAR:
    case UUID:
      return JSON.stringify
    case BOOL:
      return (text) => (text === 't' ? 'true' : 'false')
    case INT2:
    case INT4:
    case JSON_TYPE:
      return (text) => text
    case INT8:
      return (text) => (text.length <= EXACT_DIGITS ? text : parsed(type, text))
    case TIMESTAMPTZ:
      return (text) => instantOf(text) ?? parsed(type, text)
    default:
      return (text) => parsed(type, text)
  }
}

const parsed = (type: number, text: string): string =>
  JSON.stringify(pg.types.getTypeParser(type)(text)) ?? 'null'

/** `2026-05-04 10:00:00.5+00` as JSON writes it; our connections speak UTC. null for what is written otherwise. */
function instantOf(text: string): string | null {
  if (text.length < 22 || text[10] !== ' ' || !text.endsWith('+00')) return null
  const ms = text.length === 22 ? '000' : text.slice(20, Math.min(23, text.length - 3)).padEnd(3, '0')
  return `"${text.slice(0, 10)}T${text.slice(11, 19)}.${ms}Z"`
}
