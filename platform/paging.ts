import { Invalid } from '#platform/errors.ts'

/** Keyset cursors: the sort values of the last row, opaque to the caller. */
export function encodeCursor(values: (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** The values of a cursor; a cursor not made by us is the caller's mistake. */
export function decodeCursor(cursor: string, length: number): (string | number | null)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const isOurs =
      Array.isArray(values) &&
      values.length === length &&
      values.every((v) => v === null || ['string', 'number'].includes(typeof v))
    if (isOurs && values.every((v) => typeof v !== 'string' || !v.includes('\u0000'))) return values
  } catch {
    // falls through to the refusal
  }
  throw new Invalid([
    {
      path: 'cursor',
      message: {
        zh: '分页位置无效，请回到第一页',
        en: 'This page position is not valid. Go back to the first page',
      },
    },
  ])
}

/** Rows fetched with one more than the limit, as a page. */
export function toPage<R>(
  rows: R[],
  limit: number,
  key: (row: R) => (string | number | null)[],
): { rows: R[]; next: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > limit && last ? encodeCursor(key(last)) : null }
}
