import type { Ctx } from '#platform/ctx.ts'
import { routes } from '#platform/http.ts'
import { adjustStock } from './adjustments.ts'
import { inventoryApi } from './api.ts'
import { createProducts, setProductArchived, setSubstitutes, updateProduct } from './products.ts'
import {
  findProductsByCode,
  getProduct,
  listMovements,
  listProductReservations,
  listProducts,
  listStock,
  listStockTotals,
} from './queries.ts'
import type { ReceiveGoods } from './receipts.ts'
import { getReceipt, getWarehouse, listReceipts, listWarehouses } from './warehouse-queries.ts'
import { createWarehouses, replaceLanes, setWarehouseArchived, updateWarehouse } from './warehouses.ts'

/** Books goods that arrived and gives the receipt's id. Orders to suppliers, which they may belong to, stand above on the map. */
type Receive = (ctx: Ctx, goods: ReceiveGoods) => Promise<string>

export const inventoryRoutes = (receive: Receive) =>
  routes(inventoryApi, {
    listProducts: (ctx, { query }) => listProducts(ctx, query),
    getProduct: (ctx, { params }) => getProduct(ctx, params.id),
    findProductsByCode: async (ctx, { params }) => ({ rows: await findProductsByCode(ctx, params.code) }),
    createProduct: async (ctx, { body }) => getProduct(ctx, (await createProducts(ctx, [body]))[0] ?? ''),
    updateProduct: async (ctx, { params, body }) =>
      updateProduct(ctx, { id: params.id, ...body }).then(() => getProduct(ctx, params.id)),
    setProductArchived: async (ctx, { params, body }) =>
      setProductArchived(ctx, { id: params.id, ...body }).then(() => getProduct(ctx, params.id)),
    setSubstitutes: async (ctx, { params, body }) =>
      setSubstitutes(ctx, { id: params.id, ...body }).then(() => getProduct(ctx, params.id)),
    listProductReservations: (ctx, { params, query }) =>
      listProductReservations(ctx, { productId: params.id, ...query }),
    listMovements: (ctx, { params, query }) => listMovements(ctx, { productId: params.id, ...query }),
    listWarehouses: (ctx, { query }) => listWarehouses(ctx, query),
    getWarehouse: (ctx, { params }) => getWarehouse(ctx, params.id),
    createWarehouse: async (ctx, { body }) =>
      getWarehouse(ctx, (await createWarehouses(ctx, [body]))[0] ?? ''),
    updateWarehouse: async (ctx, { params, body }) =>
      updateWarehouse(ctx, { id: params.id, ...body }).then(() => getWarehouse(ctx, params.id)),
    setWarehouseArchived: async (ctx, { params, body }) =>
      setWarehouseArchived(ctx, { id: params.id, ...body }).then(() => getWarehouse(ctx, params.id)),
    replaceLanes: async (ctx, { params, body }) =>
      replaceLanes(ctx, { id: params.id, ...body }).then(() => getWarehouse(ctx, params.id)),
    listStock: (ctx, { query }) => listStock(ctx, query),
    listStockTotals: (ctx, { query }) => listStockTotals(ctx, query),
    receiveGoods: async (ctx, { body }) => getReceipt(ctx, await receive(ctx, body)),
    listReceipts: (ctx, { query }) => listReceipts(ctx, query),
    getReceipt: (ctx, { params }) => getReceipt(ctx, params.id),
    adjustStock: (ctx, { body }) => adjustStock(ctx, body),
  })
