import type { OrderView } from '#modules/orders/order-types.ts'
import type { NewReturn } from './returns.ts'

/** A return of the first line of an order; what differs is given. */
export function returnOf(
  order: Pick<OrderView, 'id' | 'lines'>,
  warehouseId: string,
  given: Partial<NewReturn> = {},
): NewReturn {
  return {
    orderId: order.id,
    warehouseId,
    reason: 'damaged',
    note: '',
    waybill: '',
    expectedOn: null,
    lines: [{ orderLineId: order.lines[0]?.id ?? '', quantity: 1 }],
    ...given,
  }
}
