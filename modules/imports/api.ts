import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Id, Paging, line, page } from '#platform/schema.ts'
import { importList } from './import-list.ts'
import { BATCH_STATES, OUTCOMES } from './batch.ts'
import { IMPORT_KINDS } from './kind-names.ts'
import { DUPLICATE_POLICIES } from './kind.ts'

export const UPLOAD_MAX_BYTES = 200 * 1024 * 1024
const Kind = z.enum(IMPORT_KINDS)
const State = z.enum(BATCH_STATES)
const Outcome = z.enum(OUTCOMES)
const Format = z.enum(['csv', 'xlsx'])
const Duplicates = z.enum(DUPLICATE_POLICIES)
const Time = z.string()
const Person = z.object({ id: Id, name: z.string() }).nullable()
const Values = z.record(z.string(), z.string())
const FieldName = z.string().max(40)
const FIELDS_MAX = 40

const Head = {
  id: Id,
  kind: Kind,
  fileName: z.string(),
  format: Format,
  state: State,
  createdAt: Time,
  createdBy: Person,
  finishedAt: Time.nullable(),
  undoneAt: Time.nullable(),
  total: z.int(),
  counts: z.record(Outcome, z.int()),
}
export const BatchRow = z.object(Head)
export const BatchView = z.object({
  ...Head,
  undoneBy: Person,
  columns: z.array(z.string()),
  /** Column of each mapped field. */
  mapping: Values,
  /** What the headings and the cells suggest. */
  guess: Values,
  /** Fields given once for the whole file. */
  constants: Values,
  duplicates: Duplicates,
  /** Whose earlier mapping of these headings this is. */
  rememberedFrom: z.string().nullable(),
  /** Of a workbook: its visible sheets, and the one that was read. */
  sheets: z.array(z.string()),
  sheet: z.string().nullable(),
  /** The first rows, persons masked. */
  samples: z.array(z.object({ rowNo: z.int(), cells: z.array(z.string()) })),
  /** What the dry run of orders saw; null before it, and for other kinds. */
  preview: z
    .object({ orders: z.int(), held: z.int(), shortOrders: z.int(), shortUnits: z.int(), at: Time })
    .nullable(),
  /** Records made or changed so far. */
  records: z.int(),
  /** How far the work under way is; null when there is none. Rows, or bytes while the file is read. */
  /** `isAll`: an import in steps that leaves nothing when it ends early, or that is just being taken back. */
  progress: z.object({ done: z.int(), total: z.int(), isAll: z.boolean() }).nullable(),
  /** Why it stopped, in the reader's language. */
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** Imported rows that an undo could not take back. */
  kept: z.int(),
  /** An earlier import of the same file that was not undone. */
  sameFile: z.object({ id: Id, createdAt: Time, state: State }).nullable(),
})
const Problem = z.object({ column: z.string(), field: z.string(), code: z.string(), message: z.string() })
export const RowView = z.object({
  rowNo: z.int(),
  outcome: Outcome,
  cells: z.array(z.string()),
  problems: z.array(Problem),
  changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
  record: z.object({ id: Id, name: z.string() }).nullable(),
})

const ById = z.object({ id: Id })
const few = (values: object): boolean => Object.keys(values).length <= FIELDS_MAX
const MappingInput = z.strictObject({
  fields: z.record(FieldName, z.string().max(2_000)).refine(few),
  constants: z.record(FieldName, line(200)).refine(few).default({}),
  duplicates: Duplicates.default('skip'),
})
const RunInput = z.strictObject({ policy: z.enum(['all_or_nothing', 'good_rows']) })
const UndoInput = z.strictObject({
  policy: z.enum(['all_or_nothing', 'what_can_be']).default('all_or_nothing'),
})

export const importsApi = {
  listImports: op({
    method: 'GET',
    path: '/imports',
    permission: 'import.run',
    summary: { zh: '导入批次', en: 'Imports' },
    query: z.strictObject(listParams(importList)),
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
      toDisk: true,
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
  chooseImportSheet: op({
    method: 'PUT',
    path: '/imports/{id}/sheet',
    permission: 'import.run',
    summary: { zh: '改读工作簿的另一张工作表', en: 'Read another sheet of the workbook' },
    params: ById,
    body: z.strictObject({ sheet: line(200, 1) }),
    result: BatchView,
  }),
  checkImport: op({
    method: 'POST',
    path: '/imports/{id}/check',
    permission: 'import.run',
    summary: { zh: '试运行检查（不写入任何数据）', en: 'Check every row; nothing is written' },
    params: ById,
    result: BatchView,
    slow: true,
  }),
  runImport: op({
    method: 'POST',
    path: '/imports/{id}/run',
    permission: 'import.run',
    summary: {
      zh: '导入（由服务器进行，可停止、可继续）',
      en: 'Import; the server does it, and it can be stopped and continued',
    },
    params: ById,
    body: RunInput,
    result: BatchView,
    slow: true,
  }),
  stopImport: op({
    method: 'POST',
    path: '/imports/{id}/stop',
    permission: 'import.run',
    summary: {
      zh: '停止正在进行的读取、检查、导入或撤销',
      en: 'Stop what is under way; what was done stays',
    },
    params: ById,
    result: BatchView,
    slow: true,
  }),
  getImportErrors: op({
    method: 'GET',
    path: '/imports/{id}/errors',
    permission: 'import.run',
    summary: { zh: '下载出错的行', en: 'The rows that are not right, with reasons' },
    params: ById,
    query: z.strictObject({ format: Format.optional() }),
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
    body: UndoInput,
    result: BatchView,
    slow: true,
  }),
} satisfies OperationTable
