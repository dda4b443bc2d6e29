import { type BoundOperation, routes } from '#platform/http.ts'
import type { z } from 'zod'
import { type ListedView, viewsApi } from './api.ts'
import { countViews } from './counts.ts'
import { type ServedLists, listNamed, maySee } from './lists.ts'
import type { Ctx } from '#platform/ctx.ts'
import { type View, getView, listOwnTeams, listViews } from './queries.ts'
import {
  changeView,
  deleteView,
  orderViews,
  restoreView,
  saveView,
  setDefaultView,
  shareView,
} from './views.ts'

const done = { done: true } as const

/** With its list; a view of a list that is no more, or not this person's to read, is left out. */
function listed(ctx: Ctx, view: View, lists: ServedLists): z.infer<typeof ListedView>[] {
  const list = lists.get(view.list)
  return list && maySee(ctx, list) ? [{ ...view, listTitle: list.title, listPath: list.path }] : []
}

export function viewsRoutes(lists: ServedLists): BoundOperation[] {
  return routes(viewsApi, {
    listViews: async (ctx, { query }) => ({
      rows: (await listViews(ctx, query)).flatMap((view) => listed(ctx, view, lists)),
      teams: await listOwnTeams(ctx),
    }),
    countViews: async (ctx, { query }) => ({ rows: await countViews(ctx, lists, query) }),
    saveView: async (ctx, { body }) => {
      listNamed(lists, body.list)
      return getView(ctx, await saveView(ctx, body))
    },
    changeView: async (ctx, { params, body }) => {
      await changeView(ctx, { id: params.id, ...body })
      return getView(ctx, params.id)
    },
    shareView: async (ctx, { params, body }) => {
      await shareView(ctx, { id: params.id, ...body })
      return getView(ctx, params.id)
    },
    deleteView: (ctx, { params }) => deleteView(ctx, params.id).then(() => done),
    restoreView: async (ctx, { params }) => {
      await restoreView(ctx, params.id)
      return getView(ctx, params.id)
    },
    orderViews: (ctx, { body }) => orderViews(ctx, body).then(() => done),
    setDefaultView: (ctx, { body }) => setDefaultView(ctx, body).then(() => done),
  })
}
