import { type ListSource, listSource } from '#platform/list.ts'
import { schedulingApi } from './api.ts'
import { calendarFields } from './list-fields.ts'

export const schedulingLists: readonly ListSource[] = [
  listSource({
    name: 'calendars',
    title: { zh: '工作日历', en: 'Calendars' },
    path: '/settings/calendars',
    operation: schedulingApi.listCalendars,
    fields: calendarFields,
  }),
]
