import { sql } from '#platform/db.ts'

const escaped = (text: string): string => text.replace(/[%_\\]/g, '\\$&')

/** SQL condition over product `p`: SKU, name, pinyin, initials of the name, or the whole barcode. No text matches all. */
export function productMatches(search: string | undefined) {
  if (!search) return sql<boolean>`true`
  const part = `%${escaped(search)}%`
  const spoken = `${escaped(search.toLowerCase().replace(/\s+/g, ''))}%`
  return sql<boolean>`(p.sku ilike ${part} or p.name ilike ${part} or p.pinyin like ${spoken} or p.initials like ${spoken} or p.barcode = ${search})`
}

/** SQL condition over warehouse `w`: code, name or city. */
export function warehouseMatches(search: string | undefined) {
  if (!search) return sql<boolean>`true`
  const part = `%${escaped(search)}%`
  return sql<boolean>`(w.code ilike ${part} or w.name ilike ${part} or w.city ilike ${part})`
}
