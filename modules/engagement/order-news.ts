import type { OrderReason } from './customer-notice.ts'

/** What of an order its customer may have to hear. Pure. */
export type OrderNews = {
  state: string
  cancelledBy: string | null
  /** When the first of the holds still open was placed; null: none is. */
  heldAt: Date | null
  /** Its open promises to ship and deliver. */
  promises: readonly { id: string; isTold: boolean; isInNotice: boolean }[]
  /** When the customer was last told of each, or a notice of it was made. */
  notices: readonly { reason: OrderReason; madeAt: Date; isUnderWay: boolean }[]
}

/**
 * What there is to tell now, or null: nothing is told twice. `isAsked`: a person wants it said again.
 * Requirements ORD-13, ORD-14.
 */
export function newsOf(
  order: OrderNews,
  isAsked = false,
): { reason: OrderReason; promiseIds: string[] } | null {
  const wasSaid = (reason: OrderReason, since: Date | null) =>
    order.notices.some(
      (notice) => notice.reason === reason && notice.isUnderWay && (since === null || notice.madeAt >= since),
    )
  if (order.state === 'cancelled') {
    // Who cancelled it himself knows.
    const isNews = order.cancelledBy === 'us' && (isAsked || !wasSaid('declined', null))
    return isNews ? { reason: 'declined', promiseIds: [] } : null
  }
  if (order.heldAt) {
    const isNews = isAsked || !wasSaid('held', order.heldAt)
    return isNews ? { reason: 'held', promiseIds: [] } : null
  }
  // Who heard last that it is on hold has to hear that it goes on.
  const isGoingOn = lastSaid(order.notices) === 'held'
  const fresh = order.promises.filter(
    (promise) => isAsked || isGoingOn || (!promise.isTold && !promise.isInNotice),
  )
  if (fresh.length === 0) return null
  const isAgain = wasSaid('accepted', null) || wasSaid('changed', null)
  return { reason: isAgain ? 'changed' : 'accepted', promiseIds: order.promises.map((promise) => promise.id) }
}

function lastSaid(notices: OrderNews['notices']): OrderReason | null {
  const said = notices.filter((notice) => notice.isUnderWay)
  return said.toSorted((a, b) => Number(b.madeAt) - Number(a.madeAt))[0]?.reason ?? null
}
