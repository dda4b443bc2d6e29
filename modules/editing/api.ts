import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { Id, SeenVersion, line } from '#platform/schema.ts'

/** Typed text of one form, as JSON. */
export const DRAFT_BYTES_MAX = 64 * 1024

const FormName = line(160, 1)
/** The record the form is about; empty for a new one. */
const RecordName = z.string().regex(/^[\w:-]{0,100}$/)
const Place = { form: FormName, record: RecordName.default('') }

export const DraftContent = z
  .record(z.string().max(80), z.unknown())
  .refine(
    (content) => new TextEncoder().encode(JSON.stringify(content)).length <= DRAFT_BYTES_MAX,
    `草稿最大 ${DRAFT_BYTES_MAX / 1024} KB · A draft holds at most ${DRAFT_BYTES_MAX / 1024} KB`,
  )
export const DraftView = z.object({
  version: z.int().nullable(),
  content: z.record(z.string(), z.unknown()),
  savedAt: z.string(),
})
export const DelayedRow = z.object({
  id: Id,
  label: z.string(),
  state: z.enum(['waiting', 'done', 'undone', 'refused']),
  leftMs: z.number(),
  problem: z.string().nullable(),
})
const Done = z.object({ done: z.literal(true) })

export const editingApi = {
  getDraft: op({
    method: 'GET',
    path: '/draft',
    permission: 'signed_in',
    summary: { zh: '我在某表单中的草稿', en: 'My draft of a form' },
    query: z.strictObject(Place),
    result: z.object({ draft: DraftView.nullable() }),
  }),
  saveDraft: op({
    method: 'PUT',
    path: '/draft',
    permission: 'signed_in',
    summary: { zh: '暂存草稿', en: 'Keep a draft' },
    body: z.strictObject({ ...Place, version: SeenVersion, content: DraftContent }),
    result: z.object({ savedAt: z.string() }),
  }),
  discardDraft: op({
    method: 'DELETE',
    path: '/draft',
    permission: 'signed_in',
    summary: { zh: '丢弃草稿', en: 'Discard a draft' },
    query: z.strictObject(Place),
    result: Done,
  }),
  listDelayed: op({
    method: 'GET',
    path: '/delayed-actions',
    permission: 'signed_in',
    summary: { zh: '我等待生效的操作', en: 'My acts that wait to be done' },
    result: z.object({ rows: z.array(DelayedRow) }),
  }),
  undoDelayed: op({
    method: 'POST',
    path: '/delayed-actions/{id}/undo',
    permission: 'signed_in',
    summary: { zh: '撤销', en: 'Undo' },
    params: z.object({ id: Id }),
    result: Done,
  }),
} satisfies OperationTable
