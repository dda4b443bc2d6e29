import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'

/** By itself, because every page asks it: the header need not load the rest. */
export const noticeCountApi = {
  countNotices: op({
    method: 'GET',
    path: '/notices/count',
    permission: 'signed_in',
    summary: { zh: '未读消息数', en: 'How many are unread' },
    result: z.object({ unread: z.int(), countedTo: z.int() }),
  }),
} satisfies OperationTable
