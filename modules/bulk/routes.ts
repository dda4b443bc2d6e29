import { exportTable } from '#platform/export.ts'
import { type BoundOperation, routes } from '#platform/http.ts'
import { bulkApi } from './api.ts'
import { getRun, listRefused, listRuns } from './queries.ts'
import { refusedTable } from './refused-table.ts'
import { type BulkActions, type IdsMatching, beginRun, cancelRun, confirmRun, retryRun } from './runs.ts'

export function bulkRoutes(actions: BulkActions, idsMatching: IdsMatching): BoundOperation[] {
  return routes(bulkApi, {
    listBulkRuns: async (ctx, { query }) => ({ rows: await listRuns(ctx, query) }),
    previewBulk: async (ctx, { body }) => getRun(ctx, await beginRun(ctx, body, { actions, idsMatching })),
    confirmBulk: async (ctx, { params }) => {
      await confirmRun(ctx, params.id)
      return getRun(ctx, params.id)
    },
    cancelBulk: async (ctx, { params }) => {
      await cancelRun(ctx, params.id)
      return getRun(ctx, params.id)
    },
    retryBulk: async (ctx, { params }) => getRun(ctx, await retryRun(ctx, params.id, actions)),
    exportBulk: async (ctx, { params, body }) => {
      const run = await getRun(ctx, params.id)
      return exportTable(
        refusedTable(ctx, actions.get(run.action), await listRefused(ctx, params.id)),
        body.format,
      )
    },
  })
}
