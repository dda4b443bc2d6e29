import { eventName } from '#modules/event-names.ts'
import { subjectName } from '#modules/subject-names.ts'
import { type ListField, at } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { activityApi } from './api.ts'
import { auditContent } from './audit-content.ts'
import { actorKindNames } from './audit-list.ts'

export type AuditRow = RowOf<typeof activityApi.listAudit>

/** A person by name, everything else by what it is. */
export const whoOf = ({ actorKind, actorName }: AuditRow) =>
  actorKind === 'user' || actorKind === 'api_key'
    ? (actorName ?? actorKindNames[actorKind])
    : actorKindNames[actorKind]

export const auditFields: readonly ListField<AuditRow>[] = [
  { key: 'at', title: { zh: '时间', en: 'Time' }, value: (row) => at(row.at) },
  { key: 'type', title: { zh: '事件', en: 'Event' }, value: (row) => eventName(row.type) },
  { key: 'who', title: { zh: '操作者', en: 'Who' }, value: whoOf },
  {
    key: 'subject',
    title: { zh: '对象类型', en: 'Kind of record' },
    value: (row) => subjectName(row.subjectType),
  },
  { key: 'record', title: { zh: '对象', en: 'Record' }, value: (row) => row.record?.title },
  { key: 'content', title: { zh: '内容', en: 'Content' }, value: auditContent },
  { key: 'subjectId', title: { zh: '对象编号', en: 'Id of the record' }, value: (row) => row.subjectId },
  { key: 'request', title: { zh: '请求编号', en: 'Request id' }, value: (row) => row.requestId },
]
