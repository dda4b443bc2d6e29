import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { Id, line } from '#platform/schema.ts'

const FOUND_MAX = 20
const Search = z.strictObject({
  search: line(80).optional(),
  limit: z.coerce.number().int().min(1).max(FOUND_MAX).default(FOUND_MAX),
})
const ById = z.object({ id: Id })

/** What an order is put together from: only names, so that customers may order who see neither files nor stock. */
export const orderEntryApi = {
  findBuyers: op({
    method: 'GET',
    path: '/order-entry/customers',
    permission: 'order.create',
    summary: { zh: '可下单的客户', en: 'Customers one may order for' },
    query: Search,
    result: z.object({ rows: z.array(z.object({ id: Id, number: z.string(), name: z.string() })) }),
  }),
  listBuyerSites: op({
    method: 'GET',
    path: '/order-entry/customers/{id}/sites',
    permission: 'order.create',
    summary: { zh: '客户的收货地点', en: 'Places of a customer that goods may go to' },
    params: ById,
    /** `isComplete`: goods can be sent there as it stands; else the order has to say more. */
    result: z.object({
      rows: z.array(z.object({ id: Id, name: z.string(), country: z.string(), isComplete: z.boolean() })),
    }),
  }),
  findGoods: op({
    method: 'GET',
    path: '/order-entry/products',
    permission: 'order.create',
    summary: { zh: '可订的商品', en: 'Products that may be ordered' },
    query: Search,
    result: z.object({ rows: z.array(z.object({ id: Id, sku: z.string(), name: z.string() })) }),
  }),
} satisfies OperationTable
