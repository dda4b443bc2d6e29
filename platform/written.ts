import { sql } from '#platform/db.ts'

type Sql = ReturnType<typeof sql>

/**
 * Rows as the JSON they are sent as. A page of a list has a thousand values: made into objects, dates and numbers only to be made
 * into text again they cost more than everything else about the request. So PostgreSQL writes each row (`rowJson`).
 */
export type Written<R> = { json: string; readonly of?: R }

/** SQL for a value of a row's JSON. */
type Value = { value: Sql; quote: '' | '"' }
type Fields = { [name: string]: Value | Fields }

const value = (written: Sql, quote: Value['quote'] = ''): Value => ({ value: written, quote })

export const asJson = {
  /** Never null, and only of characters that JSON leaves alone: ids, numbers we make, words of a vocabulary. */
  code: (of: Sql) => value(of, '"'),
  /** Never null. */
  number: (of: Sql) => value(of),
  /** Never null. */
  flag: (of: Sql) => value(sql`case when ${of} then 'true' else 'false' end`),
  text: (of: Sql) => value(sql`coalesce(to_json(${of}), 'null')`),
  /** Our connections speak UTC. */
  instant: (of: Sql) => value(sql`coalesce(to_char(${of}, '"\\""YYYY-MM-DD"T"HH24:MI:SS.MS"Z\\""'), 'null')`),
}

/** SQL: the JSON of one row. */
export function rowJson(fields: Fields): Sql {
  const parts: Sql[] = []
  let text = '{'
  const put = (of: Fields): void => {
    Object.entries(of).forEach(([name, field], i) => {
      text += `${i === 0 ? '' : ','}${JSON.stringify(name)}:`
      if (isValue(field)) {
        parts.push(sql.lit(text + field.quote), field.value)
        text = field.quote
        return
      }
      text += '{'
      put(field)
      text += '}'
    })
  }
  put(fields)
  return sql`concat(${sql.join([...parts, sql.lit(`${text}}`)])})`
}

const isValue = (field: Value | Fields): field is Value => 'quote' in field && typeof field.quote === 'string'

/** The JSON of a list of written rows. */
export const listOfJson = <R>(rows: readonly { json: string }[]): Written<R> => ({
  json: `[${rows.map(({ json }) => json).join(',')}]`,
})

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
