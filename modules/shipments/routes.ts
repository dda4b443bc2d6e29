import type { Ctx } from '#platform/ctx.ts'
import { type BoundOperation, routes } from '#platform/http.ts'
import { type Locale, fill } from '#platform/text.ts'
import { shipmentsApi } from './api.ts'
import { carrierSchemes } from './data/carrier-codes.ts'
import { addProof, openProof, recordDelivery } from './deliveries.ts'
import { assignException, reportException, resolveException } from './exceptions.ts'
import { handOver, handOverShipments } from './handover.ts'
import { createTrackingLink, listTrackingLinks, revokeTrackingLink } from './links.ts'
import { getException, listCarriers, listExceptions, listReceipts } from './lists.ts'
import { countShipments, getShipment, listOutbound, listShipments } from './queries.ts'
import { findByWaybill, findWaybills } from './waybills.ts'
import { attachReceiptScan, recordReceipt } from './receipts.ts'
import { textOf } from './refusals.ts'
import { listProductTrail } from './product-trails.ts'
import type { TrackingResult } from './shipment-types.ts'
import { reportEvent, rerouteShipment, revokeEvent } from './tracking-by-hand.ts'
import { postEvents } from './tracking-intake.ts'
import { packShipment, pickShipment, unpackShipment } from './work.ts'

const done = { done: true } as const

export const shipmentsRoutes: BoundOperation[] = routes(shipmentsApi, {
  listCarriers: async (ctx) => ({ rows: await listCarriers(ctx) }),
  listShipments: (ctx, { query }) => listShipments(ctx, query),
  listOutbound: (ctx, { query }) => listOutbound(ctx, query),
  countShipments: (ctx, { query }) => countShipments(ctx, query),
  findByWaybill: (ctx, { params }) => findByWaybill(ctx, params.waybill),
  findWaybills: async (ctx, { body }) => ({ rows: await findWaybills(ctx, body.waybills) }),
  getShipment: (ctx, { params }) => getShipment(ctx, params.id),
  pickShipment: async (ctx, { params, body }) =>
    shown(ctx, params.id, pickShipment(ctx, { id: params.id, ...body })),
  packShipment: async (ctx, { params, body }) =>
    shown(ctx, params.id, packShipment(ctx, { id: params.id, ...body })),
  unpackShipment: async (ctx, { params, body }) =>
    shown(ctx, params.id, unpackShipment(ctx, { id: params.id, ...body })),
  handOverShipment: async (ctx, { params, body: { at, whole, ...row } }) =>
    shown(ctx, params.id, handOver(ctx, { shipmentId: params.id, ...row }, { at, whole })),
  handOverShipments: async (ctx, { body: { rows, ...options } }) => {
    const results = await handOverShipments(ctx, rows, options)
    return {
      rows: results.map((r) =>
        r.ok
          ? r
          : {
              shipmentId: r.shipmentId,
              ok: false,
              code: r.code,
              message: fill(textOf(r.code)[ctx.locale], r.details),
            },
      ),
    }
  },
  postTracking: async (ctx, { body }) => {
    const rows = await postEvents(ctx, body.events)
    const count = (outcome: string) => rows.filter((r) => r.outcome === outcome).length
    return {
      recorded: count('recorded'),
      duplicates: count('duplicate'),
      problems: count('problem'),
      unread: rows.filter((r) => r.outcome !== 'problem' && r.unread).length,
      rows: rows.map((row, i) => saidOf(row, body.events[i] ?? {}, ctx.locale)),
    }
  },
  reportTracking: async (ctx, { params, body }) =>
    shown(ctx, params.id, reportEvent(ctx, { shipmentId: params.id, ...body })),
  revokeTracking: async (ctx, { params, body }) =>
    shown(
      ctx,
      params.id,
      revokeEvent(ctx, { shipmentId: params.id, eventId: params.eventId, note: body.note }),
    ),
  rerouteShipment: async (ctx, { params, body }) =>
    shown(ctx, params.id, rerouteShipment(ctx, { shipmentId: params.id, ...body })),
  recordDelivery: async (ctx, { params, body }) =>
    shown(ctx, params.id, recordDelivery(ctx, { shipmentId: params.id, ...body })),
  addProof: async (ctx, { params, query, file }) => ({
    proofId: await addProof(ctx, { shipmentId: params.id, ...query, file }),
  }),
  getProofFile: (ctx, { params }) => openProof(ctx, { shipmentId: params.id, proofId: params.proofId }),
  listReceipts: (ctx, { query }) => listReceipts(ctx, query),
  listProductTrail: (ctx, { query }) => listProductTrail(ctx, query),
  recordReceipt: async (ctx, { params, body }) =>
    shown(ctx, params.id, recordReceipt(ctx, { shipmentId: params.id, ...body })),
  attachReceipt: async (ctx, { params, file }) =>
    attachReceiptScan(ctx, { shipmentId: params.id, file }).then(() => done),
  listExceptions: (ctx, { query }) => listExceptions(ctx, query),
  openException: async (ctx, { params, body }) => ({
    exceptionId: await reportException(ctx, { shipmentId: params.id, ...body }),
  }),
  assignException: async (ctx, { params, body }) =>
    getException(ctx, await assignException(ctx, { id: params.id, ...body })),
  resolveException: async (ctx, { params, body }) =>
    getException(ctx, await resolveException(ctx, { id: params.id, ...body })),
  listTrackingLinks: async (ctx, { params }) => ({ rows: await listTrackingLinks(ctx, params.id) }),
  createTrackingLink: (ctx, { params, body }) => createTrackingLink(ctx, { orderId: params.id, ...body }),
  revokeTrackingLink: async (ctx, { params }) => revokeTrackingLink(ctx, params.id).then(() => done),
})

/** What became of a row, with words where it was not taken or not understood. */
function saidOf(row: TrackingResult, { scheme = '', code = '' }: SchemeAndCode, locale: Locale) {
  if (row.outcome === 'problem') return { ...row, message: textOf(row.code)[locale] }
  if (!row.unread) return row
  const words = textOf(`tracking_event.unread_${row.unread}`)[locale]
  return { ...row, message: fill(words, { scheme, code, known: carrierSchemes.join(', ') }) }
}

type SchemeAndCode = { scheme?: string | undefined; code?: string | undefined }

async function shown(ctx: Ctx, id: string, work: Promise<void>) {
  await work
  return getShipment(ctx, id)
}
