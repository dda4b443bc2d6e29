/**
 * A list as PostgreSQL reads it, for a parameter that is an array. An order is written with some sixty of them; the driver's own way
 * looks at each value three times.
 */
export function arrayText(values: readonly unknown[]): string {
  let text = '{'
  for (let i = 0; i < values.length; i += 1) {
    if (i > 0) text += ','
    text += elementText(values[i])
  }
  return `${text}}`
}

function elementText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value)
    case 'undefined':
      return 'NULL'
    default:
      return value === null ? 'NULL' : objectText(value as object)
  }
}

function objectText(value: object): string {
  if (Array.isArray(value)) return arrayText(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value).toString('hex')}"`
  return quoted(JSON.stringify(value))
}

const quoted = (text: string): string =>
  text.includes('"') || text.includes('\\') ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : `"${text}"`
