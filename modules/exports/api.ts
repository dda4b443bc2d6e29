import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { line } from '#platform/schema.ts'

export const COLUMNS_MAX = 60
export const SEARCH_MAX = 4_000

export const Format = z.enum(['csv', 'xlsx'])
/** Keys of columns in the order shown; all of them when it is empty. */
export const Columns = z.array(line(40, 1)).max(COLUMNS_MAX)

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
} satisfies OperationTable
