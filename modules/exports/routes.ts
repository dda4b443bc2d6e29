import { type ServedLists, listNamed } from '#modules/views/lists.ts'
import { type BoundOperation, routes } from '#platform/http.ts'
import { exportsApi } from './api.ts'
import { makeListFile } from './list-file.ts'

export function exportsRoutes(lists: ServedLists): BoundOperation[] {
  return routes(exportsApi, {
    exportList: async (ctx, { params, body }) =>
      (await makeListFile(ctx, listNamed(lists, params.name), body)).file,
  })
}
