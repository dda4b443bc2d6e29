import type { Bilingual } from '#platform/text.ts'
import type { Decision, HoldKind, OrderChannel, OrderState } from './order-types.ts'

export const orderStateNames = {
  held: { zh: '已冻结', en: 'On hold' },
  short: { zh: '缺货', en: 'Short' },
  confirmed: { zh: '已受理', en: 'Accepted' },
  shipping: { zh: '发运中', en: 'Shipping' },
  delivered: { zh: '已签收', en: 'Delivered' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
} satisfies Record<OrderState, Bilingual>

export const decisionNames = {
  none: { zh: '待处理', en: 'To decide' },
  other_warehouse: { zh: '换仓', en: 'Other warehouse' },
  split: { zh: '拆单', en: 'Split' },
  substitute: { zh: '替代品', en: 'Substitute' },
  backorder: { zh: '延期订货', en: 'Backorder' },
  cancel: { zh: '取消', en: 'Cancel' },
} satisfies Record<Decision | 'none', Bilingual>

export const orderHoldNames = {
  credit: { zh: '信用', en: 'Credit' },
  compliance: { zh: '合规', en: 'Compliance' },
  manual: { zh: '人工', en: 'By hand' },
  address: { zh: '地址', en: 'Address' },
  duplicate: { zh: '疑似重复', en: 'Possible duplicate' },
  product: { zh: '商品', en: 'Product' },
} satisfies Record<HoldKind, Bilingual>

export const services: Record<string, Bilingual> = {
  standard: { zh: '标准', en: 'Standard' },
  express: { zh: '特快', en: 'Express' },
  economy: { zh: '经济', en: 'Economy' },
}

export const channels: Record<OrderChannel, Bilingual> = {
  form: { zh: '页面录入', en: 'Form' },
  paste: { zh: '粘贴', en: 'Pasted' },
  import: { zh: '文件导入', en: 'Imported' },
  api: { zh: '接口', en: 'API' },
}

/** A company may have services of its own: those are said as they are. */
export const serviceOf = (service: string): Bilingual => services[service] ?? { zh: service, en: service }
