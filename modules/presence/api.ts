import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { Id } from '#platform/schema.ts'
import { RecordRef } from '#modules/record-types.ts'
import { presenceStates } from '#platform/presence-state.ts'

export const presenceApi = {
  setPresence: op({
    method: 'POST',
    path: '/presence',
    permission: 'signed_in',
    summary: { zh: '告知我正在看的记录', en: 'Say which record I have open' },
    body: z.strictObject({
      /** One open page, named by itself. */ clientId: Id,
      /** Null: none any more. */ record: RecordRef.nullable(),
      state: z.enum(presenceStates),
    }),
    result: z.object({ done: z.literal(true) }),
  }),
} satisfies OperationTable
