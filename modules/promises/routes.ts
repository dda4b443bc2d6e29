import { routes } from '#platform/http.ts'
import { promisesApi } from './api.ts'
import { getBoard } from './board.ts'
import { assignPromise, correctOutcome } from './desk.ts'
import { breakPromise, pausePromise, repromise, resumePromise, tellCustomer } from './promises.ts'
import { getPromise, listPromises } from './queries.ts'

const instant = (text: string | undefined) => (text === undefined ? undefined : new Date(text))

export const promisesRoutes = routes(promisesApi, {
  getPromiseBoard: (ctx) => getBoard(ctx),
  listPromises: (ctx, { query }) => listPromises(ctx, query),
  getPromise: (ctx, { params }) => getPromise(ctx, params.id),
  repromise: async (ctx, { params, body }) => {
    const told = body.told && { ...body.told, toldAt: instant(body.told.toldAt) }
    await repromise(ctx, { promiseId: params.id, dueAt: new Date(body.dueAt), reason: body.reason, told })
    return getPromise(ctx, params.id)
  },
  tellCustomer: async (ctx, { params, body }) => {
    await tellCustomer(ctx, { promiseId: params.id, ...body, toldAt: instant(body.toldAt) })
    return getPromise(ctx, params.id)
  },
  pausePromise: async (ctx, { params, body }) => {
    await pausePromise(ctx, { promiseId: params.id, ...body })
    return getPromise(ctx, params.id)
  },
  resumePromise: async (ctx, { params, body }) => {
    await resumePromise(ctx, { promiseId: params.id, ...body })
    return getPromise(ctx, params.id)
  },
  assignPromise: async (ctx, { params, body }) => {
    await assignPromise(ctx, { promiseId: params.id, ...body })
    return getPromise(ctx, params.id)
  },
  breakPromise: async (ctx, { params, body }) => {
    await breakPromise(ctx, { promiseId: params.id, ...body })
    return getPromise(ctx, params.id)
  },
  correctOutcome: async (ctx, { params, body }) => {
    const correction =
      body.outcome === 'fulfilled' ? { ...body, fulfilledAt: new Date(body.fulfilledAt) } : body
    await correctOutcome(ctx, { promiseId: params.id, ...correction })
    return getPromise(ctx, params.id)
  },
})
