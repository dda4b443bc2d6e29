import type { Download } from '#platform/api.ts'
import { type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { type ExportFormat, exportTable, makeFile } from '#platform/export.ts'
import type { Bilingual, Locale } from '#platform/text.ts'
import type { RowProblem, Settings } from './batch.ts'
import { isRequired } from './columns.ts'
import { subjectOf } from './events.ts'
import { type ImportKind } from './kind-names.ts'
import { kinds } from './kind.ts'
import { masker, visible } from './queries.ts'

/** Rows read at once. */
const PAGE_ROWS = 1_000

const text = {
  row: { zh: '行号', en: 'Row' },
  reason: { zh: '错误原因', en: 'What is wrong' },
  errors: { zh: '错误行', en: 'rows-to-correct' },
  template: { zh: '{kind}导入模板', en: '{kind}-import-template' },
  required: { zh: '必填', en: 'Required' },
  optional: { zh: '选填', en: 'Optional' },
  example: { zh: '示例行请删除', en: 'Delete the example row' },
  exampleHelp: {
    zh: '第二行只是示例，填写前请删除',
    en: 'The second row is an example. Delete it before you fill the file',
  },
}

type Wanted = { id: string; format?: ExportFormat | undefined }
type Batch = {
  kind: ImportKind
  fileName: string
  format: ExportFormat
  createdBy: string | null
  columns: string[]
  settings: Settings
}

/**
 * The rows that are not right, as they came and in the format they came in, with what is wrong: to be corrected and uploaded again.
 * Whoever uploaded them gets them whole; others only with the right to see personal data.
 */
export async function exportErrors(ctx: Ctx, { id, format }: Wanted): Promise<Download> {
  const batch = await ctx.db.one(
    sql<Batch>`
    select b.kind, b.file_name as "fileName", b.format, b.created_by as "createdBy", b.columns, b.mapping as settings from import_batch b
    where b.tenant_id = ${ctx.tenant.id} and b.id = ${id} and ${visible(ctx)}`,
    'import',
  )
  const isMasked = batch.createdBy !== ctx.actor.id && !can(ctx.actor, 'personal_data.reveal')
  const mask = masker(batch.kind, batch.columns, batch.settings.fields)
  const as = format ?? batch.format
  let rows = 0
  const heading = {
    name: `${batch.fileName.replace(/\.[^.]*$/, '')}-${text.errors[ctx.locale]}`,
    columns: [...batch.columns, text.row[ctx.locale], text.reason[ctx.locale]],
  }
  const file = await makeFile(as, heading, async (add) => {
    for await (const { rowNo, cells, problems } of wrongRows(ctx, id)) {
      rows += 1
      const said = [...(isMasked ? mask(cells) : cells), rowNo, reasonOf(problems, ctx.locale)]
      await add(said.map((value) => ({ value })))
    }
    if (rows === 0) throw new Refused('import.no_errors')
    return undefined
  })
  emit(ctx, 'import.errors_downloaded', subjectOf(id), { rows, format: as, masked: isMasked })
  return file
}

type WrongRow = { rowNo: number; cells: string[]; problems: RowProblem[] }

async function* wrongRows(ctx: Ctx, id: string): AsyncGenerator<WrongRow> {
  for (let after = 0; ;) {
    const rows = await ctx.db.all(sql<WrongRow>`
      select r.row_no as "rowNo", r.raw as cells, r.problems from import_row r
      where r.tenant_id = ${ctx.tenant.id} and r.batch_id = ${id} and r.outcome in ('rejected', 'duplicate') and r.row_no > ${after}
      order by r.row_no limit ${PAGE_ROWS}`)
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < PAGE_ROWS) return
    after = last.rowNo
  }
}

const reasonOf = (problems: readonly RowProblem[], locale: Locale): string =>
  problems
    .map(({ column, message }) =>
      column === '' ? message[locale] : `${column}${locale === 'zh' ? '：' : ': '}${message[locale]}`,
    )
    .join(locale === 'zh' ? '；' : '; ')

/** A file with the columns a kind can have and one example row; the XLSX explains them on its second sheet. */
export function exportTemplate(
  ctx: Ctx,
  { kind, format }: { kind: ImportKind; format: ExportFormat },
): Promise<Download> {
  const say = (words: Bilingual) => words[ctx.locale]
  const { fields, name } = kinds[kind]
  const about = Object.entries(fields).map(([field, facts]): [string, string] => {
    const need = isRequired(kind, field) ? say(text.required) : say(text.optional)
    return [say(facts), facts.hint ? `${need}; ${say(facts.hint)}` : need]
  })
  return exportTable(
    {
      name: say(text.template).replace('{kind}', say(name)),
      columns: Object.values(fields).map(say),
      rows: [Object.values(fields).map((facts) => facts.example)],
      about: [[say(text.example), say(text.exampleHelp)], ...about],
    },
    format,
  )
}
