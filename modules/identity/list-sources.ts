import { type ListSource, listSource } from '#platform/list.ts'
import { identityApi } from './api.ts'
import { apiKeyFields, teamFields, userFields } from './list-fields.ts'

export const identityLists: readonly ListSource[] = [
  listSource({
    name: 'users',
    title: { zh: '用户', en: 'Users' },
    path: '/settings/users',
    operation: identityApi.listUsers,
    fields: userFields,
  }),
  listSource({
    name: 'teams',
    title: { zh: '团队', en: 'Teams' },
    path: '/settings/teams',
    operation: identityApi.listTeams,
    fields: teamFields,
  }),
  listSource({
    name: 'api-keys',
    title: { zh: '接口密钥', en: 'API keys' },
    path: '/settings/api-keys',
    operation: identityApi.listApiKeys,
    fields: apiKeyFields,
  }),
]
