import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'product.sku_taken': { zh: '商品编码已存在：{skus}', en: 'This SKU is taken: {skus}' },
  'product.barcode_taken': {
    zh: '条码已用于其他商品：{barcodes}',
    en: 'Another product has this barcode: {barcodes}',
  },
  'product.reserved': {
    zh: '仍有 {reserved} 件为订单预留，发出或释放后才能停用',
    en: '{reserved} units are still reserved for orders. Ship or release them first',
  },
  'product.archived': { zh: '商品已停用：{skus}', en: 'This product is archived: {skus}' },
  'product.off_already': { zh: '商品已是停用状态', en: 'It is off already' },
  'product.on_already': { zh: '商品已是启用状态', en: 'It is on already' },
  'product.own_substitute': { zh: '商品不能作为自己的替代品', en: 'A product cannot be its own substitute' },
  'warehouse.code_taken': { zh: '仓库代码已存在：{codes}', en: 'This warehouse code is taken: {codes}' },
  'warehouse.holds_stock': {
    zh: '仓库仍有 {onHand} 件库存，清空后才能停用',
    en: 'The warehouse still holds {onHand} units. Empty it first',
  },
  'warehouse.archived': { zh: '仓库 {code} 已停用', en: 'Warehouse {code} is archived' },
  'stock.not_reserved': {
    zh: '该订单行在此仓库只预留了 {reserved} 件，不能发出 {quantity} 件',
    en: 'Only {reserved} units are reserved for this order line at this warehouse; {quantity} cannot leave',
  },
  'stock.below_reserved': {
    zh: '{sku} 在 {warehouse} 账面 {onHand} 件，其中 {reserved} 件已为 {orders} 个订单预留；调整后为 {after} 件，低于预留。请先释放预留',
    en: '{warehouse} holds {onHand} of {sku}, and {reserved} of them are reserved for {orders} {orders:order|orders}; {after} would be fewer than that. Release reservations first',
  },
  'stock.counted_meanwhile': {
    zh: '{sku} 的账面数在盘点期间变为 {onHand} 件，请核对后重新提交',
    en: 'The book quantity of {sku} became {onHand} during the count. Check it and send again',
  },
  'receipt.reason_missing': {
    zh: '拒收数量大于零时必须选择拒收原因',
    en: 'Give a reason for the quantity refused',
  },
  'receipt.empty': {
    zh: '请至少填写一行收货或拒收数量',
    en: 'Enter at least one quantity accepted or refused',
  },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
