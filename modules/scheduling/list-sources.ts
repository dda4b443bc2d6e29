import type { ListSource } from '#platform/list.ts'
import { schedulingApi } from './api.ts'

export const schedulingLists: readonly ListSource[] = [
  {
    name: 'calendars',
    title: { zh: '工作日历', en: 'Calendars' },
    path: '/settings/calendars',
    operation: schedulingApi.listCalendars,
  },
]
