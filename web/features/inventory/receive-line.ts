import type { ResultOf } from '#platform/api.ts'
import type { inventoryApi } from '#modules/inventory/api.ts'
import type { RefusalReason } from '#modules/inventory/movement.ts'

export type CodeMatch = ResultOf<typeof inventoryApi.findProductsByCode>['rows'][number]
export type LineValue = {
  productId: string
  expected: number | null
  accepted: number | null
  refused: number | null
  refusalReason: RefusalReason | null
}
export type ReceiveValues = {
  purchaseId: string | null
  warehouseId: string
  supplierId: string | null
  note: string
  lines: LineValue[]
}
export type KnownProducts = ReadonlyMap<string, Pick<CodeMatch, 'sku' | 'name' | 'unit'>>

/** The lines after one more unit of a product came: its line counts up, or it gets a line on top. */
export function withOneMore(lines: readonly LineValue[] = [], productId: string): LineValue[] {
  const isListed = lines.some((line) => line.productId === productId)
  if (!isListed)
    return [{ productId, expected: null, accepted: 1, refused: null, refusalReason: null }, ...lines]
  return lines.map((line) =>
    line.productId === productId ? { ...line, accepted: (line.accepted ?? 0) + 1 } : line,
  )
}

/** Units counted beyond what was expected (above zero) or short of it; null while nothing was counted or nothing expected. */
export function differenceOf(
  line: Pick<LineValue, 'expected' | 'accepted' | 'refused'> | undefined,
): number | null {
  const counted = (line?.accepted ?? 0) + (line?.refused ?? 0)
  const expected = line?.expected ?? null
  return expected === null || counted === 0 ? null : counted - expected
}

export const isCounted = (line: Pick<LineValue, 'accepted' | 'refused'>): boolean =>
  (line.accepted ?? 0) + (line.refused ?? 0) > 0
