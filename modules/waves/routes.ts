import { type BoundOperation, routes } from '#platform/http.ts'
import { wavesApi } from './api.ts'
import { getWave, listWaveOrders, listWaves } from './queries.ts'
import { applyWave, cancelWave, planWave } from './waves.ts'

export const wavesRoutes: BoundOperation[] = routes(wavesApi, {
  listWaves: (ctx, { query }) => listWaves(ctx, query),
  planWave: async (ctx, { body }) => getWave(ctx, await planWave(ctx, body.orderIds ?? null)),
  getWave: (ctx, { params }) => getWave(ctx, params.id),
  listWaveOrders: (ctx, { params, query }) => listWaveOrders(ctx, { ...params, ...query }),
  applyWave: async (ctx, { params, body }) => {
    await applyWave(ctx, { ...params, ...body })
    return getWave(ctx, params.id)
  },
  cancelWave: async (ctx, { params }) => {
    await cancelWave(ctx, params.id)
    return getWave(ctx, params.id)
  },
})
