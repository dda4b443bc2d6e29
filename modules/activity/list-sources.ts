import { type ListSource, listSource } from '#platform/list.ts'
import { activityApi } from './api.ts'
import { auditFields } from './list-fields.ts'

export const activityLists: readonly ListSource[] = [
  listSource({
    name: 'audit',
    title: { zh: '审计记录', en: 'Audit log' },
    path: '/settings/audit',
    operation: activityApi.listAudit,
    fields: auditFields,
  }),
]
