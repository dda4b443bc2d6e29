import { buyerNumbers } from '#modules/customers/buyer-numbers.ts'
import { localDay } from '#modules/scheduling/calendar.ts'
import type { Ctx } from '#platform/ctx.ts'
import type { FieldProblem } from '#platform/errors.ts'
import { fill } from '#platform/text.ts'
import { checkOrder } from './check.ts'
import { readIntake, soleBuyerOf } from './intake.ts'
import type { NewOrder } from './order-types.ts'
import { type PasteResult, type PastedRow, parsePaste } from './paste.ts'
import { ordersOfPaste } from './pasted.ts'
import { refusals } from './refusals.ts'

const AMBIGUOUS: FieldProblem = {
  path: 'customer',
  message: {
    zh: '有多个客户叫这个名称，请改填客户编号',
    en: 'Several customers have this name. Give the number',
  },
}

type ReadPaste = Omit<PasteResult, 'rows'> & {
  rows: (PastedRow & { order: number | null })[]
  orders: NewOrder[]
}

/** Reads pasted rows and tries the orders they make, as placing would: who is not known and what cannot be ordered is said beside its row. */
export async function readPaste(ctx: Ctx, text: string): Promise<ReadPaste> {
  const today = localDay(ctx.tenant.zone, ctx.now.getTime())
  const isOneCustomer = soleBuyerOf(ctx) !== null
  const { rows: read, ...result } = parsePaste(text, today, { isOneCustomer })
  const numbers = await buyerNumbers(ctx, [...new Set(read.map(({ customer }) => customer))])
  const numberOf = (customer: string) => numbers.get(customer) ?? customer
  const rows = read.map((row) =>
    numbers.get(row.customer) === null ? { ...row, problems: [...row.problems, AMBIGUOUS] } : row,
  )
  const first = ordersOfPaste(rows, numberOf)
  const found = first.orders.length === 0 ? [] : await problemsOf(ctx, first.orders)
  const lineOf = new Map<number, number>()
  const tried = rows.map((row, i): PastedRow => {
    const order = first.orderOfRow[i] ?? null
    if (order === null) return row
    const line = lineOf.get(order) ?? 0
    lineOf.set(order, line + 1)
    return { ...row, problems: (found[order] ?? []).filter((problem) => isOfLine(problem, line)) }
  })
  // A row that is wrong takes the other lines of its order with it: half an order is placed by nobody.
  const { orders, orderOfRow } = ordersOfPaste(
    tried.map((row, i) => shared(row, first.orderOfRow[i], found)),
    numberOf,
  )
  return { ...result, rows: tried.map((row, i) => ({ ...row, order: orderOfRow[i] ?? null })), orders }
}

async function problemsOf(ctx: Ctx, orders: readonly NewOrder[]): Promise<FieldProblem[][]> {
  const { known } = await readIntake(ctx, orders)
  return orders.map((order) => {
    const checked = checkOrder(order, known)
    if (checked.ok) return []
    if (!checked.refusal) return checked.problems
    const { zh, en } = refusals[checked.refusal.code]
    const { details } = checked.refusal
    const message = { zh: fill(zh, details), en: fill(en, details) }
    return [...checked.problems, { path: 'externalRef', message }]
  })
}

const LINE = /^lines\[(\d+)\]/

/** What is wrong with the order as a whole is told once, beside its first row. */
function isOfLine({ path }: FieldProblem, line: number): boolean {
  const index = LINE.exec(path)?.[1]
  return index === undefined ? line === 0 : Number(index) === line
}

const shared = (
  row: PastedRow,
  order: number | null | undefined,
  found: readonly FieldProblem[][],
): PastedRow => (order === null || order === undefined ? row : { ...row, problems: found[order] ?? [] })
