import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { Id, line } from '#platform/schema.ts'

export const hitKinds = ['order', 'shipment', 'purchase_order', 'customer', 'product'] as const

export const Hit = z.object({
  kind: z.enum(hitKinds),
  id: Id,
  /** The number a person knows it by. */
  title: z.string(),
  detail: z.string(),
  /** Which field matched: number, reference, phone tail, name, pinyin ...; `near`: a name that sounds nearly like it. */
  match: z.enum([
    'number',
    'reference',
    'phone',
    'waybill',
    'name',
    'sound',
    'sku',
    'barcode',
    'address',
    'near',
  ]),
})

export const searchApi = {
  search: op({
    method: 'GET',
    path: '/search',
    permission: 'signed_in',
    summary: {
      zh: '全局搜索：订单、运单、采购订单、客户、商品',
      en: 'Search orders, waybills, purchase orders, customers and products',
    },
    query: z.strictObject({ q: line(80, 1) }),
    result: z.object({ rows: z.array(Hit) }),
  }),
} satisfies OperationTable
