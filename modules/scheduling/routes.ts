import { routes } from '#platform/http.ts'
import { schedulingApi } from './api.ts'
import { getCalendar, getHolidayYear, listCalendars, tryCalendar } from './queries.ts'
import { createCalendar, deleteCalendar, setCalendarDisabled, updateCalendar } from './saving.ts'

export const schedulingRoutes = routes(schedulingApi, {
  listCalendars: async (ctx) => ({ rows: await listCalendars(ctx) }),
  getCalendar: (ctx, { params }) => getCalendar(ctx, params.id),
  createCalendar: async (ctx, { body }) => getCalendar(ctx, await createCalendar(ctx, body)),
  updateCalendar: async (ctx, { params, body }) => {
    await updateCalendar(ctx, { id: params.id, ...body })
    return getCalendar(ctx, params.id)
  },
  setCalendarDisabled: async (ctx, { params, body }) => {
    await setCalendarDisabled(ctx, { ...params, ...body })
    return getCalendar(ctx, params.id)
  },
  deleteCalendar: async (ctx, { params }) => {
    await deleteCalendar(ctx, params)
    return { done: true as const }
  },
  getHolidayYear: async (_ctx, { params }) => getHolidayYear(params.year),
  tryCalendar: async (_ctx, { body }) => tryCalendar(body),
})
