import { z } from 'zod'
import type { AnyRef as Any, RecordRef as Ref, RecordType as Type, SettingType } from '#platform/records.ts'
import { Id } from '#platform/schema.ts'
import type { Bilingual } from '#platform/text.ts'

/** Every kind of record that notes, files, followers, notices and prints can refer to. Its module says how it is found (records.ts). */
export const recordTypes = {
  order: { zh: '订单', en: 'Order' },
  wave: { zh: '合并分配', en: 'Joint allocation' },
  shipment: { zh: '发运单', en: 'Shipment' },
  handover_list: { zh: '交接单', en: 'Hand-over list' },
  return_order: { zh: '退货单', en: 'Return' },
  service_order: { zh: '服务单', en: 'Service order' },
  promise: { zh: '承诺', en: 'Promise' },
  customer: { zh: '客户', en: 'Customer' },
  contract: { zh: '合同', en: 'Contract' },
  clause: { zh: '条款', en: 'Clause' },
  product: { zh: '商品', en: 'Product' },
  warehouse: { zh: '仓库', en: 'Warehouse' },
  purchase_order: { zh: '采购订单', en: 'Purchase order' },
  goods_receipt: { zh: '收货单', en: 'Goods receipt' },
  import: { zh: '导入批次', en: 'Import batch' },
  calendar: { zh: '工作日历', en: 'Calendar' },
  user: { zh: '用户', en: 'User' },
} satisfies Record<string, Bilingual>

/**
 * What is administered and has no page of its own: where it is used and who changed it is told as of any record, but nobody writes
 * notes on it or follows it.
 */
export const settingTypes = {
  role: { zh: '角色', en: 'Role' },
  team: { zh: '团队', en: 'Team' },
  api_key: { zh: '接口密钥', en: 'API key' },
  view: { zh: '列表视图', en: 'View of a list' },
  export_schedule: { zh: '定时导出', en: 'Scheduled export' },
  print_template: { zh: '单据模板', en: 'Document template' },
  print_rules: { zh: '隐私规则', en: 'Privacy rules' },
  pickup_rule: { zh: '揽收通知规则', en: 'Pick-up rule' },
  delay_notice_rule: { zh: '客户通知规则', en: 'Rule of notices to customers' },
  kpi: { zh: '指标', en: 'KPI' },
} satisfies Record<string, Bilingual>

type Names = typeof recordTypes
type SettingNames = typeof settingTypes
declare module '#platform/records.ts' {
  interface RecordTypes extends Record<keyof Names, true> {}
  interface SettingTypes extends Record<keyof SettingNames, true> {}
}

export const RecordType = z.enum(Object.keys(recordTypes) as [Type, ...Type[]])
export const AnyType = z.enum(
  Object.keys({ ...recordTypes, ...settingTypes }) as [Type | SettingType, ...(Type | SettingType)[]],
)

/** A record named in an operation's input or answer. */
export const RecordRef = z.object({ type: RecordType, id: Id }) satisfies z.ZodType<Ref>

/** The same, or something administered. */
export const AnyRef = z.object({ type: AnyType, id: Id }) satisfies z.ZodType<Any>

export const isRecordType = (type: string): type is Type => Object.hasOwn(recordTypes, type)
export const isKnownType = (type: string): type is Type | SettingType =>
  isRecordType(type) || Object.hasOwn(settingTypes, type)

const rules = new Set<string>(['calendar', 'clause', 'contract'])
/** Something that others go by: of it people ask where it is used. */
export const isRule = (type: string): boolean => rules.has(type) || !isRecordType(type)
