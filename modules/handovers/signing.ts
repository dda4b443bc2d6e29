import { type Ctx, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type FieldProblem, Invalid, type RefusalCode, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { type Bilingual, fill } from '#platform/text.ts'
import { handOverShipments } from '#modules/shipments/handover.ts'
import { refusals as shipmentRefusals } from '#modules/shipments/refusals.ts'
import { type Difference, type Standing, standingOf } from './handover.ts'
import { lockList, subjectOf } from './handovers.ts'
import { listedColumns } from './queries.ts'
import { refusals } from './refusals.ts'

export type Signing = {
  id: string
  version?: number | undefined
  signedAt?: Date | undefined
  driverName: string
  vehiclePlate: string
  /** Shipments that stayed, or left with less than listed, each with its reason. */
  differences: readonly Difference[]
}

type Item = {
  shipmentId: string
  number: string
  standing: Standing
  parcels: number
  listed: number
  /** Packed, or gone with the carrier. */
  units: number
}

/**
 * The driver signed: what is packed is handed over now, what was left behind can go on another list, and each difference between
 * list and vehicle has a reason.
 */
export async function signHandoverList(ctx: Ctx, input: Signing): Promise<void> {
  const list = await lockList(ctx, input.id, 'sign')
  if (input.version !== undefined && input.version !== list.version)
    throw new Refused('handover.changed_meanwhile')
  const at = input.signedAt ?? ctx.now
  if (at > ctx.now) throw new Invalid([{ path: 'signedAt', message: refusals['handover.signed_in_future'] }])
  const items = await readItems(ctx, input.id)
  const reasonOf = new Map(input.differences.map((one) => [one.shipmentId, one.reason]))
  refuseStrangers(items, input.differences)
  refuseUnready(items, input.differences)
  const going = items.filter((item) => item.standing === 'to_load' && !reasonOf.has(item.shipmentId))
  await loadAll(ctx, { going, carrierId: list.carrierId, at })
  const loaded = new Map(
    (await readItems(ctx, input.id)).map((item) => [
      item.shipmentId,
      item.standing === 'left' ? item.units : 0,
    ]),
  )
  refuseUnexplained(items, loaded, reasonOf)
  await saveItems(ctx, input.id, { items, loaded, reasonOf })
  await ctx.db.run(sql`
    update handover_list set state = 'handed_over', signed_at = ${at}, driver_name = ${input.driverName}, vehicle_plate = ${input.vehiclePlate},
      ended_at = ${ctx.now}, ended_by = ${userIdOf(ctx)}::uuid, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${input.id}`)
  const gone = items.filter((item) => (loaded.get(item.shipmentId) ?? 0) > 0)
  emit(ctx, 'handover.signed', subjectOf(input.id), {
    number: list.number,
    shipments: gone.length,
    parcels: gone.reduce((sum, item) => sum + item.parcels, 0),
    short: items.length - gone.length,
  })
}

async function readItems(ctx: Ctx, listId: string): Promise<Item[]> {
  const rows = await ctx.db.all(sql<Omit<Item, 'standing'> & { state: string; isOurs: boolean }>`
    select i.shipment_id as "shipmentId", s.number, s.state, coalesce(s.carrier_id = h.carrier_id, true) as "isOurs", i.parcels, i.units as listed, x.units
    from handover_item i join handover_list h on h.tenant_id = i.tenant_id and h.id = i.list_id
    join shipment s on s.tenant_id = i.tenant_id and s.id = i.shipment_id
    cross join lateral (select ${listedColumns}) x
    where i.tenant_id = ${ctx.tenant.id} and i.list_id = ${listId} order by s.number for no key update of i`)
  // What another carrier took meanwhile is none of this list.
  return rows.map(({ state, isOurs, ...item }) => ({
    ...item,
    standing: isOurs ? standingOf(state) : 'cannot_go',
  }))
}

const at = (index: number): string => `differences[${index}].reason`
const told = (text: Bilingual, values: Record<string, unknown>): Bilingual => ({
  zh: fill(text.zh, values),
  en: fill(text.en, values),
})

function refuseStrangers(items: readonly Item[], differences: readonly Difference[]): void {
  const known = new Set(items.map((item) => item.shipmentId))
  const seen = new Set<string>()
  const problems = differences.flatMap(({ shipmentId }, i): FieldProblem[] => {
    const isTwice = seen.has(shipmentId)
    seen.add(shipmentId)
    return known.has(shipmentId) && !isTwice
      ? []
      : [{ path: at(i), message: refusals['handover.not_on_list'] }]
  })
  if (problems.length > 0) throw new Invalid(problems)
}

/** What cannot go has to be named as left behind; what stays is no hand-over. */
function refuseUnready(items: readonly Item[], differences: readonly Difference[]): void {
  const named = new Set(differences.map((one) => one.shipmentId))
  const stuck = items.filter((item) => item.standing === 'cannot_go' && !named.has(item.shipmentId))
  if (stuck.length > 0)
    throw new Invalid(
      stuck.map(({ number }) => ({
        path: 'differences',
        message: told(refusals['handover.cannot_go'], { number }),
      })),
    )
  const goes = items.some(
    ({ standing, shipmentId }) => standing === 'left' || (standing === 'to_load' && !named.has(shipmentId)),
  )
  if (!goes) throw new Refused('handover.nothing_loaded')
}

type Loading = { going: readonly Item[]; carrierId: string; at: Date }

async function loadAll(ctx: Ctx, { going, carrierId, at: signedAt }: Loading): Promise<void> {
  if (going.length === 0) return
  const results = await handOverShipments(
    ctx,
    going.map(({ shipmentId }) => ({ shipmentId, carrierId })),
    { at: signedAt },
  )
  const problems = results.flatMap((result, i): FieldProblem[] =>
    result.ok ? [] : [{ path: 'differences', message: whyOf(going[i]?.number ?? '', result) }],
  )
  if (problems.length > 0) throw new Invalid(problems)
}

function whyOf(
  number: string,
  { code, details }: { code: RefusalCode; details: Record<string, unknown> },
): Bilingual {
  const text = (shipmentRefusals as Partial<Record<string, Bilingual>>)[code] ?? { zh: code, en: code }
  return { zh: `${number}：${fill(text.zh, details)}`, en: `${number}: ${fill(text.en, details)}` }
}

/** What has left with less than listed says why; what has left in full was not left behind. */
function refuseUnexplained(
  items: readonly Item[],
  loaded: ReadonlyMap<string, number>,
  reasonOf: ReadonlyMap<string, string>,
): void {
  const problems = items.flatMap(({ shipmentId, number, listed }): FieldProblem[] => {
    const units = loaded.get(shipmentId) ?? 0
    const isExplained = reasonOf.has(shipmentId)
    if (units < listed && !isExplained) {
      const message = told(refusals['handover.reason_missing'], { number, units: listed, loaded: units })
      return [{ path: 'differences', message }]
    }
    if (units >= listed && isExplained)
      return [{ path: 'differences', message: told(refusals['handover.already_left'], { number }) }]
    return []
  })
  if (problems.length > 0) throw new Invalid(problems)
}

type Saved = {
  items: readonly Item[]
  loaded: ReadonlyMap<string, number>
  reasonOf: ReadonlyMap<string, string>
}

async function saveItems(ctx: Ctx, listId: string, { items, loaded, reasonOf }: Saved): Promise<void> {
  await ctx.db.run(sql`
    update handover_item i set loaded = x.loaded, reason = x.reason, holds = x.loaded > 0
    from unnest(${items.map((i) => i.shipmentId)}::uuid[], ${items.map((i) => loaded.get(i.shipmentId) ?? 0)}::bigint[],
      ${items.map((i) => reasonOf.get(i.shipmentId) ?? '')}::text[]) as x (shipment_id, loaded, reason)
    where i.tenant_id = ${ctx.tenant.id} and i.list_id = ${listId} and i.shipment_id = x.shipment_id`)
}
