import { listSpec } from '#platform/list-spec.ts'

/** What the list of users can be filtered and sorted by. */
export const userList = listSpec({
  fields: {
    disabled: { kind: 'flag', label: { zh: '已停用', en: 'Disabled' } },
    totp: { kind: 'flag', label: { zh: '已启用两步验证', en: 'Two-step log-in' } },
    seen: { kind: 'day', isNullable: true, label: { zh: '最近使用', en: 'Last seen' } },
    roleId: { kind: 'ref', label: { zh: '角色', en: 'Role' } },
    teamId: { kind: 'ref', label: { zh: '团队', en: 'Team' } },
    name: { kind: 'text', label: { zh: '姓名', en: 'Name' } },
    email: { kind: 'text', label: { zh: '邮箱', en: 'E-mail' } },
  },
  sorts: {
    email: { kind: 'text' },
    name: { kind: 'text' },
    seen: { kind: 'instant', isNullable: true },
    disabled: { kind: 'flag' },
  },
  defaultSort: 'email',
})

/** What the audit log can be filtered by; it stands in the order of the transactions that wrote it. */
export const auditList = listSpec({
  fields: {
    type: { kind: 'text', label: { zh: '事件', en: 'Event' } },
    at: { kind: 'day', label: { zh: '日期', en: 'Day' } },
    actorId: { kind: 'ref', isNullable: true, label: { zh: '操作者', en: 'Who' } },
    actorKind: {
      kind: 'choice',
      values: ['user', 'api_key', 'system', 'link'],
      label: { zh: '操作方式', en: 'By what' },
    },
    subjectType: { kind: 'text', label: { zh: '对象类型', en: 'Kind of subject' } },
    subjectId: { kind: 'ref', label: { zh: '对象编号', en: 'Subject id' } },
    requestId: { kind: 'text', isNullable: true, label: { zh: '请求编号', en: 'Request id' } },
  },
  sorts: { written: { kind: 'transaction' } },
  defaultSort: '-written',
})
