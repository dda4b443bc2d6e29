import type { Bilingual } from '#platform/text.ts'

/** Why stock moved. Receipts and returns raise it, shipments lower it, adjustments and transfers do either. */
export const movementKinds = {
  receipt: { zh: '收货入库', en: 'Receipt' },
  shipment: { zh: '发货出库', en: 'Shipment' },
  adjustment: { zh: '库存调整', en: 'Adjustment' },
  return: { zh: '退货入库', en: 'Return' },
  transfer: { zh: '调拨', en: 'Transfer' },
} satisfies Record<string, Bilingual>
export type MovementKind = keyof typeof movementKinds

/** Why a person corrects the book quantity. */
export const adjustmentReasons = {
  count: { zh: '盘点差异', en: 'Stock count' },
  damaged: { zh: '损坏', en: 'Damaged' },
  expired: { zh: '过期', en: 'Expired' },
  lost: { zh: '丢失', en: 'Lost' },
  found: { zh: '找回', en: 'Found' },
  scrapped: { zh: '报废', en: 'Scrapped' },
  sample: { zh: '取样', en: 'Taken as a sample' },
  internal_use: { zh: '内部领用', en: 'Internal use' },
  wrong_entry: { zh: '录入更正', en: 'Correction of an entry' },
  opening: { zh: '期初库存', en: 'Opening balance' },
} satisfies Record<string, Bilingual>
export type AdjustmentReason = keyof typeof adjustmentReasons

/** Why goods are not accepted at the door. Source: requirements WHS (receiving with inspection and refusal). */
export const refusalReasons = {
  damaged: { zh: '破损', en: 'Damaged' },
  wrong_product: { zh: '货不对单', en: 'Wrong product' },
  not_ordered: { zh: '未订购', en: 'Not ordered' },
  over_delivered: { zh: '超量送货', en: 'More than ordered' },
  expired: { zh: '过期或临期', en: 'Expired or about to' },
  wet: { zh: '受潮或污染', en: 'Wet or soiled' },
  bad_packing: { zh: '包装不合格', en: 'Packing not fit' },
  no_papers: { zh: '单证不全', en: 'Papers missing' },
  quality: { zh: '质量不合格', en: 'Failed inspection' },
} satisfies Record<string, Bilingual>
export type RefusalReason = keyof typeof refusalReasons

type Book = { onHand: number; reserved: number }
type Adjustment = { /** Units added (above zero) or taken away. */ change: number }

/** Why stock cannot change by this much, or null: what is set aside for orders stays. Units. */
export function whyNotAdjust(
  { onHand, reserved }: Book,
  { change }: Adjustment,
): 'stock.below_reserved' | null {
  return onHand + change < reserved ? 'stock.below_reserved' : null
}

type ReceivedLine = { accepted: number; refused: number; refusalReason?: string | null }

/** Why this line of a receipt cannot be booked, or null. */
export function whyNotReceive({
  accepted,
  refused,
  refusalReason,
}: ReceivedLine): 'receipt.reason_missing' | 'receipt.empty' | null {
  if (accepted + refused === 0) return 'receipt.empty'
  return refused > 0 && !refusalReason ? 'receipt.reason_missing' : null
}
