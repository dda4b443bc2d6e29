import type { Ctx } from '#platform/ctx.ts'
import type { ImportedShipment, ImportedShipmentResult } from './shipment-types.ts'

/** History, set-based, in the order given; one summary event. At most IMPORT_MAX rows a call. */
export async function importShipments(ctx: Ctx, rows: ImportedShipment[]): Promise<ImportedShipmentResult[]> {
  void ctx
  void rows
  throw new Error('not yet')
}

/** Undo of an import: its shipments with everything that hangs on them. Says how many there were. */
export async function deleteShipmentsOfBatch(ctx: Ctx, batchId: string): Promise<number> {
  void ctx
  void batchId
  throw new Error('not yet')
}
