import { eventNames, eventTypes } from '#modules/event-names.ts'
import { subjectNames } from '#modules/subject-names.ts'
import { listSpec } from '#platform/list-spec.ts'

export const actorKinds = ['user', 'api_key', 'system', 'link'] as const
export const actorKindNames = {
  user: { zh: '用户', en: 'A person' },
  api_key: { zh: '接口密钥', en: 'An API key' },
  system: { zh: '系统', en: 'The system' },
  link: { zh: '查询链接访客', en: 'A visitor of a tracking link' },
}

/** What the audit log can be filtered by; it stands in the order of the transactions that wrote it. */
export const auditList = listSpec({
  fields: {
    at: { kind: 'day', range: ['from', 'to'], label: { zh: '时间', en: 'Time' } },
    actorId: { kind: 'ref', isNullable: true, label: { zh: '操作者', en: 'Who' } },
    type: { kind: 'choice', values: eventTypes, names: eventNames, label: { zh: '事件', en: 'Event' } },
    subjectType: {
      kind: 'choice',
      values: Object.keys(subjectNames),
      names: subjectNames,
      label: { zh: '对象类型', en: 'Kind of record' },
    },
    /** The record itself, and what belongs to it. */
    subjectId: { kind: 'ref', label: { zh: '对象', en: 'Record' } },
    requestId: { kind: 'text', isNullable: true, label: { zh: '请求编号', en: 'Request id' } },
    actorKind: {
      kind: 'choice',
      values: actorKinds,
      names: actorKindNames,
      label: { zh: '操作方式', en: 'Done by' },
    },
  },
  sorts: { written: { kind: 'transaction' } },
  defaultSort: '-written',
})
