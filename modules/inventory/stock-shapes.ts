import { z } from 'zod'
import { Id, line } from '#platform/schema.ts'
import { type MovementKind, movementKinds } from './movement.ts'

export const keysOf = <K extends string>(table: Record<K, unknown>) => Object.keys(table) as [K, ...K[]]
export const Movement = z.enum(keysOf<MovementKind>(movementKinds))
export const PriceMinor = z.int().min(0).max(1_000_000_000_000)
export const Units = z.int().min(0).max(100_000_000)
export const DocumentLines = 500
export const ProductRef = z.object({ id: Id, sku: z.string(), name: z.string() })
export const Totals = { onHand: z.int(), reserved: z.int(), available: z.int() }
export const StockRow = z.object({
  productId: Id,
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  warehouseId: Id,
  warehouseCode: z.string(),
  warehouseName: z.string(),
  ...Totals,
})
export const ById = z.object({ id: Id })
const Version = z.int().min(1)
export const Archive = z.strictObject({ archived: z.boolean(), version: Version })
export const Search = line(80).optional()
