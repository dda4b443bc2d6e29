import { routes } from '#platform/http.ts'
import { searchApi } from './api.ts'
import { search } from './queries.ts'

export const searchRoutes = routes(searchApi, {
  search: async (ctx, { query }) => ({ rows: await search(ctx, query) }),
})
