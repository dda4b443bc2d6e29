import { randomBytes, randomUUID } from 'node:crypto'
import type { ResultOf } from '#platform/api.ts'
import { customersApi } from '#modules/customers/api.ts'
import { identityApi } from '#modules/identity/api.ts'
import { importsApi } from '#modules/imports/api.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import type { Stage } from './stage.ts'

/** Records that stories start from, made through the API as the person of the stage. */

/** Makes names and references of a story its own, however often it is told. */
export const unique = (): string => randomBytes(4).toString('hex').toUpperCase()

export type Goods = { productId: string; sku: string; name: string; warehouseId: string }

/** A product with `quantity` of it in a warehouse that ships everywhere. */
export async function makeGoods({ call }: Stage, quantity: number): Promise<Goods> {
  const sku = `E2E-${unique()}`
  const product = await call(inventoryApi.createProduct, {
    body: {
      sku,
      name: `Test kit ${sku}`,
      category: 'Test',
      unit: 'pcs',
      weightG: 500,
      priceMinor: 12_50,
      barcode: `69${Date.now()}`,
    },
  })
  const warehouseId = await shippingWarehouse({ call } as Stage)
  await receive({ call } as Stage, { warehouseId, productId: product.id, quantity })
  return { productId: product.id, sku, name: product.name, warehouseId }
}

export async function receive(
  { call }: Stage,
  { warehouseId, productId, quantity }: { warehouseId: string; productId: string; quantity: number },
): Promise<void> {
  const line = { productId, expected: null, accepted: quantity, refused: 0, refusalReason: null }
  await call(inventoryApi.receiveGoods, { body: { warehouseId, supplierId: null, note: '', lines: [line] } })
}

/** The demo lays lanes from the warehouses that hold stock. */
export async function shippingWarehouse({ call }: Stage): Promise<string> {
  const { rows } = await call(inventoryApi.listStock, { query: { limit: 1, availability: 'some' } })
  const [row] = rows
  if (!row) throw new Error('The demo has no stock')
  return row.warehouseId
}

const PLACE = { province: '44', city: '4403', district: '440305', street: '科技园南路 88 号' }

export type Customer = ResultOf<typeof customersApi.createCustomer>

export function makeCustomer({ call }: Stage, name = `测试客户 ${unique()}`): Promise<Customer> {
  return call(customersApi.createCustomer, {
    body: {
      kind: 'company',
      roles: ['shipper', 'consignee'],
      name,
      sites: [
        {
          name: '主仓',
          country: 'CN',
          ...PLACE,
        },
      ],
      contacts: [{ name: '王小明', phone: '13812345678', email: 'wang@example.cn' }],
    },
  })
}

/** A company that supplies, with somebody to write to. */
export function makeSupplier({ call }: Stage, name = `测试供应商 ${unique()}`): Promise<Customer> {
  return call(customersApi.createCustomer, {
    body: {
      kind: 'company',
      roles: ['supplier'],
      name,
      contacts: [{ name: '李大明', phone: '13912345678', email: 'li@example.cn' }],
    },
  })
}

export type OrderMade = ResultOf<typeof ordersApi.placeOrder>

/** An order of a customer and goods nobody else has, with `stock` of them in a warehouse. */
export const makeOwnOrder = async (
  stage: Stage,
  { stock, quantity }: { stock: number; quantity: number },
): Promise<OrderMade> =>
  makeOrder(stage, {
    customer: await makeCustomer(stage),
    goods: await makeGoods(stage, stock),
    quantity,
  })

/** An order of `quantity` for a person in Shenzhen. */
export function makeOrder(
  { call }: Stage,
  {
    customer,
    goods,
    quantity,
    urgent = false,
  }: { customer: Customer; goods: Goods; quantity: number; urgent?: boolean },
): Promise<OrderMade> {
  return call(ordersApi.placeOrder, {
    body: {
      channel: 'form',
      customerId: customer.id,
      urgent,
      externalRef: `PO-${unique()}`,
      address: {
        country: 'CN',
        ...PLACE,
      },
      consigneeName: '王小明',
      consigneePhone: '13812345678',
      lines: [{ productId: goods.productId, quantity }],
    },
  })
}

export type Sent = { order: OrderMade; goods: Goods; shipmentId: string }

/** An order that has left with a carrier of the demo. */
export async function sendOrder(stage: Stage, quantity = 3): Promise<Sent> {
  const goods = await makeGoods(stage, quantity)
  const order = await makeOrder(stage, { customer: await makeCustomer(stage), goods, quantity })
  const carriers = await stage.call(customersApi.listCustomers, {
    query: { role: 'carrier', limit: 1 },
  } as never)
  for (let i = 0; i < READ_TRIES; i += 1) {
    const { rows } = await stage.call(shipmentsApi.listShipments, { query: { orderId: order.id, limit: 1 } })
    const [shipment] = rows
    if (shipment) {
      const body = { carrierId: carriers.rows[0]?.id ?? '', waybill: `E2E${unique()}`, whole: true }
      await stage.call(shipmentsApi.handOverShipment, { params: { id: shipment.id }, body } as never)
      return { order, goods, shipmentId: shipment.id }
    }
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error('No shipment was planned')
}

const READ_TRIES = 100

/** A file, uploaded and waiting for its columns to be checked. Gives the batch's id. */
export async function upload(stage: Stage, kind: string, file: string): Promise<string> {
  const { context, url } = stage
  const answer = await context.request.post(`${url}/api/imports?kind=${kind}`, {
    headers: {
      'content-type': 'application/octet-stream',
      'x-file-name': `${kind}.csv`,
      'idempotency-key': randomUUID(),
    },
    data: Buffer.from(file),
  })
  if (!answer.ok()) throw new Error(`The upload was refused: ${await answer.text()}`)
  const { id } = (await answer.json()) as { id: string }
  for (let i = 0; i < READ_TRIES; i += 1) {
    const { state } = await stage.call(importsApi.getImport, { params: { id } })
    if (state !== 'reading') return id
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error('The file was not read')
}

/** A small file of orders of which nothing is right. */
export const uploadOrders = (stage: Stage): Promise<string> =>
  upload(
    stage,
    'orders',
    'Customer number,Customer reference,SKU,Quantity,Consignee,Consignee phone,Province,City,Street\nC-0,PO-1,NO-SUCH,2,李小明,13812345678,广东省,深圳市,科技园南路 88 号\n',
  )

/** Another person who may do the same: a language and a theme belong to a person, not to a window. */
export async function makeColleague({ call }: Stage): Promise<{ email: string; password: string }> {
  const { rows } = await call(identityApi.listRoles)
  const roleIds = rows.filter(({ key }) => key === 'manager').map(({ id }) => id)
  const account = {
    email: `colleague-${unique().toLowerCase()}@example.cn`,
    password: `walk ${randomUUID()}`,
  }
  await call(identityApi.createUser, { body: { ...account, name: COLLEAGUE, roleIds } } as never)
  return account
}

export const COLLEAGUE = 'Colleague'
