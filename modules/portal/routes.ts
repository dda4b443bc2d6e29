import { type BoundOperation, routes } from '#platform/http.ts'
import { portalApi } from './api.ts'
import { openLink } from './queries.ts'
import { unlockLink } from './unlocking.ts'

export const portalRoutes: BoundOperation[] = routes(portalApi, {
  getPublicTracking: async (gate, { params }) => (await openLink(gate.database, params.token, gate.now)).view,
  unlockPublicTracking: (gate, { params, body }) =>
    unlockLink(gate, { token: params.token, tail: body.tail }),
})
