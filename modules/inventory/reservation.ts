/** Stock set aside for an order line and not yet shipped or given back. */
export type OpenReservation = {
  id: string
  warehouseId: string
  productId: string
  orderId: string
  orderLineId: string
  quantity: number
  reservedAt: Date
}

type Leaving = { orderLineId: string; warehouseId: string; quantity: number }

export type SplitReservations = {
  /** Reservations that end; 'moved' when its units go on in the rows of `added`. */
  closed: { id: string; as: 'shipped' | 'moved' }[]
  /** The two halves of a reservation of which only a part leaves. */
  added: (Omit<OpenReservation, 'id'> & { shipped: boolean })[]
  /** What leaves, merged per warehouse and product. */
  shipped: { warehouseId: string; productId: string; quantity: number }[]
}

/**
 * Which open reservations end when these quantities leave, the oldest first (`open` comes in that order).
 * `missing` names the first line and warehouse that has less set aside than is to leave.
 */
export function splitReservations(
  open: readonly OpenReservation[],
  items: readonly Leaving[],
): SplitReservations | { missing: Leaving & { reserved: number } } {
  const result: SplitReservations = { closed: [], added: [], shipped: [] }
  const shippedByItem = new Map<string, SplitReservations['shipped'][number]>()
  for (const leaving of mergeLeaving(items)) {
    const own = open.filter(
      (r) => r.orderLineId === leaving.orderLineId && r.warehouseId === leaving.warehouseId,
    )
    const reserved = own.reduce((sum, r) => sum + r.quantity, 0)
    if (reserved < leaving.quantity) return { missing: { ...leaving, reserved } }
    let left = leaving.quantity
    for (const reservation of own) {
      const taken = Math.min(left, reservation.quantity)
      if (taken === 0) break
      left -= taken
      endReservation(result, reservation, taken)
      addShipped(shippedByItem, reservation, taken)
    }
  }
  result.shipped = [...shippedByItem.values()]
  return result
}

function endReservation(result: SplitReservations, { id, ...rest }: OpenReservation, taken: number): void {
  const isWhole = taken === rest.quantity
  result.closed.push({ id, as: isWhole ? 'shipped' : 'moved' })
  if (isWhole) return
  result.added.push(
    { ...rest, quantity: taken, shipped: true },
    { ...rest, quantity: rest.quantity - taken, shipped: false },
  )
}

function addShipped(
  byItem: Map<string, SplitReservations['shipped'][number]>,
  { warehouseId, productId }: OpenReservation,
  quantity: number,
): void {
  const key = `${warehouseId}/${productId}`
  const item = byItem.get(key) ?? { warehouseId, productId, quantity: 0 }
  byItem.set(key, { ...item, quantity: item.quantity + quantity })
}

function mergeLeaving(items: readonly Leaving[]): Leaving[] {
  const merged = new Map<string, Leaving>()
  for (const item of items) {
    const key = `${item.orderLineId}/${item.warehouseId}`
    merged.set(key, { ...item, quantity: item.quantity + (merged.get(key)?.quantity ?? 0) })
  }
  return [...merged.values()]
}
