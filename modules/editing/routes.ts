import { type BoundOperation, routes } from '#platform/http.ts'
import { editingApi } from './api.ts'
import { listDelayed, undoDelayed } from './delayed.ts'
import { discardDraft, getDraft, saveDraft } from './drafts.ts'

export const editingRoutes: BoundOperation[] = routes(editingApi, {
  getDraft: async (ctx, { query }) => ({ draft: await getDraft(ctx, query) }),
  saveDraft: (ctx, { body }) => saveDraft(ctx, body),
  discardDraft: async (ctx, { query }) => {
    await discardDraft(ctx, query)
    return { done: true } as const
  },
  listDelayed: async (ctx) => ({ rows: await listDelayed(ctx) }),
  undoDelayed: async (ctx, { params }) => {
    await undoDelayed(ctx, params.id)
    return { done: true } as const
  },
})
