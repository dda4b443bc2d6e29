import { customersApi } from '#modules/customers/api.ts'
import { identityApi } from '#modules/identity/api.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { purchasingApi } from '#modules/purchasing/api.ts'
import { findCustomers } from '#web/features/contracts/customer-lookup.tsx'
import { findProducts, findWarehouses } from '#web/features/inventory/lookups.tsx'
import { carrierFilter, findUsers } from '#web/features/shipments/lookups.tsx'
import { call } from '#web/lib/api.ts'
import { useCan } from '#web/lib/session.ts'
import type { RecordLookup } from '#web/ui/list-conditions.ts'

const FOUND_MAX = 20

const customer: RecordLookup = {
  find: findCustomers,
  nameOf: async (id) => (await call(customersApi.getCustomer, { params: { id } })).name,
}
const warehouse: RecordLookup = {
  find: findWarehouses,
  nameOf: async (id) => (await call(inventoryApi.getWarehouse, { params: { id } })).code,
}
const product: RecordLookup = {
  find: findProducts,
  nameOf: async (id) => (await call(inventoryApi.getProduct, { params: { id } })).sku,
}
const order: RecordLookup = {
  find: async (search) => {
    const query = { limit: FOUND_MAX, ...(search && { search }) }
    const { rows } = await call(ordersApi.listOrders, { query })
    return rows.map((one) => ({ value: one.id, label: `${one.number} · ${one.customer.name}` }))
  },
  nameOf: async (id) => (await call(ordersApi.getOrder, { params: { id } })).number,
}
const purchase: RecordLookup = {
  find: async (search) => {
    const query = { limit: FOUND_MAX, ...(search && { search }) }
    const { rows } = await call(purchasingApi.listPurchases, { query })
    return rows.map((one) => ({ value: one.id, label: `${one.number} · ${one.supplier.name}` }))
  },
  nameOf: async (id) => (await call(purchasingApi.getPurchase, { params: { id } })).number,
}
const user: RecordLookup = {
  find: findUsers,
  nameOf: async (id) => (await call(identityApi.getUser, { params: { id } })).name,
}

type Lookups = Readonly<
  Record<
    'customer' | 'carrier' | 'order' | 'purchase' | 'warehouse' | 'product' | 'user',
    RecordLookup | undefined
  >
>

/** How records that fields refer to are found; undefined for those this person may not look up. */
export function useLookups(): Lookups {
  const canCustomers = useCan('customer.read')
  const canStock = useCan('inventory.read')
  const canCarriers = useCan('handover.read')
  const canOrders = useCan('order.read')
  const canUsers = useCan('user.read')
  const canPurchases = useCan('purchase.read')
  return {
    customer: canCustomers ? customer : undefined,
    carrier: canCarriers ? carrierFilter : undefined,
    order: canOrders ? order : undefined,
    purchase: canPurchases ? purchase : undefined,
    warehouse: canStock ? warehouse : undefined,
    product: canStock ? product : undefined,
    user: canUsers ? user : undefined,
  }
}
