import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { BULK_MAX } from '#platform/bulk.ts'
import { Id } from '#platform/schema.ts'
import { runStates } from './run.ts'

export const RunView = z.object({
  id: Id,
  action: z.string(),
  state: z.enum(runStates),
  total: z.int(),
  /** Tried so far, and how many of them can be done. */
  checked: z.int(),
  ok: z.int(),
  /** Gone through so far, and how many of them were done. */
  passed: z.int(),
  done: z.int(),
  /** Records that cannot be done, or were not, with the reason: the first ones of them. */
  refused: z.array(z.object({ recordId: Id, title: z.string(), code: z.string(), reason: z.string() })),
  createdAt: z.date(),
  endedAt: z.date().nullable(),
})

const ById = z.object({ id: Id })

export const bulkApi = {
  listBulkRuns: op({
    method: 'GET',
    path: '/bulk-runs',
    permission: 'signed_in',
    summary: { zh: '我的批量操作', en: 'A person’s bulk actions' },
    query: z.strictObject({ id: Id.optional() }),
    result: z.object({ rows: z.array(RunView) }),
  }),
  previewBulk: op({
    method: 'POST',
    path: '/bulk-runs',
    permission: 'signed_in',
    summary: {
      zh: '预览批量操作（不写入任何内容）',
      en: 'Try an action on many records without writing anything',
    },
    body: z.strictObject({
      action: z.string().max(60),
      /** Which records: these, or all rows of a list that its search shows. */
      ids: z.array(Id).min(1).max(BULK_MAX).optional(),
      matching: z.strictObject({ list: z.string().max(42), search: z.string().max(4_000) }).optional(),
      input: z.record(z.string().max(40), z.string().max(1_000)).default({}),
    }),
    result: RunView,
    slow: true,
  }),
  confirmBulk: op({
    method: 'POST',
    path: '/bulk-runs/{id}/confirmation',
    permission: 'signed_in',
    summary: { zh: '执行批量操作', en: 'Do it' },
    params: ById,
    result: RunView,
  }),
  cancelBulk: op({
    method: 'POST',
    path: '/bulk-runs/{id}/cancellation',
    permission: 'signed_in',
    summary: { zh: '停止批量操作（已完成的不撤回）', en: 'Stop it; what is done stays done' },
    params: ById,
    result: RunView,
  }),
  retryBulk: op({
    method: 'POST',
    path: '/bulk-runs/{id}/retry',
    permission: 'signed_in',
    summary: { zh: '重试未成功的记录', en: 'Try what failed once more' },
    params: ById,
    result: RunView,
  }),
  exportBulk: op({
    method: 'POST',
    path: '/bulk-runs/{id}/export',
    permission: 'signed_in',
    summary: { zh: '导出未成功的记录与原因', en: 'What failed and why, as a file' },
    params: ById,
    body: z.strictObject({ format: z.enum(['csv', 'xlsx']) }),
    result: z.unknown(),
    download: true,
  }),
} satisfies OperationTable
