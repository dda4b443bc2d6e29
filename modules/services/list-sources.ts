import { type ListSource, listSource } from '#platform/list.ts'
import { servicesApi } from './api.ts'
import { serviceFields } from './list-fields.ts'

export const serviceLists: readonly ListSource[] = [
  listSource({
    name: 'services',
    title: { zh: '服务单', en: 'Service orders' },
    path: '/service-orders',
    operation: servicesApi.listServices,
    fields: serviceFields,
  }),
]
