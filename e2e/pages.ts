import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contractsApi } from '#modules/contracts/api.ts'
import { customersApi } from '#modules/customers/api.ts'
import { importsApi } from '#modules/imports/api.ts'
import { insightApi } from '#modules/insight/api.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { promisesApi } from '#modules/promises/api.ts'
import { schedulingApi } from '#modules/scheduling/api.ts'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { servicesApi } from '#modules/services/api.ts'
import { purchasingApi } from '#modules/purchasing/api.ts'
import { handoversApi } from '#modules/handovers/api.ts'
import { returnsApi } from '#modules/returns/api.ts'
import { wavesApi } from '#modules/waves/api.ts'
import { makeGoods, makeSupplier, sendOrder, uploadOrders } from './records.ts'
import type { Stage } from './stage.ts'

export type PageAt = { route: string; path: string }

/** Every page that `web/routes.tsx` names, with the id of a real record where it needs one. */
export async function allPages(stage: Stage): Promise<PageAt[]> {
  const source = readFileSync(join(import.meta.dirname, '../web/routes.tsx'), 'utf8')
  const routes = [...source.matchAll(/\bpage\(\s*'([^']+)'/g)].map((match) => match[1] ?? '')
  if (routes.length < 20) throw new Error('web/routes.tsx does not read as expected')
  const pages: PageAt[] = []
  for (const route of [...routes, ...outside]) pages.push({ route, path: await pathOf(stage, route) })
  return pages
}

/** Pages without the shell. */
const outside = ['/log-in', '/t/$token']

async function pathOf(stage: Stage, route: string): Promise<string> {
  if (!route.includes('$')) return route
  const parts = route.split('/')
  // '/settings/calendars/$id' names a calendar, '/contracts/$id/clauses/new' a contract.
  const collection = parts[parts.findIndex((part) => part.startsWith('$')) - 1] ?? ''
  const find = idOf[collection]
  if (!find) throw new Error(`No record is known for ${route}: add one to e2e/pages.ts`)
  const id = await find(stage)
  if (id === null) throw new Error(`The demo has no record for ${route}`)
  return route.replace(/\$\w+/, encodeURIComponent(id))
}

async function makeService({ call }: Stage): Promise<string> {
  const { rows } = await call(ordersApi.listOrders, { query: { limit: 1 } } as never)
  const answerBy = new Date(Date.now() + 3_600_000).toISOString()
  const body = { orderId: rows[0]?.id ?? '', kind: 'repair', channel: 'phone', request: '开不了机', answerBy }
  return (await call(servicesApi.requestService, { body } as never)).id
}

export async function makePurchase(stage: Stage): Promise<string> {
  const [supplier, goods] = [await makeSupplier(stage), await makeGoods(stage, 1)]
  const lines = [{ productId: goods.productId, quantity: 12, wantedOn: '2099-01-05' }]
  const body = { supplierId: supplier.id, warehouseId: goods.warehouseId, lines }
  return (await stage.call(purchasingApi.draftPurchase, { body })).id
}

async function makeHandover(stage: Stage): Promise<string> {
  const { shipmentId } = await sendOrder(stage)
  const { warehouse, carrier } = await stage.call(shipmentsApi.getShipment, { params: { id: shipmentId } })
  const pickUpFrom = new Date().toISOString()
  const pickUpTo = new Date(Date.now() + 3_600_000).toISOString()
  const place = { warehouseId: warehouse.id, carrierId: carrier?.id ?? '' }
  const body = { ...place, pickUpFrom, pickUpTo, shipmentIds: [shipmentId] }
  return (await stage.call(handoversApi.makeHandoverList, { body })).id
}

async function makeReturn(stage: Stage): Promise<string> {
  const { order, goods } = await sendOrder(stage)
  const lines = order.lines.map(({ id }) => ({ orderLineId: id, quantity: 1 }))
  const body = { orderId: order.id, warehouseId: goods.warehouseId, reason: 'damaged' as const, lines }
  return (await stage.call(returnsApi.announceReturn, { body })).id
}

const first = (page: { rows: { id: string }[] }): string | null => page.rows[0]?.id ?? null

const idOf: Record<string, (stage: Stage) => Promise<string | null>> = {
  orders: async ({ call }) => first(await call(ordersApi.listOrders, { query: { limit: 1 } } as never)),
  shipments: async ({ call }) =>
    first(await call(shipmentsApi.listShipments, { query: { limit: 1 } } as never)),
  promises: async ({ call }) => first(await call(promisesApi.listPromises, { query: { limit: 1 } } as never)),
  customers: async ({ call }) =>
    first(await call(customersApi.listCustomers, { query: { limit: 1 } } as never)),
  contracts: async ({ call }) =>
    first(await call(contractsApi.listContracts, { query: { limit: 1 } } as never)),
  clauses: async ({ call }) => first(await call(contractsApi.listClauses, { query: { limit: 1 } } as never)),
  products: async ({ call }) =>
    first(await call(inventoryApi.listProducts, { query: { limit: 1 } } as never)),
  warehouses: async ({ call }) => first(await call(inventoryApi.listWarehouses, {} as never)),
  'goods-receipts': async (stage) => {
    await makeGoods(stage, 1)
    return first(await stage.call(inventoryApi.listReceipts, { query: { limit: 1 } } as never))
  },
  'handover-lists': makeHandover,
  returns: makeReturn,
  'purchase-orders': makePurchase,
  'service-orders': makeService,
  waves: async ({ call }) =>
    first(await call(wavesApi.listWaves, { query: { limit: 1 } })) ??
    (await call(wavesApi.planWave, { body: {} })).id,
  imports: async (stage) => {
    await uploadOrders(stage)
    return first(await stage.call(importsApi.listImports, { query: { limit: 1 } } as never))
  },
  calendars: async ({ call }) => first(await call(schedulingApi.listCalendars, {} as never)),
  kpis: async ({ call }) => (await call(insightApi.listKpis, {} as never)).kpis[0]?.definition.id ?? null,
  t: async ({ call }) => {
    const { rows } = await call(ordersApi.listOrders, { query: { limit: 1, state: 'shipping' } } as never)
    const params = { id: rows[0]?.id ?? '' }
    return (await call(shipmentsApi.createTrackingLink, { params, body: { days: 1 } })).token
  },
}
