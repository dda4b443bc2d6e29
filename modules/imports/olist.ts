import type { History } from './history.ts'
import { assemble, orderDraft } from './olist-history.ts'
import {
  COLUMNS,
  FILES,
  type FileName,
  type Note,
  RULES,
  type Reject,
  type Rows,
  newTimes,
  ordersTaken,
  usable,
  whyNotItem,
  whyNotReview,
} from './olist-rows.ts'
import { type ImportReport, noteRule } from './report.ts'
import { findTable, otherTables, readTable } from './table.ts'

/** Reads whichever of the files are in the directory and turns them into drafts; orders are the one file that must be there. */
export async function readOlist(
  directory: string,
  { zone, report }: { zone: string; report: ImportReport },
): Promise<History> {
  const rows = await readFiles(directory, report)
  report.read = rows.orders.length
  const note: Note = (rule, row) => noteRule(report, rule, { meaning: RULES[rule], row })
  const reject: Reject = (file, { rowNo, values }, { column, reason }) =>
    void report.rejected.push({
      file: FILES[file],
      row: rowNo,
      column,
      value: values[column] ?? '',
      reason,
    })
  for (const payment of rows.payments) note('payment.not_kept', payment.rowNo)
  const time = newTimes(zone)
  const taken = ordersTaken(rows.orders, reject)
  const isTaken = (orderId: string) => taken.has(orderId)
  const items = usable(rows.items, {
    isTaken,
    whyNot: whyNotItem(),
    reject: (r, p) => reject('items', r, p),
  })
  const reviews = usable(rows.reviews, {
    isTaken,
    whyNot: whyNotReview(time),
    reject: (r, p) => reject('reviews', r, p),
  })
  const customers = new Map(rows.customers.map((r) => [r.values.customer_id ?? '', r.values]))
  const orders = [...taken].map(([orderId, row]) => {
    const customer = customers.get(row.values.customer_id ?? '')
    if (rows.customers.length > 0 && !customer) note('customer.unknown', row.rowNo)
    return orderDraft(row, {
      items: items.get(orderId) ?? [],
      reviews: reviews.get(orderId) ?? [],
      customer,
      time,
      note,
    })
  })
  return assemble(rows, orders, note)
}

async function readFiles(directory: string, report: ImportReport): Promise<Rows> {
  const rows = {} as Rows
  const read: string[] = []
  for (const [name, file] of Object.entries(FILES) as [FileName, string][]) {
    const path = findTable(directory, file)
    if (path) read.push(path)
    if (!path && name === 'orders') throw new Error(`${directory} has no ${file}: the orders file is needed`)
    rows[name] = path
      ? await Array.fromAsync(readTable(path, { columns: COLUMNS[name], report, name: file }))
      : []
    if (name === 'orders' && rows.orders.length === 0 && report.rejected.length === 0)
      throw new Error(`${path}: no rows; is it the orders file?`)
  }
  for (const other of otherTables(directory, read))
    noteRule(report, `file.not_read ${other}`, { meaning: RULES['file.not_read'], row: 0 })
  return rows
}
