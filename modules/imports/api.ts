import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { Id, Paging, line, page } from '#platform/schema.ts'
import { ORDER_FIELDS } from './columns.ts'

export const UPLOAD_MAX_BYTES = 20 * 1024 * 1024
const Kind = z.enum(['orders'])
const State = z.enum(['uploaded', 'checked', 'done', 'undone'])
const Outcome = z.enum(['accepted', 'rejected', 'duplicate', 'pending'])
const Format = z.enum(['csv', 'xlsx'])
const Field = z.enum(ORDER_FIELDS)
const Time = z.string()
const Person = z.object({ id: Id, name: z.string() }).nullable()

const Head = {
  id: Id,
  kind: Kind,
  fileName: z.string(),
  state: State,
  createdAt: Time,
  createdBy: Person,
  finishedAt: Time.nullable(),
  undoneAt: Time.nullable(),
  total: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  duplicates: z.int(),
  pending: z.int(),
}
export const BatchRow = z.object(Head)
export const BatchView = z.object({
  ...Head,
  undoneBy: Person,
  columns: z.array(z.string()),
  /** Column of each mapped field. */
  mapping: z.partialRecord(Field, z.string()),
  /** What the headings suggest. */
  guess: z.partialRecord(Field, z.string()),
  /** The customer of rows that name none. */
  customerNumber: z.string().nullable(),
  /** The first rows, persons masked. */
  samples: z.array(z.object({ rowNo: z.int(), cells: z.array(z.string()) })),
  /** What the dry run saw; null before it. */
  preview: z
    .object({ orders: z.int(), held: z.int(), shortOrders: z.int(), shortUnits: z.int(), at: Time })
    .nullable(),
  /** Orders made so far. */
  orders: z.int(),
  /** An earlier import of the same file that was not undone. */
  sameFile: z.object({ id: Id, createdAt: Time, state: State }).nullable(),
})
const Problem = z.object({ column: z.string(), field: z.string(), code: z.string(), message: z.string() })
export const RowView = z.object({
  rowNo: z.int(),
  outcome: Outcome,
  cells: z.array(z.string()),
  problems: z.array(Problem),
  order: z.object({ id: Id, number: z.string() }).nullable(),
})

const ById = z.object({ id: Id })
const MappingInput = z.strictObject({
  fields: z.partialRecord(Field, z.string().max(2_000)),
  customerNumber: line(60, 1).nullable().default(null),
})
const RunInput = z.strictObject({
  policy: z.enum(['all_or_nothing', 'good_rows']),
  duplicates: z.enum(['skip', 'refuse']).default('skip'),
})

export const importsApi = {
  listImports: op({
    method: 'GET',
    path: '/imports',
    permission: 'import.run',
    summary: { zh: '导入批次', en: 'Imports' },
    query: z.strictObject({ ...Paging, state: State.optional() }),
    result: page(BatchRow),
  }),
  getImportTemplate: op({
    method: 'GET',
    path: '/imports/template',
    permission: 'import.run',
    summary: { zh: '下载导入模板', en: 'A template to fill' },
    query: z.strictObject({ kind: Kind.default('orders'), format: Format.default('csv') }),
    result: z.unknown(),
    download: true,
  }),
  uploadImport: op({
    method: 'POST',
    path: '/imports',
    permission: 'import.run',
    summary: { zh: '上传导入文件', en: 'Upload a file to import' },
    query: z.strictObject({ kind: Kind }),
    upload: {
      maxBytes: UPLOAD_MAX_BYTES,
      contentTypes: [
        'text/csv',
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'application/octet-stream',
      ],
    },
    result: BatchView,
    slow: true,
  }),
  getImport: op({
    method: 'GET',
    path: '/imports/{id}',
    permission: 'import.run',
    record: 'import',
    summary: { zh: '导入批次详情', en: 'An import' },
    params: ById,
    result: BatchView,
  }),
  listImportRows: op({
    method: 'GET',
    path: '/imports/{id}/rows',
    permission: 'import.run',
    summary: { zh: '导入的行及其问题', en: 'Rows of an import and their problems' },
    params: ById,
    query: z.strictObject({ ...Paging, outcome: Outcome.optional() }),
    result: page(RowView),
  }),
  mapImport: op({
    method: 'PUT',
    path: '/imports/{id}/mapping',
    permission: 'import.run',
    summary: { zh: '设定列对应', en: 'Say what the columns mean' },
    params: ById,
    body: MappingInput,
    result: BatchView,
  }),
  checkImport: op({
    method: 'POST',
    path: '/imports/{id}/check',
    permission: 'import.run',
    summary: { zh: '试运行检查（不下单）', en: 'Check every row without placing' },
    params: ById,
    result: BatchView,
    slow: true,
  }),
  runImport: op({
    method: 'POST',
    path: '/imports/{id}/run',
    permission: 'import.run',
    summary: {
      zh: '导入（可中断续传，重复调用不会重复下单）',
      en: 'Import; call again while rows are pending',
    },
    params: ById,
    body: RunInput,
    result: z.object({ /** Orders placed by this call. */ placed: z.int(), batch: BatchView }),
    slow: true,
  }),
  getImportErrors: op({
    method: 'GET',
    path: '/imports/{id}/errors',
    permission: 'import.run',
    summary: { zh: '下载出错的行', en: 'The rows that are not right, with reasons' },
    params: ById,
    query: z.strictObject({ format: Format.default('csv') }),
    result: z.unknown(),
    download: true,
    slow: true,
  }),
  undoImport: op({
    method: 'POST',
    path: '/imports/{id}/undo',
    permission: 'import.run',
    summary: { zh: '撤销导入', en: 'Undo an import' },
    params: ById,
    result: BatchView,
    slow: true,
  }),
} satisfies OperationTable
