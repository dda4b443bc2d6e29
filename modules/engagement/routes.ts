import { routes } from '#platform/http.ts'
import { engagementApi } from './api.ts'
import { listAnswers } from './queries.ts'

export const engagementRoutes = routes(engagementApi, {
  listAnswers: (ctx, { query }) => listAnswers(ctx, query),
})
