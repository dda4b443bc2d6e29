import { type BoundOperation, routes } from '#platform/http.ts'
import { presenceApi } from './api.ts'
import { setPresence } from './presence.ts'

export const presenceRoutes: BoundOperation[] = routes(presenceApi, {
  setPresence: (ctx, { body }) => setPresence(ctx, body).then(() => ({ done: true as const })),
})
