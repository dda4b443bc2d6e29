import { areaName } from '#modules/customers/divisions.ts'
import { maskName } from '#modules/customers/privacy.ts'
import { type TrackingStatus, standingEvents } from '#modules/shipments/tracking.ts'
import { LINK_PREFIX } from '#modules/shipments/links.ts'
import type { Tenant } from '#platform/ctx.ts'
import { type Database, type Db, sql } from '#platform/db.ts'
import { tenantColumns } from '#platform/dispatcher.ts'
import { NotFound } from '#platform/errors.ts'
import { hashOf, tenantOfToken } from '#platform/ids.ts'
import type { z } from 'zod'
import type { PublicTracking } from './api.ts'
import { cityOf } from './places.ts'
import { confidenceOf, mostPressing, nextStepOf } from './tracking-page.ts'

type EventJson = {
  id: string
  at: string
  recordedAt: string
  status: TrackingStatus
  location: string
  revokesId: string | null
}
type ShipmentJson = {
  waybill: string | null
  carrier: string | null
  state: string
  status: TrackingStatus
  handedOverAt: string | null
  expectedAt: string | null
  deliveredAt: string | null
  events: EventJson[]
}
type LinkedOrder = Tenant & {
  link_id: string
  order_id: string
  number: string
  placed_at: Date
  state: string
  promised_at: Date | null
  delivered_at: Date | null
  /** Some of it was not sent yet. */
  awaits_goods: boolean
  risk_expected_at: Date | null
  cases: number | null
  consignee_name: string
  phone_tail: string
  place: { country: string; province: string; city: string }
  shipments: ShipmentJson[]
}

export type PublicView = z.infer<typeof PublicTracking>
export type Opened = {
  tenant: Tenant
  linkId: string
  orderId: string
  phoneTail: string
  view: PublicView
  unlocked: PublicView
}

/** What the link opens; NotFound whether the token is unknown, expired or revoked, so nobody learns which. */
export async function openLink(database: Database, token: string, now: Date): Promise<Opened> {
  const tenantId = tenantOfToken(LINK_PREFIX, token)
  if (!tenantId) throw new NotFound('link')
  const row = await database.transaction(tenantId, (db) => readLinkedOrder(db, tenantId, { token, now }))
  if (!row) throw new NotFound('link')
  const view = viewOf(row, now)
  const { country, province, city } = row.place
  const place = country === 'CN' ? areaName({ country, province, city, district: '' }) : city
  const unlocked = { ...view, consignee: { name: maskName(row.consignee_name), city: place } }
  return {
    tenant: tenantOf(row),
    linkId: row.link_id,
    orderId: row.order_id,
    phoneTail: row.phone_tail,
    view,
    unlocked,
  }
}

const tenantOf = (row: LinkedOrder): Tenant => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  zone: row.zone,
  locale: row.locale,
  currency: row.currency,
  country: row.country,
  settings: row.settings,
})

const SHIPMENTS_MAX = 50
const EVENTS_MAX = 100

async function readLinkedOrder(
  db: Db,
  tenantId: string,
  { token, now }: { token: string; now: Date },
): Promise<LinkedOrder | undefined> {
  return db.maybe(sql<LinkedOrder>`
    select ${tenantColumns}, k.id as link_id, o.id as order_id, o.number, o.placed_at, o.state, o.delivered_at, o.consignee_name, o.phone_tail,
      jsonb_build_object('country', o.country, 'province', o.province, 'city', o.city) as place, p.promised_at, p.risk_expected_at, p.cases,
      exists (select 1 from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id and l.quantity > l.cancelled + l.shipped) as awaits_goods, (
        select coalesce(jsonb_agg(jsonb_build_object('waybill', s.waybill, 'carrier', c.name, 'state', s.state, 'status', s.status, 'handedOverAt', s.handed_over_at,
          'expectedAt', s.expected_at, 'deliveredAt', s.delivered_at, 'events', ${eventsOf}) order by s.created_at, s.id), '[]')
        from (select * from shipment i where i.tenant_id = o.tenant_id and i.order_id = o.id and i.state <> 'cancelled' order by i.created_at, i.id limit ${SHIPMENTS_MAX}) s
        left join party c on c.tenant_id = s.tenant_id and c.id = s.carrier_id) as shipments
    from tracking_link k
    join tenant t on t.id = k.tenant_id
    join sales_order o on o.tenant_id = k.tenant_id and o.id = k.order_id
    left join lateral (
      select max(d.due_at) as promised_at, max(d.risk_expected_at) as risk_expected_at, min(d.risk_cases) as cases from promise d
      where d.tenant_id = o.tenant_id and d.order_id = o.id and d.kind = 'deliver'
        and not exists (select 1 from promise n where n.tenant_id = d.tenant_id and n.order_id = d.order_id and n.supersedes_id = d.id)) p on true
    where k.tenant_id = ${tenantId} and k.token_hash = ${hashOf(token)} and k.revoked_at is null and k.expires_at > ${now}`)
}

const eventsOf = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'at', e.at, 'recordedAt', e.recorded_at, 'status', e.status, 'location', e.location, 'revokesId', e.revokes_id)), '[]')
  from (select * from tracking_event te where te.tenant_id = s.tenant_id and te.shipment_id = s.id order by te.at desc limit ${sql.lit(EVENTS_MAX)}) e)`

function viewOf(row: LinkedOrder, now: Date): PublicView {
  const shipments = row.shipments.map((s, i) => shipmentOf(row, s, i + 1))
  const phone = row.settings.supportPhone
  return {
    company: row.name,
    locale: row.locale,
    zone: row.zone,
    supportPhone: typeof phone === 'string' ? phone : null,
    order: { number: row.number, placedAt: row.placed_at.toISOString(), state: orderState(row) },
    promisedAt: row.promised_at?.toISOString() ?? null,
    late:
      row.promised_at !== null && row.state !== 'cancelled' && (row.delivered_at ?? now) > row.promised_at,
    next: row.state === 'cancelled' ? 'contact_us' : mostPressing(stepsOf(row, shipments)),
    shipments,
    consignee: null,
  }
}

/** What was not sent yet is still prepared, whether a shipment is planned for it or not. */
const stepsOf = (row: LinkedOrder, shipments: PublicView['shipments']) => [
  ...shipments.map((s) => s.next),
  ...(row.awaits_goods ? (['wait_for_dispatch'] as const) : []),
]

/** Delivered when all of it came, or all that was sent and no more is to come: pieces missing from it are a matter for the company. */
function orderState(row: LinkedOrder): PublicView['order']['state'] {
  if (row.state === 'cancelled' || row.state === 'delivered') return row.state
  const sent = row.shipments
  if (!row.awaits_goods && sent.length > 0 && sent.every((s) => s.status === 'delivered')) return 'delivered'
  return row.shipments.some((s) => s.handedOverAt !== null) ? 'on_the_way' : 'preparing'
}

/** As the other times are written, not as the database writes them into JSON. */
const instant = (text: string | null): string | null => text && new Date(text).toISOString()

function shipmentOf(row: LinkedOrder, s: ShipmentJson, part: number): PublicView['shipments'][number] {
  const left = s.handedOverAt !== null
  const expectedAt = s.deliveredAt ? null : (row.risk_expected_at?.toISOString() ?? instant(s.expectedAt))
  const fromHistory = row.risk_expected_at !== null
  return {
    part,
    waybill: left ? s.waybill : null,
    carrier: left ? s.carrier : null,
    status: s.status,
    expectedAt,
    deliveredAt: instant(s.deliveredAt),
    confidence: confidenceOf(expectedAt !== null, fromHistory ? row.cases : null),
    cases: fromHistory ? row.cases : null,
    next: nextStepOf(s.status, left),
    events: publicEvents(s.events),
  }
}

/** What stands, newest first, without words of the carrier's: notes and places may name people. */
function publicEvents(events: readonly EventJson[]): PublicView['shipments'][number]['events'] {
  const standing = standingEvents(
    events.map((e) => ({
      id: e.id,
      status: e.status,
      at: Date.parse(e.at),
      recordedAt: Date.parse(e.recordedAt),
      seq: 0,
      revokes: e.revokesId,
      location: e.location,
    })),
  )
  return standing
    .filter((e) => e.status !== 'info')
    .toReversed()
    .map((e) => ({ at: new Date(e.at).toISOString(), status: e.status, place: cityOf(e.location) }))
}
