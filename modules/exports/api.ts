import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { Id, LocalTime, line } from '#platform/schema.ts'
import { RECIPIENTS_MAX, rhythms } from './schedule.ts'

export const COLUMNS_MAX = 60
export const SEARCH_MAX = 4_000

export const Format = z.enum(['csv', 'xlsx'])
/** Keys of columns in the order shown; all of them when it is empty. */
export const Columns = z.array(line(40, 1)).max(COLUMNS_MAX)

const Moment = z.string()
export const ScheduleView = z.object({
  id: Id,
  viewId: Id,
  viewName: z.string(),
  list: z.string(),
  format: Format,
  every: z.enum(rhythms),
  day: z.int().nullable(),
  time: z.string(),
  nextAt: Moment,
  pausedAt: Moment.nullable(),
  /** Why it was stopped by the house; null when it was not. */
  stopped: z.string().nullable(),
  recipients: z.array(z.object({ id: Id, name: z.string() })),
  runs: z.array(
    z.object({
      at: Moment,
      outcome: z.enum(['sent', 'failed']),
      code: z.string().nullable(),
      rows: z.int().nullable(),
      recipients: z.int(),
    }),
  ),
})
const ById = z.object({ id: Id })

export const exportsApi = {
  exportList: op({
    method: 'POST',
    path: '/lists/{name}/export',
    permission: 'signed_in',
    summary: {
      zh: '导出列表（与屏幕一致：筛选、排序、列）',
      en: 'A list as a file: filters, sort and columns as on the screen',
    },
    params: z.object({ name: z.string().max(42) }),
    body: z.strictObject({
      format: Format,
      search: z.string().max(SEARCH_MAX).default(''),
      columns: Columns.default([]),
    }),
    result: z.unknown(),
    download: true,
    slow: true,
  }),
  listSchedules: op({
    method: 'GET',
    path: '/export-schedules',
    permission: 'export.schedule',
    summary: { zh: '我的定时发送', en: 'What a person sends by mail' },
    query: z.strictObject({ viewId: Id.optional() }),
    result: z.object({ rows: z.array(ScheduleView) }),
  }),
  addSchedule: op({
    method: 'POST',
    path: '/export-schedules',
    permission: 'export.schedule',
    summary: { zh: '定时发送一个视图', en: 'Send a view by mail, again and again' },
    body: z.strictObject({
      viewId: Id,
      format: Format,
      every: z.enum(rhythms),
      day: z.int().min(1).max(28).nullable(),
      time: LocalTime,
      recipientIds: z.array(Id).min(1).max(RECIPIENTS_MAX),
    }),
    result: ScheduleView,
  }),
  pauseSchedule: op({
    method: 'PUT',
    path: '/export-schedules/{id}/paused',
    permission: 'export.schedule',
    summary: { zh: '暂停或继续定时发送', en: 'Pause it, or let it go on' },
    params: ById,
    body: z.strictObject({ paused: z.boolean() }),
    result: ScheduleView,
  }),
  deleteSchedule: op({
    method: 'DELETE',
    path: '/export-schedules/{id}',
    permission: 'export.schedule',
    summary: { zh: '删除定时发送', en: 'Send it no more' },
    params: ById,
    result: z.object({ done: z.literal(true) }),
  }),
} satisfies OperationTable
