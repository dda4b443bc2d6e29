import { maskName, maskPhone, maskStreet } from '#modules/customers/privacy.ts'
import { type Ctx, can } from '#platform/ctx.ts'
import { viewOfAddress } from './address.ts'
import type { Draft, DraftLine } from './drafting.ts'
import { kindOf } from './order-kind.ts'
import type { OrderLineView, OrderView, PlacedOrder, ShortageView } from './order-types.ts'
import { shownOrder } from './queries.ts'
import type { Source } from './timing.ts'
import { isoOrNull } from './writing.ts'

/** The order just taken as its page shows it, without reading it again. */
export function viewOfDraft(ctx: Ctx, draft: Draft, sources: readonly Source[]): OrderView {
  const { checked, demand, allocation } = draft
  const { given, customer, address } = checked
  const now = ctx.now.toISOString()
  const used = new Set(
    allocation?.lines.flatMap((line) => [...line.chosen, ...line.rejected].map((one) => one.warehouseId)),
  )
  return shownOrder(ctx, {
    id: draft.id,
    number: draft.number,
    externalRef: given.externalRef || null,
    channel: given.channel,
    kind: kindOf(customer),
    origin: null,
    state: draft.state,
    urgent: demand.urgent,
    service: demand.service,
    mode: given.mode ?? '',
    customer: { id: customer.id, number: customer.number, name: customer.name },
    siteId: given.siteId ?? null,
    placedAt: now,
    requestedAt: isoOrNull(checked.requestedMs),
    acknowledgedAt: draft.acknowledge ? now : null,
    deliveredAt: null,
    cancelledAt: null,
    cancelledBy: null,
    cancelReason: null,
    consigneeName: maskName(checked.consigneeName),
    consigneePhone: maskPhone(checked.consigneePhone),
    address: viewOfAddress({ ...address, street: maskStreet(address.street) }),
    goodsClass: given.goodsClass ?? '',
    deliveryNote: given.deliveryNote ?? '',
    note: given.note ?? '',
    amountMinor: checked.amountMinor,
    currency: ctx.tenant.currency,
    version: 1,
    lines: draft.lines.map(lineView),
    holds: checked.holds.map((hold) => ({
      ...hold,
      id: null,
      placedAt: now,
      releasedAt: null,
      releaseReason: null,
    })),
    shortages: draft.lines.flatMap((line) => shortageView(line, now)),
    allocation,
    warehouses: sources
      .filter((source) => used.has(source.id))
      .map(({ id, code, name }) => ({ id, code, name })),
  })
}

function lineView(line: DraftLine): OrderLineView {
  const { id, lineNo, product, quantity, unitPriceMinor, plan } = line
  return {
    id,
    lineNo,
    productId: product.id,
    sku: product.sku,
    productName: product.name,
    unit: product.unit,
    quantity,
    cancelled: 0,
    shipped: 0,
    delivered: 0,
    damaged: 0,
    reserved: plan?.filled ?? 0,
    short: plan?.short ?? 0,
    unitPriceMinor,
    amountMinor: unitPriceMinor * quantity,
    requestedAt: isoOrNull(line.requestedMs),
    externalRef: line.externalRef,
    substitutedFrom: null,
    consentBy: null,
    consentAt: null,
    deliveredAt: null,
    shipBy: isoOrNull(plan?.ship?.dueMs ?? null),
    deliverBy: isoOrNull(plan?.deliver?.dueMs ?? null),
    contractDeliverBy: isoOrNull(plan?.deliver?.contractDueMs ?? null),
    sources: plan?.sources ?? [],
  }
}

function shortageView(line: DraftLine, now: string): ShortageView[] {
  if (!line.plan || line.plan.short === 0) return []
  return [
    {
      id: null,
      orderLineId: line.id,
      productId: line.product.id,
      quantity: line.plan.short,
      detectedAt: now,
      decision: null,
      decidedAt: null,
      backorderUntil: null,
      closedAt: null,
      cause: null,
      note: '',
    },
  ]
}

/** The short answer for one order of a batch. */
export function placedOf({ id, number, state, checked, acknowledge, lines }: Draft, ctx: Ctx): PlacedOrder {
  const now = ctx.now.toISOString()
  return {
    id,
    number,
    externalRef: checked.given.externalRef || null,
    state,
    placedAt: now,
    acknowledgedAt: acknowledge ? now : null,
    amountMinor: checked.amountMinor,
    currency: ctx.tenant.currency,
    holds: can(ctx.actor, 'inside.read')
      ? checked.holds
      : checked.holds.map(({ kind }) => ({ kind, reason: '' })),
    lines: lines.map((line) => ({
      id: line.id,
      lineNo: line.lineNo,
      sku: line.product.sku,
      quantity: line.quantity,
      short: line.plan?.short ?? 0,
      shipBy: isoOrNull(line.plan?.ship?.dueMs ?? null),
      deliverBy: isoOrNull(line.plan?.deliver?.dueMs ?? null),
      sources: line.plan?.sources ?? [],
    })),
  }
}
