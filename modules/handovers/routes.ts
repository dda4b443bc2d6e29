import { routes } from '#platform/http.ts'
import { handoversApi } from './api.ts'
import {
  addToHandoverList,
  cancelHandoverList,
  makeHandoverList,
  removeFromHandoverList,
  updateHandoverList,
} from './handovers.ts'
import { requestPickup } from './pickup-requests.ts'
import { listPickupRules, savePickupRule } from './pickup-rules.ts'
import { getHandoverList, listCandidates, listHandoverItems, listHandoverLists } from './queries.ts'
import { signHandoverList } from './signing.ts'

const dateOf = (instant: string | undefined): Date | undefined => (instant ? new Date(instant) : undefined)

export const handoversRoutes = routes(handoversApi, {
  listHandoverLists: (ctx, { query }) => listHandoverLists(ctx, query),
  listHandoverItems: (ctx, { query }) => listHandoverItems(ctx, query),
  getHandoverList: (ctx, { params }) => getHandoverList(ctx, params.id),
  listHandoverCandidates: (ctx, { query }) => listCandidates(ctx, query),
  makeHandoverList: async (ctx, { body }) => {
    const window = { pickUpFrom: new Date(body.pickUpFrom), pickUpTo: new Date(body.pickUpTo) }
    return getHandoverList(ctx, await makeHandoverList(ctx, { ...body, ...window }))
  },
  updateHandoverList: async (ctx, { params, body }) => {
    const [pickUpFrom, pickUpTo] = [dateOf(body.pickUpFrom), dateOf(body.pickUpTo)]
    await updateHandoverList(ctx, { ...params, ...body, pickUpFrom, pickUpTo })
    return getHandoverList(ctx, params.id)
  },
  addToHandoverList: async (ctx, { params, body }) => {
    await addToHandoverList(ctx, { ...params, ...body })
    return getHandoverList(ctx, params.id)
  },
  removeFromHandoverList: async (ctx, { params, body }) => {
    await removeFromHandoverList(ctx, { ...params, ...body })
    return getHandoverList(ctx, params.id)
  },
  requestPickup: async (ctx, { params }) => {
    await requestPickup(ctx, params)
    return getHandoverList(ctx, params.id)
  },
  signHandoverList: async (ctx, { params, body }) => {
    await signHandoverList(ctx, { ...params, ...body, signedAt: dateOf(body.signedAt) })
    return getHandoverList(ctx, params.id)
  },
  cancelHandoverList: async (ctx, { params, body }) => {
    await cancelHandoverList(ctx, { ...params, ...body })
    return getHandoverList(ctx, params.id)
  },
  listPickupRules: (ctx) => listPickupRules(ctx),
  savePickupRule: async (ctx, { body }) => {
    await savePickupRule(ctx, body)
    return listPickupRules(ctx)
  },
})
