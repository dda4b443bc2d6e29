import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { Day, Flag, Id, Paging, line, page } from '#platform/schema.ts'
import {
  PRINT_COPIES_MAX,
  PRINT_RECORDS_MAX,
  documentKinds,
  optionalFields,
  papers,
  printFormats,
  printSubjects,
} from './document.ts'
import { LOGO_MAX_BYTES, LOGO_TYPES } from './logo.ts'
import { personParts } from './privacy-rule.ts'
import { refusals } from './refusals.ts'
import { COMPANY_LINES_MAX, COMPANY_LINE_MAX, FOOTER_MAX } from './template.ts'

const Document = z.enum(documentKinds)
const Format = z.enum(printFormats)
const PaperName = z.enum(papers)
const Language = z.enum(['zh', 'en'])
const Part = z.enum(personParts)
const Code = z.enum(Object.keys(refusals) as [keyof typeof refusals, ...(keyof typeof refusals)[]])
const RecordIds = z.array(Id).min(1).max(PRINT_RECORDS_MAX)
const LeftOut = z.array(z.object({ recordId: Id, number: z.string(), code: Code, message: z.string() }))
const ByDocument = z.object({ document: Document })
const ById = z.object({ id: Id })

const Options = z.strictObject({
  paper: PaperName,
  language: z.enum(['zh', 'en', 'customer']),
  companyLines: z.array(line(COMPANY_LINE_MAX, 1)).max(COMPANY_LINES_MAX),
  footer: line(FOOTER_MAX),
  fields: z.array(z.enum(optionalFields)).max(optionalFields.length),
  asksReprintReason: z.boolean(),
})
export const TemplateRow = z.object({
  id: Id,
  document: Document,
  version: z.int(),
  isOn: z.boolean(),
  options: Options,
  logoId: Id.nullable(),
  changedAt: z.string().nullable(),
  changedBy: z.string().nullable(),
})
const Rule = z.strictObject({ document: Document, carrierId: Id.nullable(), fullParts: z.array(Part).max(3) })
const RULES_MAX = 200
const Rules = z.object({ id: Id, rows: z.array(Rule) })

export const PrintRow = z.object({
  id: Id,
  batchId: Id,
  document: Document,
  subject: z.object({ type: z.enum(printSubjects), id: Id, number: z.string() }),
  format: Format,
  paper: PaperName,
  language: Language,
  copies: z.int(),
  pages: z.int(),
  /** 1: the first print of this document for this record. */
  nth: z.int(),
  reason: z.string(),
  /** Personal data that was printed in full. */
  fullParts: z.array(Part),
  printedAt: z.string(),
  printedBy: z.string(),
})
export const PrintState = z.object({
  id: Id,
  document: Document,
  records: z.int(),
  pages: z.int(),
  /** While its file is being drawn. */
  progress: z.object({ done: z.int(), total: z.int() }).nullable(),
  /** Characters the font lacks, printed as 〓; null before the file was drawn. */
  missing: z.array(z.string()).nullable(),
})

export const printingApi = {
  checkPrint: op({
    method: 'POST',
    path: '/print-checks',
    permission: 'document.print',
    summary: { zh: '打印前检查', en: 'What a print would be' },
    body: z.strictObject({ document: Document, recordIds: RecordIds }),
    result: z.object({
      fresh: z.int(),
      reprints: z.array(z.object({ recordId: Id, number: z.string(), times: z.int() })),
      leftOut: LeftOut,
      fullParts: z.array(Part),
    }),
  }),
  startPrint: op({
    method: 'POST',
    path: '/prints',
    permission: 'document.print',
    summary: { zh: '打印单据（最多 500 单）', en: 'Print documents of up to 500 records' },
    body: z.strictObject({
      document: Document,
      recordIds: RecordIds,
      format: Format.default('pdf'),
      paper: PaperName.optional(),
      language: Language.optional(),
      copies: z.int().min(1).max(PRINT_COPIES_MAX).default(1),
      reason: line(200).optional(),
      isFull: z.boolean().default(false),
    }),
    result: z.object({ id: Id, printed: z.int(), reprints: z.int(), pages: z.int(), leftOut: LeftOut }),
  }),
  listPrints: op({
    method: 'GET',
    path: '/prints',
    permission: 'print.read',
    summary: { zh: '打印记录', en: 'What was printed' },
    query: z.strictObject({
      ...Paging,
      document: Document.optional(),
      subjectId: Id.optional(),
      search: line(60).optional(),
      kind: z.enum(['first', 'again']).optional(),
      personalData: z.enum(['full', 'masked']).optional(),
      from: Day.optional(),
      to: Day.optional(),
    }),
    result: page(PrintRow),
  }),
  getPrint: op({
    method: 'GET',
    path: '/prints/{id}',
    permission: 'document.print',
    summary: { zh: '打印进度', en: 'How far a print is' },
    params: ById,
    result: PrintState,
  }),
  openPrint: op({
    method: 'GET',
    path: '/prints/{id}/file',
    permission: 'document.print',
    summary: { zh: '打开打印文件（PDF 或 ZPL）', en: 'The file of a print (PDF or ZPL)' },
    params: ById,
    /** `withDialog`: the viewer asks to print as soon as it has opened. */
    query: z.strictObject({ withDialog: Flag.optional() }),
    result: z.unknown(),
    download: true,
    slow: true,
  }),
  listPrintTemplates: op({
    method: 'GET',
    path: '/print-templates',
    permission: 'document.print',
    summary: { zh: '单据模板', en: 'Templates of documents' },
    result: z.object({ rows: z.array(TemplateRow) }),
  }),
  listTemplateVersions: op({
    method: 'GET',
    path: '/print-templates/{document}/versions',
    permission: 'print.manage',
    summary: { zh: '模板的历次修改', en: 'Changes of a template' },
    params: ByDocument,
    result: z.object({ rows: z.array(TemplateRow) }),
  }),
  savePrintTemplate: op({
    method: 'PUT',
    path: '/print-templates/{document}',
    permission: 'print.manage',
    summary: { zh: '修改单据模板', en: 'Change a template' },
    params: ByDocument,
    body: z.strictObject({
      version: z.int().min(0),
      isOn: z.boolean(),
      options: Options,
      logoId: Id.nullable(),
      reason: line(300).optional(),
    }),
    result: TemplateRow,
  }),
  previewPrintTemplate: op({
    method: 'POST',
    path: '/print-templates/{document}/preview',
    permission: 'print.manage',
    summary: { zh: '预览单据模板（PDF）', en: 'Preview a template (PDF)' },
    params: ByDocument,
    body: z.strictObject({ options: Options, logoId: Id.nullable(), recordId: Id.optional() }),
    result: z.unknown(),
    download: true,
  }),
  addPrintLogo: op({
    method: 'POST',
    path: '/print-logos',
    permission: 'print.manage',
    summary: { zh: '上传标志图片（PNG/JPEG）', en: 'Upload a logo (PNG or JPEG)' },
    upload: { maxBytes: LOGO_MAX_BYTES, contentTypes: LOGO_TYPES },
    result: z.object({ logoId: Id, width: z.int(), height: z.int() }),
  }),
  getPrintLogo: op({
    method: 'GET',
    path: '/print-logos/{id}',
    permission: 'print.manage',
    summary: { zh: '标志图片', en: 'A logo' },
    params: ById,
    result: z.unknown(),
    download: true,
  }),
  listPrivacyRules: op({
    method: 'GET',
    path: '/print-privacy-rules',
    permission: 'print.manage',
    summary: { zh: '面单隐私规则', en: 'Privacy rules of documents' },
    result: Rules,
  }),
  replacePrivacyRules: op({
    method: 'PUT',
    path: '/print-privacy-rules',
    permission: 'print.manage',
    summary: { zh: '修改面单隐私规则', en: 'Change the privacy rules' },
    body: z.strictObject({ rules: z.array(Rule).max(RULES_MAX) }),
    result: Rules,
  }),
} satisfies OperationTable
