import { knownProducts } from '#modules/inventory/imported-products.ts'
import {
  type Book,
  type Booking,
  type WarehouseName,
  bookChanges,
  booksOf,
  erasePlaces,
  lockPlaces,
  warehousesNamed,
} from '#modules/inventory/imported-stock.ts'
import { type AdjustmentReason, adjustmentReasons, whyNotAdjust } from '#modules/inventory/movement.ts'
import type { Ctx } from '#platform/ctx.ts'
import type { Change, RowProblem } from './batch.ts'
import { instantOf, readChoice, readCode, readDay, readText, readUnits } from './cells.ts'
import type { Applied, KindWork, RawRow, Setup, Verdict, WorkRow } from './kind-work.ts'
import { type OpenRow, rowOpener } from './row-reader.ts'

const UNITS_MAX = 100_000_000

type Row = {
  open: OpenRow
  warehouse: string
  sku: string
  counted: number | undefined
  received: number | undefined
  change: number | undefined
  reason: AdjustmentReason | undefined
  at: Date | null
}
type Judged = Verdict & { row: Row; booking: Booking | null; changes: Change[] }
/** What import_row.before keeps: how much was booked, and whether the place was made for it. */
type Before = { warehouseId: string; productId: string; change: number; isMade: boolean }

/** A row says what was counted, what came in, or by how much stock changes. What is set aside for orders is never taken away. */
export const stockWork: KindWork = {
  isGrouped: false,
  stepGroups: 200,
  passes: () => 1,
  keyOf: stockKey,
  check: (ctx, setup, { rows }) => judge(ctx, setup, { rows, isLocked: false }),
  apply: applyStock,
  undo: (ctx, setup, { rows }) => undoStock(ctx, setup, rows),
}

/** Two counts of one place contradict each other; receipts and changes add up. */
function stockKey({ columns, mapping, constants }: Setup, { cells }: RawRow): string | null {
  const text = (field: string) => (cells[columns.indexOf(mapping[field] ?? '')] ?? '').trim()
  if (text('counted') === '') return null
  return `${text('warehouse') || (constants['warehouse'] ?? '')}\u0000${text('sku')}`
}

function readRow(open: OpenRow, setup: Setup): Row {
  open.require('warehouse')
  open.require('sku')
  const at = open.read('at', (text) => readDay(text, setup.zone))
  const row = {
    open,
    warehouse: open.read('warehouse', readText) ?? '',
    sku: open.read('sku', readCode) ?? '',
    counted: open.read('counted', (text) => readUnits(text, 0)),
    received: open.read('received', (text) => readUnits(text, 1)),
    change: open.read('change', (text) => readUnits(text, -UNITS_MAX)),
    reason: open.read('reason', (text) => readChoice(text, adjustmentReasons)),
    at: at === undefined ? null : instantOf(at, setup.zone),
  }
  const given = (['counted', 'received', 'change'] as const).filter((field) => open.text(field) !== '')
  if (given.length !== 1)
    open.add('counted', 'stock.one_quantity', {
      zh: '实盘数量、入库数量、变动数量须填且只填一个',
      en: 'Give one of counted, received and change, and only one',
    })
  return row
}

type Judging = { rows: readonly WorkRow[]; isLocked: boolean }

async function judge(
  ctx: Ctx,
  setup: Setup,
  { rows, isLocked }: Judging,
): Promise<(Judged & { isMade: boolean })[]> {
  const open = rowOpener(setup)
  const read = rows.map((row) => readRow(open(row), setup))
  const houses = await warehousesNamed(ctx, [...new Set(read.map((row) => row.warehouse))])
  const products = await knownProducts(ctx, { skus: [...new Set(read.map((row) => row.sku))] })
  const idOf = new Map(products.map((product) => [product.sku, product.id]))
  const placed = read.map((row) => ({ row, place: placeOf(row, houses, idOf) }))
  const places = placed.flatMap((one) => one.place ?? [])
  const { books, made } = isLocked
    ? await lockPlaces(ctx, places)
    : { books: await booksOf(ctx, places), made: [] }
  const bookOf = new Map(books.map((book) => [keyOf(book), book]))
  const isMade = new Set(made.map(keyOf))
  return placed.map(({ row, place }) => {
    const key = place && keyOf(place)
    const book = place && (bookOf.get(key ?? '') ?? { ...place, onHand: 0, reserved: 0 })
    const judged = judgeRow(row, book, { isNew: key !== null && (isMade.has(key) || !bookOf.has(key)) })
    // The next row of this place finds what this one left.
    if (key && book && judged.booking)
      bookOf.set(key, { ...book, onHand: book.onHand + judged.booking.change })
    return { ...judged, isMade: key !== null && isMade.has(key) }
  })
}

const keyOf = ({ warehouseId, productId }: { warehouseId: string; productId: string }) =>
  `${warehouseId} ${productId}`

function placeOf(
  { open, warehouse, sku }: Row,
  houses: readonly WarehouseName[],
  idOf: ReadonlyMap<string, string>,
) {
  const byCode = houses.filter((one) => one.code === warehouse)
  const found = byCode.length > 0 ? byCode : houses.filter((one) => one.name === warehouse)
  const [house] = found
  if (warehouse !== '' && found.length !== 1)
    open.add('warehouse', 'stock.no_warehouse', {
      zh: found.length > 1 ? `有多个仓库名为“${warehouse}”，请填仓库代码` : `没有仓库“${warehouse}”`,
      en:
        found.length > 1
          ? `Several warehouses are named “${warehouse}”. Give the code`
          : `There is no warehouse “${warehouse}”`,
    })
  const productId = idOf.get(sku)
  if (sku !== '' && productId === undefined)
    open.add('sku', 'stock.no_product', { zh: `没有商品“${sku}”`, en: `There is no product “${sku}”` })
  return house && found.length === 1 && productId !== undefined ? { warehouseId: house.id, productId } : null
}

function judgeRow(row: Row, book: Book | null, { isNew }: { isNew: boolean }): Judged {
  const { open, counted, received, change: given, reason, at } = row
  const rejected = {
    rowNo: open.rowNo,
    outcome: 'rejected' as const,
    problems: open.problems,
    row,
    booking: null,
    changes: [],
  }
  if (!book || open.problems.length > 0) return rejected
  const change = counted !== undefined ? counted - book.onHand : (received ?? given ?? 0)
  if (whyNotAdjust(book, { change })) {
    const field = counted === undefined ? 'change' : 'counted'
    open.add(field, 'stock.below_reserved', {
      zh: `在库 ${book.onHand}，其中 ${book.reserved} 已为订单预留，不能减到 ${book.onHand + change}`,
      en: `${book.onHand} on hand, ${book.reserved} of them set aside for orders: it cannot fall to ${book.onHand + change}`,
    })
    return rejected
  }
  const kind = received === undefined ? ('adjustment' as const) : ('receipt' as const)
  const booking: Booking = {
    warehouseId: book.warehouseId,
    productId: book.productId,
    change,
    kind,
    reason: kind === 'receipt' ? null : (reason ?? 'count'),
    at,
  }
  const changes = [{ field: 'counted', from: String(book.onHand), to: String(book.onHand + change) }]
  const base = { rowNo: open.rowNo, problems: [], row, booking }
  if (change === 0 && !isNew) return { ...base, outcome: 'same', booking: null, changes: [] }
  return { ...base, outcome: isNew ? 'new' : 'changed', changes }
}

async function applyStock(
  ctx: Ctx,
  setup: Setup,
  { rows }: { rows: readonly WorkRow[] },
): Promise<Applied[]> {
  const judged = await judge(ctx, setup, { rows, isLocked: true })
  await bookChanges(ctx, { bookings: judged.flatMap((one) => one.booking ?? []), batchId: setup.batchId })
  return judged.map(({ rowNo, outcome, problems, booking, changes, isMade }): Applied => {
    if (!booking) return { rowNo, outcome: outcome === 'same' ? 'same' : 'rejected', problems }
    const { warehouseId, productId, change } = booking
    const before: Before = { warehouseId, productId, change, isMade }
    return { rowNo, outcome: 'imported', problems: [], resultId: productId, before, changes }
  })
}

/** Books the opposite: the ledger of movements keeps both, stock is as before. */
async function undoStock(
  ctx: Ctx,
  { batchId }: Setup,
  rows: readonly WorkRow[],
): Promise<Map<number, RowProblem>> {
  const wanted = rows.map((row) => ({ rowNo: row.rowNo, ...(row.before as Before) }))
  const { books } = await lockPlaces(ctx, wanted)
  const bookOf = new Map(books.map((book) => [keyOf(book), book]))
  const kept = new Map<number, RowProblem>()
  const bookings: Booking[] = []
  for (const { rowNo, warehouseId, productId, change } of wanted) {
    const key = keyOf({ warehouseId, productId })
    const book = bookOf.get(key)
    if (!book || whyNotAdjust(book, { change: -change })) {
      kept.set(rowNo, used)
      continue
    }
    bookOf.set(key, { ...book, onHand: book.onHand - change })
    bookings.push({
      warehouseId,
      productId,
      change: -change,
      kind: 'adjustment',
      reason: 'wrong_entry',
      at: null,
    })
  }
  await bookChanges(ctx, { bookings, batchId })
  await erasePlaces(
    ctx,
    wanted.filter((one) => one.isMade && !kept.has(one.rowNo)),
  )
  return kept
}

const used: RowProblem = {
  column: '',
  field: '',
  code: 'undo.stock_used',
  message: {
    zh: '这些库存已被预留或发出，未撤销',
    en: 'This stock is set aside or was shipped, so the booking stays',
  },
}
