import { routes } from '#platform/http.ts'
import { engagementApi } from './api.ts'
import { dismissNotice, sendNotice, tellNotice } from './customer-notices.ts'
import { draftDelayNotice } from './delays.ts'
import { draftOrderNotice } from './order-notices.ts'
import { countDelayMatches, getNotice, listNotices } from './notice-queries.ts'
import { getDelayRule, saveDelayRule } from './delay-rules.ts'
import { listAnswers } from './queries.ts'

const drafts = { delay: draftDelayNotice, order: draftOrderNotice }

export const engagementRoutes = routes(engagementApi, {
  listAnswers: (ctx, { query }) => listAnswers(ctx, query),
  listNotices: (ctx, { query }) => listNotices(ctx, query),
  getNotice: (ctx, { params }) => getNotice(ctx, params.id),
  draftNotice: async (ctx, { body }) => getNotice(ctx, await drafts[body.kind](ctx, body)),
  sendNotice: async (ctx, { params, body }) => {
    await sendNotice(ctx, { ...params, ...body })
    return getNotice(ctx, params.id)
  },
  tellNotice: async (ctx, { params, body }) => {
    await tellNotice(ctx, { ...params, ...body })
    return getNotice(ctx, params.id)
  },
  dismissNotice: async (ctx, { params, body }) => {
    await dismissNotice(ctx, { ...params, ...body })
    return getNotice(ctx, params.id)
  },
  getDelayRule: (ctx) => getDelayRule(ctx),
  countDelayMatches: (ctx, { query }) => countDelayMatches(ctx, query),
  saveDelayRule: async (ctx, { body }) => {
    await saveDelayRule(ctx, body)
    return getDelayRule(ctx)
  },
})
