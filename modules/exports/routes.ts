import { type ServedLists, listNamed } from '#modules/views/lists.ts'
import { type BoundOperation, routes } from '#platform/http.ts'
import { exportsApi } from './api.ts'
import { makeListFile } from './list-file.ts'
import { addSchedule, deleteSchedule, getSchedule, listSchedules, pauseSchedule } from './schedules.ts'

export function exportsRoutes(lists: ServedLists): BoundOperation[] {
  return routes(exportsApi, {
    exportList: async (ctx, { params, body }) =>
      (await makeListFile(ctx, listNamed(lists, params.name), body)).file,
    listSchedules: async (ctx, { query }) => ({ rows: await listSchedules(ctx, query) }),
    addSchedule: async (ctx, { body }) => getSchedule(ctx, await addSchedule(ctx, lists, body)),
    pauseSchedule: async (ctx, { params, body }) => {
      await pauseSchedule(ctx, { id: params.id, ...body })
      return getSchedule(ctx, params.id)
    },
    deleteSchedule: (ctx, { params }) => deleteSchedule(ctx, params.id).then(() => ({ done: true }) as const),
  })
}
