import type { Bilingual } from '#platform/text.ts'

export const PROMISE_KINDS = ['acknowledge', 'ship', 'deliver', 'receipt_back'] as const
export type PromiseKind = (typeof PROMISE_KINDS)[number]

export const kindNames = {
  acknowledge: { zh: '受理', en: 'Acknowledge' },
  ship: { zh: '发货', en: 'Ship' },
  deliver: { zh: '送达', en: 'Deliver' },
  receipt_back: { zh: '回单', en: 'Receipt back' },
} satisfies Record<PromiseKind, Bilingual>

/** Who answers for a promise not kept. */
export const LIABLE = ['us', 'warehouse', 'carrier', 'supplier', 'customer', 'authority', 'nobody'] as const
export type Liable = (typeof LIABLE)[number]

export const liableNames = {
  us: { zh: '我方', en: 'Us' },
  warehouse: { zh: '仓库', en: 'Warehouse' },
  carrier: { zh: '承运商', en: 'Carrier' },
  supplier: { zh: '供应商', en: 'Supplier' },
  customer: { zh: '客户', en: 'Customer' },
  authority: { zh: '政府部门', en: 'Authority' },
  nobody: { zh: '不可抗力', en: 'Nobody (force majeure)' },
} satisfies Record<Liable, Bilingual>

/** Why a promise ended as it did, and who answers for it unless the desk says otherwise. */
export const causes = {
  out_of_stock: { zh: '缺货', en: 'Out of stock', liable: 'supplier' },
  warehouse_backlog: { zh: '仓库积压', en: 'Warehouse backlog', liable: 'warehouse' },
  picking_error: { zh: '拣货差错', en: 'Picking error', liable: 'warehouse' },
  no_capacity: { zh: '运力不足', en: 'No carrier capacity', liable: 'carrier' },
  carrier_delay: { zh: '运输延误', en: 'Carrier delay', liable: 'carrier' },
  lost_or_damaged: { zh: '货物丢失或破损', en: 'Lost or damaged', liable: 'carrier' },
  wrong_address: { zh: '地址有误', en: 'Wrong address', liable: 'customer' },
  consignee_absent: { zh: '收货人不在', en: 'Consignee absent', liable: 'customer' },
  customer_request: { zh: '客户要求变更', en: 'Customer asked for a change', liable: 'customer' },
  credit_hold: { zh: '客户信用冻结', en: 'Credit hold', liable: 'customer' },
  paperwork: { zh: '单证不全', en: 'Papers incomplete', liable: 'us' },
  our_mistake: { zh: '我方操作失误', en: 'Our mistake', liable: 'us' },
  customs: { zh: '海关查验', en: 'Customs inspection', liable: 'authority' },
  traffic_control: { zh: '交通管制', en: 'Traffic control', liable: 'authority' },
  weather: { zh: '恶劣天气', en: 'Bad weather', liable: 'nobody' },
  order_cancelled: { zh: '订单已取消', en: 'Order cancelled', liable: 'customer' },
  order_amended: { zh: '订单已修改', en: 'Order amended', liable: 'customer' },
  other: { zh: '其他', en: 'Other', liable: 'us' },
} satisfies Record<string, Bilingual & { liable: Liable }>
export type Cause = keyof typeof causes
