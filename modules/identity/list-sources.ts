import type { ListSource } from '#platform/list.ts'
import { identityApi } from './api.ts'

export const identityLists: readonly ListSource[] = [
  {
    name: 'users',
    title: { zh: '用户', en: 'Users' },
    path: '/settings/users',
    operation: identityApi.listUsers,
  },
  {
    name: 'teams',
    title: { zh: '团队', en: 'Teams' },
    path: '/settings/teams',
    operation: identityApi.listTeams,
  },
  {
    name: 'api-keys',
    title: { zh: '接口密钥', en: 'API keys' },
    path: '/settings/api-keys',
    operation: identityApi.listApiKeys,
  },
  {
    name: 'audit',
    title: { zh: '审计记录', en: 'Audit log' },
    path: '/settings/audit',
    operation: identityApi.listAudit,
  },
]
