import { plain } from '#modules/customers/pinyin.ts'
import { sql } from '#platform/db.ts'
import { containing } from '#platform/like.ts'

/** SQL condition over product `p`: SKU, name, pinyin, initials of the name, or the whole barcode. No text matches all. */
export function productMatches(search: string | undefined) {
  if (!search) return sql<boolean>`true`
  const part = containing(search)
  const sound = plain(search)
  const spoken =
    sound === '' ? sql`false` : sql`(p.pinyin like ${`${sound}%`} or p.initials like ${`${sound}%`})`
  return sql<boolean>`(p.sku ilike ${part} or p.name ilike ${part} or ${spoken} or p.barcode = ${search})`
}

/** SQL condition over warehouse `w`: code, name or city. */
export function warehouseMatches(search: string | undefined) {
  if (!search) return sql<boolean>`true`
  const part = containing(search)
  return sql<boolean>`(w.code ilike ${part} or w.name ilike ${part} or w.city ilike ${part})`
}
