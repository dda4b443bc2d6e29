import type { BulkSpec } from '#platform/bulk.ts'
import type { Ctx } from '#platform/ctx.ts'
import type { ExportTable } from '#platform/export.ts'
import type { RefusedItem } from './queries.ts'

const text = {
  record: { zh: '记录', en: 'Record' },
  reason: { zh: '未处理的原因', en: 'Why it was not done' },
  code: { zh: '代码', en: 'Code' },
  failed: { zh: '未处理', en: 'not done' },
}

/** What was not done and why, as a table for a file. */
export function refusedTable(
  ctx: Ctx,
  spec: BulkSpec | undefined,
  items: readonly RefusedItem[],
): ExportTable {
  const title = spec?.title[ctx.locale] ?? ''
  return {
    name: [title, text.failed[ctx.locale]].filter(Boolean).join(' '),
    columns: [text.record[ctx.locale], text.reason[ctx.locale], text.code[ctx.locale]],
    rows: items.map((item) => [item.title, item.reason, item.code]),
  }
}
