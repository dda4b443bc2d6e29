import { z } from 'zod'
import { ProductInput } from '#modules/inventory/api.ts'
import {
  type KnownProduct,
  type SubstituteRow,
  changeProducts,
  eraseProducts,
  knownProducts,
  lockProducts,
  replaceSubstitutes,
  restoreProducts,
  substitutesOf,
} from '#modules/inventory/imported-products.ts'
import { SUBSTITUTES_MAX } from '#modules/inventory/product.ts'
import { createProducts } from '#modules/inventory/products.ts'
import type { Ctx } from '#platform/ctx.ts'
import { check } from '#platform/validate.ts'
import { type Change, type RowProblem } from './batch.ts'
import { priceText, readCode, readList, readPrice, readText, readWeight, weightText } from './cells.ts'
import { eraseEach } from '#platform/erase-each.ts'
import type { Applied, KindWork, Setup, Verdict, WorkRow } from './kind-work.ts'
import { type Origin, type OpenRow, announceOrigin, readOrigin, rowOpener } from './row-reader.ts'
import { barcodeTaken, changedSince, existsAlready, inUse } from './row-problems.ts'
import { updated, verdictOnExisting } from './update-rule.ts'
import { workedOn, workedOnSince } from './worked-on.ts'

const Input = z.strictObject(ProductInput)
const LISTED_MAX = SUBSTITUTES_MAX

type Values = Pick<KnownProduct, 'name' | 'category' | 'unit' | 'weightG' | 'priceMinor' | 'barcode'>
type Row = {
  open: OpenRow
  sku: string
  given: { [K in keyof Values]?: Values[K] | undefined }
  substitutes: string[] | undefined
  origin: Origin
}
type Judged = Verdict & { row: Row; known: KnownProduct | null; after: Values; changes: Change[] }
/** What import_row.before keeps: the row that was there, and the substitutes. */
type Before = { image: object | null; substitutes?: SubstituteRow[] }

const FRESH: Values = { name: '', category: '', unit: 'pcs', weightG: 0, priceMinor: 0, barcode: null }

/** One row, one product; substitutes come in a second pass, when all products of the file are there. */
export const productWork: KindWork = {
  isGrouped: false,
  stepGroups: 200,
  passes: ({ mapping }) => (mapping['substitutes'] === undefined ? 1 : 2),
  keyOf: ({ columns, mapping }, { cells }) => {
    const sku = readCode(cells[columns.indexOf(mapping['sku'] ?? '')] ?? '')
    return 'value' in sku ? (sku.value ?? null) : null
  },
  check: async (ctx, setup, { rows }) => judge(ctx, setup, { rows, isLocked: false }),
  apply: (ctx, setup, { rows, pass }) =>
    pass === 0 ? applyProducts(ctx, setup, rows) : applySubstitutes(ctx, setup, rows),
  undo: (ctx, setup, { rows, pass }) =>
    pass === 0 ? undoProducts(ctx, setup, rows) : undoSubstitutes(ctx, setup, rows),
}

async function applyProducts(ctx: Ctx, setup: Setup, rows: readonly WorkRow[]): Promise<Applied[]> {
  const judged = await judge(ctx, setup, { rows, isLocked: true })
  const fresh = judged.filter((row) => row.outcome === 'new')
  const changed = judged.filter((row) => row.outcome === 'changed')
  const ids = await createProducts(
    ctx,
    fresh.map(({ row, after }) => ({ sku: row.sku, ...after })),
  )
  await changeProducts(
    ctx,
    changed.flatMap(({ row, known, after, changes }) =>
      known ? [{ id: known.id, sku: row.sku, ...after, fields: changes.map((change) => change.field) }] : [],
    ),
  )
  const idOf = new Map(fresh.map(({ rowNo }, i) => [rowNo, ids[i] ?? '']))
  return judged.map(({ rowNo, outcome, problems, changes, known, row }): Applied => {
    const resultId = idOf.get(rowNo) ?? known?.id ?? ''
    if (outcome !== 'new' && outcome !== 'changed') return { rowNo, outcome, problems }
    announceOrigin(ctx, setup, { type: 'product', id: resultId, origin: row.origin })
    const before: Before = { image: outcome === 'changed' ? (known?.image ?? null) : null }
    return { rowNo, outcome: 'imported', problems: [], resultId, before, changes }
  })
}

async function judge(
  ctx: Ctx,
  setup: Setup,
  { rows, isLocked }: { rows: readonly WorkRow[]; isLocked: boolean },
): Promise<Judged[]> {
  const open = rowOpener(setup)
  const read = rows.map((row) => readRow(open(row), setup))
  const barcodes = read.flatMap((row) => row.given.barcode ?? [])
  const known = await knownProducts(ctx, { skus: read.map((row) => row.sku), barcodes, isLocked })
  const bySku = new Map(known.map((product) => [product.sku, product]))
  const owners = new Map(known.flatMap((p) => (p.barcode && !p.archived ? [[p.barcode, p.sku]] : [])))
  return read.map((row) => {
    const verdict = judgeRow(setup, row, { known: bySku.get(row.sku) ?? null, owners })
    // The next row with this barcode meets this one.
    if (verdict.after.barcode && !owners.has(verdict.after.barcode))
      owners.set(verdict.after.barcode, row.sku)
    return verdict
  })
}

function judgeRow(
  setup: Setup,
  row: Row,
  { known, owners }: { known: KnownProduct | null; owners: ReadonlyMap<string, string> },
): Judged {
  const { open, sku, given } = row
  if (!known && !given.name && !open.problems.some((problem) => problem.field === 'name'))
    open.require('name')
  const { after, changes } = updated(setup, {
    current: known ?? FRESH,
    given,
    empty: { category: '', unit: 'pcs', weightG: 0, priceMinor: 0, barcode: null },
    shown: {
      name: { field: 'name', text: String },
      category: { field: 'category', text: String },
      unit: { field: 'unit', text: String },
      weightG: { field: 'weight', text: weightText },
      priceMinor: { field: 'price', text: (minor) => priceText(minor, setup.currency) },
      barcode: { field: 'barcode', text: (value) => value ?? '' },
    },
  })
  const value = pick(after)
  if (open.problems.length === 0) {
    for (const { path, message } of check(Input, { sku, ...value }).problems ?? [])
      open.add(FIELD_OF[path] ?? path, 'product.invalid', message)
    const owner = value.barcode ? owners.get(value.barcode) : undefined
    if (owner !== undefined && owner !== sku)
      open.add('barcode', 'product.barcode_taken', {
        zh: `条码已被商品 ${owner} 使用`,
        en: `Product ${owner} has this barcode`,
      })
    if (known?.archived && setup.duplicates !== 'skip')
      open.add('sku', 'product.archived', {
        zh: '该商品已归档，请先恢复',
        en: 'This product is archived. Restore it first',
      })
  }
  const base = { rowNo: open.rowNo, row, known, after: value, changes }
  if (open.problems.length > 0) return { ...base, changes: [], outcome: 'rejected', problems: open.problems }
  if (!known) return { ...base, outcome: 'new', problems: [], changes: [] }
  const isRelinked = row.substitutes !== undefined
  const outcome = verdictOnExisting(setup.duplicates, changes)
  if (outcome === 'same' && isRelinked) return { ...base, outcome: 'changed', problems: [] }
  const problems = outcome === 'duplicate' || outcome === 'rejected' ? [existsAlready(setup, 'sku', sku)] : []
  return { ...base, outcome, problems }
}

const FIELD_OF: Record<string, string> = { weightG: 'weight', priceMinor: 'price' }
const pick = ({ name, category, unit, weightG, priceMinor, barcode }: Values): Values => ({
  name,
  category,
  unit,
  weightG,
  priceMinor,
  barcode,
})

function readRow(open: OpenRow, { currency, zone }: Setup): Row {
  open.require('sku')
  return {
    open,
    sku: open.read('sku', readCode) ?? '',
    given: {
      name: open.read('name', readText),
      category: open.read('category', readText),
      unit: open.read('unit', readText),
      weightG: open.read('weight', readWeight),
      priceMinor: open.read('price', (text) => readPrice(text, currency)),
      barcode: open.read('barcode', readCode),
    },
    substitutes: open.read('substitutes', (text) => readList(text, LISTED_MAX)),
    origin: readOrigin(open, zone),
  }
}

/** Sets the substitutes the rows name. One that is no product is told with the row, which stays imported. */
async function applySubstitutes(ctx: Ctx, setup: Setup, rows: readonly WorkRow[]): Promise<Applied[]> {
  const open = rowOpener(setup)
  const listed = rows.flatMap((row) => {
    const { sku, substitutes } = readRow(open(row), setup)
    return substitutes && row.resultId ? [{ row, sku, productId: row.resultId, substitutes }] : []
  })
  const productIds = listed.map((one) => one.productId)
  const known = await knownProducts(ctx, { skus: [...new Set(listed.flatMap((one) => one.substitutes))] })
  const idOf = new Map(known.map((product) => [product.sku, product.id]))
  const earlier = Map.groupBy(await substitutesOf(ctx, productIds), (one) => one.productId)
  await replaceSubstitutes(ctx, {
    productIds,
    rows: listed.flatMap(({ productId, sku, substitutes }) =>
      [...new Set(substitutes)]
        .filter((one) => one !== sku)
        .flatMap((one, rank) => {
          const substituteId = idOf.get(one)
          return substituteId ? [{ productId, substituteId, rank: rank + 1 }] : []
        }),
    ),
  })
  return listed.map(({ row, productId, substitutes }): Applied => {
    const missing = substitutes.filter((one) => !idOf.has(one))
    const before: Before = { ...(row.before as Before), substitutes: earlier.get(productId) ?? [] }
    return {
      rowNo: row.rowNo,
      outcome: 'imported',
      problems: missing.length > 0 ? [noSubstitute(setup, missing)] : [],
      resultId: productId,
      before,
    }
  })
}

const noSubstitute = ({ mapping }: Setup, skus: string[]): RowProblem => ({
  column: mapping['substitutes'] ?? '',
  field: 'substitutes',
  code: 'product.no_substitute',
  message: {
    zh: `没有商品 ${skus.join('、')}，未设为替代品`,
    en: `No product ${skus.join(', ')}: not set as a substitute`,
  },
})

async function undoSubstitutes(
  ctx: Ctx,
  _setup: Setup,
  rows: readonly WorkRow[],
): Promise<Map<number, RowProblem>> {
  const listed = rows.flatMap(({ resultId, before }) => {
    const { substitutes } = before as Before
    return resultId && substitutes ? [{ productId: resultId, substitutes }] : []
  })
  await replaceSubstitutes(ctx, {
    productIds: listed.map((one) => one.productId),
    rows: listed.flatMap((one) => one.substitutes),
  })
  return new Map()
}

async function undoProducts(
  ctx: Ctx,
  setup: Setup,
  rows: readonly WorkRow[],
): Promise<Map<number, RowProblem>> {
  const made = rows.flatMap(({ resultId, before }) =>
    resultId && (before as Before).image === null ? [resultId] : [],
  )
  const images = rows.flatMap((row) => (row.before as Before).image ?? [])
  const { restored, taken } = await restoreProducts(ctx, images)
  await lockProducts(ctx, made)
  const touched = await workedOn(ctx, setup, { ids: made, isByVersion: true })
  const erased = await eraseEach(
    ctx,
    made.filter((id) => !touched.has(id)),
    (ids) => eraseProducts(ctx, ids),
  )
  return new Map(
    rows.flatMap(({ rowNo, resultId, before }) => {
      if (resultId === null || restored.has(resultId) || erased.has(resultId)) return []
      if (taken.has(resultId)) return [[rowNo, barcodeTaken]]
      if (touched.has(resultId)) return [[rowNo, workedOnSince]]
      return [[rowNo, (before as Before).image === null ? inUse : changedSince]]
    }),
  )
}
