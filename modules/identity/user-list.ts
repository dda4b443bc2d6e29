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
