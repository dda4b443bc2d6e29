import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { listDivisions } from '#modules/customers/divisions.ts'
import { openExceptions } from './exceptions.ts'
import { isTooFast } from './place-distance.ts'
import type { NewException } from './shipment-types.ts'

const LOOK_BACK_HOURS = 12
const EVENTS_MAX = 20_000

type Scan = { id: string; shipmentId: string; orderId: string; at: Date; location: string }

/** Scans of these shipments in places too far apart for the time between them (requirement TRK-08). Gives how many exceptions are new. */
export async function doubtPlaces(ctx: Ctx, shipmentIds: readonly string[]): Promise<number> {
  const scans = await ctx.db.all(sql<Scan>`
    select e.id, e.shipment_id as "shipmentId", s.order_id as "orderId", e.at, e.location
    from shipment s join tracking_event e on e.tenant_id = s.tenant_id and e.shipment_id = s.id and e.at >= s.last_event_at - ${LOOK_BACK_HOURS} * interval '1 hour'
    where s.tenant_id = ${ctx.tenant.id} and s.id = any(${shipmentIds}::uuid[]) and e.location <> '' and e.revokes_id is null and e.status <> 'info'
      and not exists (select 1 from tracking_event r where r.tenant_id = e.tenant_id and r.shipment_id = e.shipment_id and r.revokes_id = e.id)
    order by e.shipment_id, e.at, e.id limit ${EVENTS_MAX}`)
  const placed = scans.flatMap((scan) => {
    const province = provinceIn(scan.location)
    return province ? [{ ...scan, province }] : []
  })
  const doubts = placed.flatMap((scan, i): NewException[] => {
    const before = placed[i - 1]
    if (before?.shipmentId !== scan.shipmentId) return []
    const [a, b] = [
      { province: before.province, at: before.at.getTime() },
      { province: scan.province, at: scan.at.getTime() },
    ]
    if (!isTooFast(a, b)) return []
    const { shipmentId, orderId } = scan
    const fact = { kind: 'false_report', reason: 'too_far_too_fast', liable: 'carrier' } as const
    return [{ ...fact, shipmentId, orderId, factKey: `far:${a.at}:${b.at}`, at: ctx.now }]
  })
  return openExceptions(ctx, doubts)
}

const SUFFIX = /(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|地区|省|市|盟)$/
const NAME_MIN = 2
type Name = { name: string; province: string }
let namesByFirst: ReadonlyMap<string, readonly Name[]> | null = null

// What follows is where the parcel goes next, not where it is.
const ONWARD = /发往|前往|运往|下一站|->|→|至/

/** The province a place's name speaks of, by the name of the province or of one of its cities; null where it names none. */
export function provinceIn(location: string): string | null {
  namesByFirst ??= readNames()
  const [here = ''] = location.split(ONWARD)
  // 北京市朝阳区 names a city elsewhere too: what stands first is the wider place.
  for (let at = 0; at < here.length; at += 1) {
    const found = namesByFirst.get(here.charAt(at))?.find(({ name }) => here.startsWith(name, at))
    if (found) return found.province
  }
  return null
}

/** By their first sign, the longest first. */
function readNames(): ReadonlyMap<string, readonly Name[]> {
  const names = listDivisions(null)
    .flatMap((province) =>
      [province, ...listDivisions(province.code)].map(({ name }) => ({
        name: name.replace(SUFFIX, ''),
        province: province.code,
      })),
    )
    .filter(({ name }) => name.length >= NAME_MIN)
    .toSorted((a, b) => b.name.length - a.name.length)
  return Map.groupBy(names, ({ name }) => name.charAt(0))
}
