import type { Download } from '#platform/api.ts'
import { type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { type ExportFormat, exportTable } from '#platform/export.ts'
import type { Locale } from '#platform/text.ts'
import type { RowProblem, Settings } from './batch.ts'
import { ORDER_FIELDS, isRequired, orderFields } from './columns.ts'
import { subjectOf } from './events.ts'
import { masked, outcomeOf, visible } from './queries.ts'

const text = {
  row: { zh: '行号', en: 'Row' },
  reason: { zh: '错误原因', en: 'What is wrong' },
  errors: { zh: '错误行', en: 'rows-to-correct' },
  template: { zh: '订单导入模板', en: 'order-import-template' },
  required: { zh: '必填', en: 'Required' },
  optional: { zh: '选填', en: 'Optional' },
}

/**
 * The rows that are not right, as they came, with what is wrong: to be corrected and uploaded again. Whoever uploaded them gets them
 * whole; others only with the right to see personal data.
 */
export async function exportErrors(
  ctx: Ctx,
  { id, format }: { id: string; format: ExportFormat },
): Promise<Download> {
  const batch = await ctx.db.one(
    sql<{ fileName: string; createdBy: string | null; columns: string[]; settings: Settings }>`
    select b.file_name as "fileName", b.created_by as "createdBy", b.columns, b.mapping as settings from import_batch b
    where b.tenant_id = ${ctx.tenant.id} and b.id = ${id} and ${visible(ctx)}`,
    'import',
  )
  const rows = await ctx.db.all(sql<{ rowNo: number; cells: string[]; problems: RowProblem[] }>`
    select r.row_no as "rowNo", r.raw as cells, r.problems from import_row r
    where r.tenant_id = ${ctx.tenant.id} and r.batch_id = ${id} and ${outcomeOf} in ('rejected', 'duplicate') order by r.row_no`)
  if (rows.length === 0) throw new Refused('import.no_errors')

  const isMasked = batch.createdBy !== ctx.actor.id && !can(ctx.actor, 'personal_data.reveal')
  emit(ctx, 'import.errors_downloaded', subjectOf(id), { rows: rows.length, format, masked: isMasked })
  return exportTable(
    {
      name: `${batch.fileName.replace(/\.[^.]*$/, '')}-${text.errors[ctx.locale]}`,
      columns: [...batch.columns, text.row[ctx.locale], text.reason[ctx.locale]],
      rows: rows.map(({ rowNo, cells, problems }) => [
        ...(isMasked ? masked(cells, batch.columns, batch.settings.fields) : cells),
        rowNo,
        reasonOf(problems, ctx.locale),
      ]),
    },
    format,
  )
}

const reasonOf = (problems: readonly RowProblem[], locale: Locale): string =>
  problems
    .map(({ column, message }) =>
      column === '' ? message[locale] : `${column}${locale === 'zh' ? '：' : ': '}${message[locale]}`,
    )
    .join(locale === 'zh' ? '；' : '; ')

const hints: Partial<Record<(typeof ORDER_FIELDS)[number], { zh: string; en: string }>> = {
  customerNumber: {
    zh: '也可只填客户名称，或在导入时为整个文件指定一个客户',
    en: 'Or the name alone, or one customer for the whole file',
  },
  externalRef: {
    zh: '同一客户、同一单号的多行合为一张订单；已有的单号不会重复下单',
    en: 'Rows with one customer and number make one order; a number taken is never placed twice',
  },
  quantity: { zh: '大于 0 的整数', en: 'A whole number above 0' },
  price: { zh: '不填则用商品价格', en: 'The product’s price when empty' },
  requestedAt: { zh: '如 2026-11-22', en: 'As 2026-11-22' },
  urgent: { zh: '是 / 否', en: 'yes / no' },
  service: { zh: '标准、快运、经济', en: 'standard, express, economy' },
  street: { zh: '可写完整地址（含省市区）', en: 'May hold the whole address' },
  country: { zh: '两位代码，不填为 CN', en: 'Two letters; CN when empty' },
}

/** An empty file with the columns an order can have; the XLSX explains them on its second sheet. */
export function exportTemplate(ctx: Ctx, format: ExportFormat): Promise<Download> {
  const about = ORDER_FIELDS.map((field): [string, string] => {
    const need = isRequired(field) ? text.required[ctx.locale] : text.optional[ctx.locale]
    const hint = hints[field]?.[ctx.locale]
    return [orderFields[field][ctx.locale], hint ? `${need}; ${hint}` : need]
  })
  return exportTable(
    {
      name: text.template[ctx.locale],
      columns: ORDER_FIELDS.map((field) => orderFields[field][ctx.locale]),
      rows: [],
      about,
    },
    format,
  )
}
