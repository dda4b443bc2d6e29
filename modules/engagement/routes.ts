import { routes } from '#platform/http.ts'
import { engagementApi } from './api.ts'
import { dismissDelayNotice, draftDelayNotice, sendDelayNotice, tellDelayNotice } from './delay-notices.ts'
import { countDelayMatches, getDelayNotice, listDelayNotices } from './delay-queries.ts'
import { getDelayRule, saveDelayRule } from './delay-rules.ts'
import { listAnswers } from './queries.ts'

export const engagementRoutes = routes(engagementApi, {
  listAnswers: (ctx, { query }) => listAnswers(ctx, query),
  listDelayNotices: (ctx, { query }) => listDelayNotices(ctx, query),
  getDelayNotice: (ctx, { params }) => getDelayNotice(ctx, params.id),
  draftDelayNotice: async (ctx, { body }) => getDelayNotice(ctx, await draftDelayNotice(ctx, body)),
  sendDelayNotice: async (ctx, { params, body }) => {
    await sendDelayNotice(ctx, { ...params, ...body })
    return getDelayNotice(ctx, params.id)
  },
  tellDelayNotice: async (ctx, { params, body }) => {
    await tellDelayNotice(ctx, { ...params, ...body })
    return getDelayNotice(ctx, params.id)
  },
  dismissDelayNotice: async (ctx, { params, body }) => {
    await dismissDelayNotice(ctx, { ...params, ...body })
    return getDelayNotice(ctx, params.id)
  },
  getDelayRule: (ctx) => getDelayRule(ctx),
  countDelayMatches: (ctx, { query }) => countDelayMatches(ctx, query),
  saveDelayRule: async (ctx, { body }) => {
    await saveDelayRule(ctx, body)
    return getDelayRule(ctx)
  },
})
