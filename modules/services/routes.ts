import { routes } from '#platform/http.ts'
import { servicesApi } from './api.ts'
import { getReplaceable, getService, listServices } from './queries.ts'
import {
  acceptService,
  completeService,
  declineService,
  replanService,
  requestService,
  withdrawService,
} from './services.ts'

export const servicesRoutes = routes(servicesApi, {
  listServices: (ctx, { query }) => listServices(ctx, query),
  getService: (ctx, { params }) => getService(ctx, params.id),
  getReplaceable: (ctx, { params }) => getReplaceable(ctx, params.id),
  requestService: async (ctx, { body }) =>
    getService(ctx, await requestService(ctx, { ...body, answerBy: new Date(body.answerBy) })),
  acceptService: async (ctx, { params, body }) => {
    await acceptService(ctx, { ...params, ...body, dueAt: new Date(body.dueAt) })
    return getService(ctx, params.id)
  },
  replanService: async (ctx, { params, body }) => {
    await replanService(ctx, { ...params, ...body, dueAt: new Date(body.dueAt) })
    return getService(ctx, params.id)
  },
  completeService: async (ctx, { params, body }) => {
    await completeService(ctx, { ...params, ...body })
    return getService(ctx, params.id)
  },
  declineService: async (ctx, { params, body }) => {
    await declineService(ctx, { ...params, ...body })
    return getService(ctx, params.id)
  },
  withdrawService: async (ctx, { params, body }) => {
    await withdrawService(ctx, { ...params, ...body })
    return getService(ctx, params.id)
  },
})
