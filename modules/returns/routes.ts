import { routes } from '#platform/http.ts'
import { returnsApi } from './api.ts'
import { getReturn, getReturnable, listReturns } from './queries.ts'
import { announceReturn, cancelReturn, closeReturn, receiveReturn, updateReturn } from './returns.ts'

export const returnsRoutes = routes(returnsApi, {
  listReturns: (ctx, { query }) => listReturns(ctx, query),
  getReturn: (ctx, { params }) => getReturn(ctx, params.id),
  getReturnable: (ctx, { params }) => getReturnable(ctx, params.id),
  announceReturn: async (ctx, { body }) => getReturn(ctx, await announceReturn(ctx, body)),
  updateReturn: async (ctx, { params, body }) => {
    await updateReturn(ctx, { ...params, ...body })
    return getReturn(ctx, params.id)
  },
  receiveReturn: async (ctx, { params, body }) => {
    await receiveReturn(ctx, { ...params, ...body })
    return getReturn(ctx, params.id)
  },
  closeReturn: async (ctx, { params, body }) => {
    await closeReturn(ctx, { ...params, ...body })
    return getReturn(ctx, params.id)
  },
  cancelReturn: async (ctx, { params, body }) => {
    await cancelReturn(ctx, { ...params, ...body })
    return getReturn(ctx, params.id)
  },
})
