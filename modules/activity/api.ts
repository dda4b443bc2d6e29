import { z } from 'zod'
import { AnyRef, AnyType, RecordRef } from '#modules/record-types.ts'
import { type OperationTable, op } from '#platform/api.ts'
import { Id, Paging, line, page, prose } from '#platform/schema.ts'
import { listParams } from '#platform/list-schema.ts'
import { actorKinds, auditList } from './audit-list.ts'
import { FILE_MAX_BYTES } from './file-type.ts'
import { activityKinds, audiences } from './kind.ts'

const Audience = z.enum(audiences)
const Kind = z.enum(activityKinds)
const Mention = z.object({ kind: z.enum(['user', 'team']), id: Id })
const Reason = line(200, 1)
const Done = z.object({ done: z.literal(true) })

export const NOTE_MAX = 5_000
export const MENTIONS_MAX = 20
export const RELATED_COUNT_MAX = 1_000

/** What a save changed, personal data masked; null for other events. */
const Changes = z
  .array(
    z.object({
      field: z.string(),
      label: z.string().nullable(),
      before: z.unknown(),
      after: z.unknown(),
    }),
  )
  .nullable()

export const ActivityRow = z.object({
  seq: z.int(),
  at: z.string(),
  type: z.string(),
  kind: Kind,
  audience: Audience,
  subjectType: z.string(),
  subjectId: Id,
  actorKind: z.string(),
  actorId: Id.nullable(),
  actorName: z.string().nullable(),
  /** Whom it is about: who was let in, who became the owner. */
  person: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  note: z
    .object({
      id: Id,
      /** Empty when it was removed. */
      body: z.string(),
      createdBy: Id,
      isRemoved: z.boolean(),
      mentions: z.array(z.object({ kind: z.enum(['user', 'team']), id: Id, name: z.string() })),
    })
    .nullable(),
  changes: Changes,
  file: z
    .object({
      id: Id,
      name: z.string(),
      contentType: z.string(),
      bytes: z.int(),
      isRemoved: z.boolean(),
    })
    .nullable(),
})

export const AuditRow = z.object({
  seq: z.int(),
  at: z.string(),
  type: z.string(),
  subjectType: z.string(),
  subjectId: Id,
  /** The record it is about, where the reader may see it. */
  record: z.object({ type: AnyType, id: Id, title: z.string() }).nullable(),
  actorKind: z.enum(actorKinds),
  actorId: Id.nullable(),
  actorName: z.string().nullable(),
  requestId: z.string().nullable(),
  person: z.string().nullable(),
  changes: Changes,
  data: z.record(z.string(), z.unknown()),
  /** The same as people call it: lists, actions and figures by name. */
  told: z.record(z.string(), z.unknown()),
})

export const AttachmentRow = z.object({
  id: Id,
  name: z.string(),
  contentType: z.string(),
  bytes: z.int(),
  audience: Audience,
  addedAt: z.string(),
  addedBy: Id,
  addedByName: z.string().nullable(),
})

export const RelatedRow = z.object({
  type: AnyType,
  id: Id,
  title: z.string(),
  detail: z.string().nullable(),
})

export const PersonRow = z.object({ kind: z.enum(['user', 'team']), id: Id, name: z.string() })

export const RecordPeople = z.object({
  isFollowing: z.boolean(),
  followers: z.array(z.object({ id: Id, name: z.string(), reason: z.string() })),
  /** To whom the record was opened beyond their rights. */
  grants: z.array(
    z.object({ id: Id, name: z.string(), grantedBy: z.string().nullable(), grantedAt: z.string() }),
  ),
  /** Who did something to it, for the filter. */
  actors: z.array(z.object({ id: Id, name: z.string() })),
})

const OfRecord = RecordRef
const OfAttachment = z.object({ attachmentId: Id })

export const activityApi = {
  listActivity: op({
    method: 'GET',
    path: '/records/{type}/{id}/activity',
    permission: 'signed_in',
    summary: { zh: '记录的动态：事件、备注、附件、修改', en: 'Activity of a record' },
    params: AnyRef,
    query: z.strictObject({
      ...Paging,
      kind: Kind.optional(),
      actorId: Id.optional(),
      from: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
    }),
    result: page(ActivityRow),
  }),
  listRelated: op({
    method: 'GET',
    path: '/records/{type}/{id}/related',
    permission: 'signed_in',
    summary: { zh: '相关记录，或用在哪里', en: 'Related records, or where something is used' },
    params: AnyRef,
    /** At most ten of a type. `counts`: how many there are in all, up to RELATED_COUNT_MAX; only of rules and other settings. */
    result: z.object({
      rows: z.array(RelatedRow),
      counts: z.array(z.object({ type: AnyType, count: z.int() })),
    }),
  }),
  addNote: op({
    method: 'POST',
    path: '/records/{type}/{id}/notes',
    permission: 'note.write',
    summary: { zh: '写备注，可 @ 同事', en: 'Write a note, mention people' },
    params: OfRecord,
    body: z.strictObject({
      body: prose(NOTE_MAX),
      audience: Audience,
      mentions: z.array(Mention).max(MENTIONS_MAX).default([]),
    }),
    /** `opened`: names of those who could not read the record and now may. */
    result: z.object({ noteId: Id, opened: z.array(z.string()) }),
  }),
  removeNote: op({
    method: 'POST',
    path: '/notes/{noteId}/removal',
    permission: 'note.write',
    summary: { zh: '删除备注', en: 'Remove a note' },
    params: z.object({ noteId: Id }),
    body: z.strictObject({ reason: Reason }),
    result: Done,
  }),
  listMentionable: op({
    method: 'GET',
    path: '/mentionable',
    permission: 'note.write',
    summary: { zh: '可 @ 的人员与团队', en: 'People and teams a note can mention' },
    query: z.strictObject({ search: line(40).default('') }),
    result: z.object({ rows: z.array(PersonRow) }),
  }),
  getRecordPeople: op({
    method: 'GET',
    path: '/records/{type}/{id}/people',
    permission: 'activity.read',
    summary: { zh: '记录的关注人与被授权人', en: 'Followers of a record and those it was opened to' },
    params: OfRecord,
    result: RecordPeople,
  }),
  followRecord: op({
    method: 'PUT',
    path: '/records/{type}/{id}/follower',
    permission: 'activity.read',
    summary: { zh: '关注记录', en: 'Follow a record' },
    params: OfRecord,
    result: Done,
  }),
  unfollowRecord: op({
    method: 'DELETE',
    path: '/records/{type}/{id}/follower',
    permission: 'activity.read',
    summary: { zh: '取消关注', en: 'Unfollow a record' },
    params: OfRecord,
    result: Done,
  }),
  revokeGrant: op({
    method: 'DELETE',
    path: '/records/{type}/{id}/grants/{userId}',
    permission: 'note.manage',
    summary: { zh: '收回因 @ 获得的查看权', en: 'Take back access that a mention gave' },
    params: z.object({ ...RecordRef.shape, userId: Id }),
    result: Done,
  }),
  listAttachments: op({
    method: 'GET',
    path: '/records/{type}/{id}/attachments',
    permission: 'signed_in',
    summary: { zh: '记录的附件', en: 'Files of a record' },
    params: OfRecord,
    result: z.object({ rows: z.array(AttachmentRow) }),
  }),
  addAttachment: op({
    method: 'POST',
    path: '/records/{type}/{id}/attachments',
    permission: 'note.write',
    summary: { zh: '上传附件', en: 'Add a file to a record' },
    params: OfRecord,
    query: z.strictObject({ audience: Audience.default('internal') }),
    upload: { maxBytes: FILE_MAX_BYTES, contentTypes: ['application/octet-stream'] },
    result: z.object({ attachmentId: Id }),
  }),
  downloadAttachment: op({
    method: 'GET',
    path: '/attachments/{attachmentId}/file',
    permission: 'signed_in',
    summary: { zh: '下载附件', en: 'Download a file' },
    params: OfAttachment,
    result: z.unknown(),
    download: true,
  }),
  previewAttachment: op({
    method: 'GET',
    path: '/attachments/{attachmentId}/preview',
    permission: 'signed_in',
    summary: { zh: '预览附件（图片与文本）', en: 'Show a picture or text within the page' },
    params: OfAttachment,
    result: z.unknown(),
    download: true,
  }),
  removeAttachment: op({
    method: 'POST',
    path: '/attachments/{attachmentId}/removal',
    permission: 'note.write',
    summary: { zh: '删除附件', en: 'Remove a file' },
    params: OfAttachment,
    body: z.strictObject({ reason: Reason }),
    result: Done,
  }),
  listAudit: op({
    method: 'GET',
    path: '/audit',
    permission: 'audit.read',
    summary: { zh: '审计记录', en: 'Audit log' },
    query: z.strictObject(listParams(auditList)),
    result: page(AuditRow),
  }),
} satisfies OperationTable
