import { routes } from '#platform/http.ts'
import { inquiriesApi } from './api.ts'
import { answerInquiry, closeInquiry, followUpInquiry, registerInquiry } from './inquiries.ts'
import { getInquiry, listInquiries } from './queries.ts'

export const inquiriesRoutes = routes(inquiriesApi, {
  listInquiries: (ctx, { query }) => listInquiries(ctx, query),
  registerInquiry: async (ctx, { body }) =>
    getInquiry(ctx, await registerInquiry(ctx, { ...body, dueAt: new Date(body.dueAt) })),
  followUpInquiry: async (ctx, { params, body }) => {
    await followUpInquiry(ctx, { ...params, ...body })
    return getInquiry(ctx, params.id)
  },
  answerInquiry: async (ctx, { params, body }) => {
    await answerInquiry(ctx, { ...params, ...body })
    return getInquiry(ctx, params.id)
  },
  closeInquiry: async (ctx, { params, body }) => {
    await closeInquiry(ctx, { ...params, ...body })
    return getInquiry(ctx, params.id)
  },
})
