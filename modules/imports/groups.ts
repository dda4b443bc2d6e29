import { createHash } from 'node:crypto'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { RowProblem } from './batch.ts'
import { kinds } from './kind.ts'
import type { RawRow, Setup } from './kind-work.ts'
import { workOf } from './works.ts'

/** Rows of one record; a key that more rows share is no key. */
export const GROUP_ROWS_MAX = 1_000

/** A key as it is kept: 16 bytes, whatever its length. */
export const keyHash = (key: string): string =>
  createHash('md5')
    .update(key)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** Notes the keys of some rows, and which earlier row has the same. */
export async function groupRows(ctx: Ctx, setup: Setup, rows: readonly RawRow[]): Promise<void> {
  const { keyOf } = workOf(setup.kind)
  const keyed = rows.flatMap((row) => {
    const key = keyOf(setup, row)
    return key === null ? [] : [{ rowNo: row.rowNo, key: keyHash(key) }]
  })
  if (keyed.length === 0) return
  const tenantId = ctx.tenant.id
  const given = sql`unnest(${keyed.map((row) => row.key)}::uuid[], ${keyed.map((row) => row.rowNo)}::int[]) as n (key, row_no)`
  await ctx.db.run(sql`
    insert into import_key (tenant_id, batch_id, key, row_no)
    select ${tenantId}, ${setup.batchId}, n.key, min(n.row_no) from ${given} group by n.key on conflict do nothing`)
  await ctx.db.run(sql`
    update import_row r set group_no = k.row_no
    from ${given} join import_key k on k.tenant_id = ${tenantId} and k.batch_id = ${setup.batchId} and k.key = n.key
    where k.row_no <> n.row_no and r.tenant_id = ${tenantId} and r.batch_id = ${setup.batchId} and r.row_no = n.row_no and r.group_no <> k.row_no`)
}

/** The example row of our template, left in the file: it is told as such, whatever else is wrong with it. */
export async function markExamples(ctx: Ctx, setup: Setup, rows: readonly RawRow[]): Promise<void> {
  const { fields } = kinds[setup.kind]
  const expected = Object.entries(setup.mapping).map(
    ([field, column]) => [setup.columns.indexOf(column ?? ''), fields[field]?.example ?? ''] as const,
  )
  if (expected.every(([, example]) => example === '')) return
  const examples = rows.filter(({ cells }) => expected.every(([index, example]) => cells[index] === example))
  if (examples.length === 0) return
  await ctx.db.run(sql`
    update import_row set outcome = 'rejected', problems = ${JSON.stringify([EXAMPLE])}::jsonb
    where tenant_id = ${ctx.tenant.id} and batch_id = ${setup.batchId} and row_no = any(${examples.map((row) => row.rowNo)}::int[]) and outcome = 'unchecked'`)
}

const EXAMPLE: RowProblem = {
  column: '',
  field: '',
  code: 'row.example',
  message: { zh: '这是模板的示例行，请删除', en: 'This is the example row of the template. Delete it' },
}

/** When all keys are known: repetitions of kinds that do not group rows, and groups that are too large, are told with their rows. */
export async function markGroups(ctx: Ctx, setup: Setup): Promise<void> {
  const own = sql`tenant_id = ${ctx.tenant.id} and batch_id = ${setup.batchId}`
  if (!workOf(setup.kind).isGrouped) {
    // Two counts of one thing contradict each other; a product given twice is the first one.
    const outcome = setup.kind === 'stock' || setup.duplicates === 'refuse' ? 'rejected' : 'duplicate'
    await ctx.db.run(sql`
      update import_row set outcome = ${outcome}, problems = jsonb_build_array(jsonb_build_object('column', '', 'field', '', 'code', 'row.repeated',
        'message', jsonb_build_object('zh', '与第 ' || group_no || ' 行重复', 'en', 'Repeats row ' || group_no)))
      where ${own} and group_no <> row_no and outcome = 'unchecked'`)
    return
  }
  await ctx.db.run(sql`
    update import_row set outcome = 'rejected', problems = jsonb_build_array(jsonb_build_object('column', '', 'field', '', 'code', 'row.group_too_large',
      'message', jsonb_build_object('zh', '与第 ' || group_no || ' 行同号的行超过 ' || ${GROUP_ROWS_MAX}::int || ' 行，请检查列对应',
        'en', 'More than ' || ${GROUP_ROWS_MAX}::int || ' rows share the number of row ' || group_no || '. Check the columns')))
    where ${own} and outcome = 'unchecked' and group_no in (select group_no from import_row where ${own} group by group_no having count(*) > ${GROUP_ROWS_MAX})`)
}
