/** Units set aside for an order line at a warehouse. */
export type Reserved = {
  orderId: string
  warehouseId: string
  orderLineId: string
  productId: string
  quantity: number
}
export type PlannedLine = { orderLineId: string; productId: string; quantity: number }
export type OpenShipment = {
  id: string
  orderId: string
  warehouseId: string
  started: boolean
  lines: PlannedLine[]
}

export type Reconciliation = {
  create: { orderId: string; warehouseId: string; lines: PlannedLine[] }[]
  replace: { id: string; lines: PlannedLine[] }[]
  cancel: string[]
}

/**
 * What makes the shipments not handed over yet equal to what is set aside: one planned shipment for each order and warehouse.
 * A shipment somebody works on keeps its lines; it is cancelled only when nothing of it is set aside any more.
 */
export function reconcile(reserved: readonly Reserved[], shipments: readonly OpenShipment[]): Reconciliation {
  const result: Reconciliation = { create: [], replace: [], cancel: [] }
  const places = new Map<string, { orderId: string; warehouseId: string }>()
  for (const { orderId, warehouseId } of [...reserved, ...shipments])
    places.set(`${orderId}/${warehouseId}`, { orderId, warehouseId })
  const reservedAt = Map.groupBy(reserved, (r) => `${r.orderId}/${r.warehouseId}`)
  const shipmentsAt = Map.groupBy(shipments, (s) => `${s.orderId}/${s.warehouseId}`)
  for (const [key, place] of places)
    reconcilePlace(result, {
      place,
      reserved: reservedAt.get(key) ?? [],
      shipments: shipmentsAt.get(key) ?? [],
    })
  return result
}

type Place = {
  place: { orderId: string; warehouseId: string }
  reserved: readonly Reserved[]
  shipments: readonly OpenShipment[]
}

function reconcilePlace(result: Reconciliation, { place, reserved, shipments }: Place): void {
  const wanted = new Map<string, PlannedLine>()
  for (const { orderLineId, productId, quantity } of reserved) {
    wanted.set(orderLineId, {
      orderLineId,
      productId,
      quantity: quantity + (wanted.get(orderLineId)?.quantity ?? 0),
    })
  }
  for (const shipment of shipments.filter((s) => s.started)) {
    if (shipment.lines.every((l) => !wanted.get(l.orderLineId))) result.cancel.push(shipment.id)
    else takeFrom(wanted, shipment.lines)
  }
  const lines = [...wanted.values()].filter((l) => l.quantity > 0)
  const [first, ...others] = shipments.filter((s) => !s.started)
  result.cancel.push(...others.map((s) => s.id))
  if (!first && lines.length > 0) result.create.push({ ...place, lines })
  if (first && lines.length === 0) result.cancel.push(first.id)
  if (first && lines.length > 0 && !isSame(first.lines, lines)) result.replace.push({ id: first.id, lines })
}

function takeFrom(wanted: Map<string, PlannedLine>, lines: readonly PlannedLine[]): void {
  for (const { orderLineId, quantity } of lines) {
    const line = wanted.get(orderLineId)
    if (line) wanted.set(orderLineId, { ...line, quantity: Math.max(0, line.quantity - quantity) })
  }
}

function isSame(a: readonly PlannedLine[], b: readonly PlannedLine[]): boolean {
  return (
    a.length === b.length &&
    a.every((x) =>
      b.some(
        (y) => x.orderLineId === y.orderLineId && x.productId === y.productId && x.quantity === y.quantity,
      ),
    )
  )
}
