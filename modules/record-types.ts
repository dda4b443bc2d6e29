import { z } from 'zod'
import type { RecordRef as Ref, RecordType as Type } from '#platform/records.ts'
import { Id } from '#platform/schema.ts'
import type { Bilingual } from '#platform/text.ts'

/** Every kind of record that notes, files, followers, notices and prints can refer to. Its module says how it is found (records.ts). */
export const recordTypes = {
  order: { zh: '订单', en: 'Order' },
  shipment: { zh: '发运单', en: 'Shipment' },
  return_order: { zh: '退货单', en: 'Return' },
  promise: { zh: '承诺', en: 'Promise' },
  customer: { zh: '客户', en: 'Customer' },
  contract: { zh: '合同', en: 'Contract' },
  clause: { zh: '条款', en: 'Clause' },
  product: { zh: '商品', en: 'Product' },
  warehouse: { zh: '仓库', en: 'Warehouse' },
  goods_receipt: { zh: '收货单', en: 'Goods receipt' },
  import: { zh: '导入批次', en: 'Import batch' },
  calendar: { zh: '工作日历', en: 'Calendar' },
  user: { zh: '用户', en: 'User' },
} satisfies Record<string, Bilingual>

type Names = typeof recordTypes
declare module '#platform/records.ts' {
  interface RecordTypes extends Record<keyof Names, true> {}
}

export const RecordType = z.enum(Object.keys(recordTypes) as [Type, ...Type[]])

/** A record named in an operation's input or answer. */
export const RecordRef = z.object({ type: RecordType, id: Id }) satisfies z.ZodType<Ref>

export const isRecordType = (type: string): type is Type => Object.hasOwn(recordTypes, type)
