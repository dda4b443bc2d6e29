import { routes } from '#platform/http.ts'
import { purchasingApi } from './api.ts'
import { confirmPurchase } from './confirming.ts'
import { pricePurchase } from './pricing.ts'
import { cancelPurchase, closePurchase, draftPurchase, updatePurchase } from './purchases.ts'
import { getPurchase, listPurchases } from './queries.ts'
import { getLetter, sendPurchase, tellPurchase } from './sending.ts'

export const purchasingRoutes = routes(purchasingApi, {
  listPurchases: (ctx, { query }) => listPurchases(ctx, query),
  getPurchase: (ctx, { params }) => getPurchase(ctx, params.id),
  getPurchaseLetter: (ctx, { params }) => getLetter(ctx, params.id),
  draftPurchase: async (ctx, { body }) => getPurchase(ctx, await draftPurchase(ctx, body)),
  updatePurchase: async (ctx, { params, body }) => {
    await updatePurchase(ctx, { ...params, ...body })
    return getPurchase(ctx, params.id)
  },
  pricePurchase: async (ctx, { params, body }) => {
    await pricePurchase(ctx, { ...params, ...body })
    return getPurchase(ctx, params.id)
  },
  sendPurchase: async (ctx, { params, body }) => {
    await sendPurchase(ctx, { ...params, ...body })
    return getPurchase(ctx, params.id)
  },
  tellPurchase: async (ctx, { params, body }) => {
    await tellPurchase(ctx, { ...params, ...body })
    return getPurchase(ctx, params.id)
  },
  confirmPurchase: async (ctx, { params, body }) => {
    await confirmPurchase(ctx, { ...params, ...body })
    return getPurchase(ctx, params.id)
  },
  closePurchase: async (ctx, { params, body }) => {
    await closePurchase(ctx, { ...params, ...body })
    return getPurchase(ctx, params.id)
  },
  cancelPurchase: async (ctx, { params, body }) => {
    await cancelPurchase(ctx, { ...params, ...body })
    return getPurchase(ctx, params.id)
  },
})
