import type { NewOrder } from './order-types.ts'
import type { PastedRow } from './paste.ts'

/** Rows of one customer with one number are the lines of one order; rows without a number are orders of their own. */
export function ordersOfPaste(
  rows: readonly PastedRow[],
  /** The number of a customer by what a row calls it. */
  numberOf: (customer: string) => string = (customer) => customer,
): {
  orders: NewOrder[]
  orderOfRow: (number | null)[]
} {
  const orders: NewOrder[] = []
  const known = new Map<string, number>()
  const orderOfRow = rows.map((row) => {
    if (row.problems.length > 0 || row.quantity === null) return null
    const key = row.externalRef === '' ? null : `${numberOf(row.customer)} ${row.externalRef}`
    const line = {
      sku: row.sku,
      quantity: row.quantity,
      ...(row.requestedAt ? { requestedAt: row.requestedAt } : {}),
    }
    const there = key === null ? undefined : known.get(key)
    if (there !== undefined) {
      orders[there]?.lines.push(line)
      return there
    }
    orders.push(orderOf({ ...row, customer: numberOf(row.customer) }, line))
    if (key !== null) known.set(key, orders.length - 1)
    return orders.length - 1
  })
  return { orders, orderOfRow }
}

function orderOf(row: PastedRow, line: NewOrder['lines'][number]): NewOrder {
  const {
    customer,
    externalRef,
    requestedAt,
    urgent,
    service,
    consigneeName,
    consigneePhone,
    country,
    province,
    city,
    district,
    street,
    note,
  } = row
  const given = Object.fromEntries(
    Object.entries({ externalRef, consigneeName, consigneePhone, note }).filter(([, value]) => value !== ''),
  )
  const address = Object.fromEntries(
    Object.entries({ country, province, city, district, street }).filter(([, value]) => value !== ''),
  )
  return {
    channel: 'paste',
    ...(customer === '' ? {} : { customerNumber: customer }),
    ...given,
    ...(requestedAt ? { requestedAt } : {}),
    address,
    urgent,
    service,
    lines: [line],
  }
}
