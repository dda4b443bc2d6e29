import { routes } from '#platform/http.ts'
import { activityApi } from './api.ts'
import { addAttachment, downloadAttachment, previewAttachment, removeAttachment } from './attachments.ts'
import { followRecord, unfollowRecord } from './followers.ts'
import { listAudit } from './audit.ts'
import { addNote, removeNote, revokeGrant } from './notes.ts'
import { getRecordPeople, listActivity, listAttachments, listMentionable } from './queries.ts'
import { listRelated } from './related.ts'

const done = { done: true } as const

export const activityRoutes = routes(activityApi, {
  listActivity: (ctx, { params, query }) => listActivity(ctx, { ...params, ...query }),
  listRelated: (ctx, { params }) => listRelated(ctx, params),
  addNote: (ctx, { params, body }) => addNote(ctx, { ...params, ...body }),
  removeNote: (ctx, { params, body }) => removeNote(ctx, { ...params, ...body }).then(() => done),
  listMentionable: async (ctx, { query }) => ({ rows: await listMentionable(ctx, query) }),
  getRecordPeople: (ctx, { params }) => getRecordPeople(ctx, params),
  followRecord: (ctx, { params }) => followRecord(ctx, params).then(() => done),
  unfollowRecord: (ctx, { params }) => unfollowRecord(ctx, params).then(() => done),
  revokeGrant: (ctx, { params }) => revokeGrant(ctx, params).then(() => done),
  listAttachments: async (ctx, { params }) => ({ rows: await listAttachments(ctx, params) }),
  addAttachment: async (ctx, { params, query, file }) => ({
    attachmentId: await addAttachment(ctx, { ...params, ...query, file }),
  }),
  downloadAttachment: (ctx, { params }) => downloadAttachment(ctx, params.attachmentId),
  previewAttachment: (ctx, { params }) => previewAttachment(ctx, params.attachmentId),
  listAudit: (ctx, { query }) => listAudit(ctx, query),
  removeAttachment: (ctx, { params, body }) => removeAttachment(ctx, { ...params, ...body }).then(() => done),
})
