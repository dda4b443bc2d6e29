import type {} from './events.ts'
import { type Ctx, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, NotFound, Refused } from '#platform/errors.ts'
import { type Subject, emit } from '#platform/events.ts'
import { given } from '#platform/given.ts'
import { newId, newNumber } from '#platform/ids.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import { readCarriers } from '#modules/shipments/handover-store.ts'
import { shipmentScope } from '#modules/shipments/queries.ts'
import {
  HANDOVER_ITEMS_MAX,
  type HandoverAction,
  type HandoverState,
  type RequestState,
  whyNotHandover,
} from './handover.ts'
import { type Place, handoverScope, isListable, listedColumns } from './queries.ts'

type Fields = { pickUpFrom: Date; pickUpTo: Date; note: string }
export type NewHandover = Place &
  Fields & {
    /** Left out: everything that can be listed and has the carrier, up to the bound. */
    shipmentIds?: readonly string[] | undefined
  }
type Candidate = { id: string; number: string; parcels: number; units: number; weightG: number | null }

/** Makes a list of what a carrier picks up at a warehouse. Gives its id. */
export async function makeHandoverList(ctx: Ctx, input: NewHandover): Promise<string> {
  await lockPlace(ctx, input)
  await refusePlace(ctx, input)
  const items = await findListable(ctx, input, input.shipmentIds)
  const id = newId()
  const number = newNumber('HL', ctx.now)
  const { warehouseId, carrierId, pickUpFrom, pickUpTo, note } = input
  await ctx.db.run(sql`
    insert into handover_list (tenant_id, id, number, warehouse_id, carrier_id, pick_up_from, pick_up_to, note, state, made_at, made_by)
    values (${ctx.tenant.id}, ${id}, ${number}, ${warehouseId}, ${carrierId}, ${pickUpFrom}, ${pickUpTo}, ${note}, 'open', ${ctx.now},
      ${userIdOf(ctx)}::uuid)`)
  await insertItems(ctx, id, items)
  emit(ctx, 'handover.listed', subjectOf(id), { number, shipments: items.length })
  return id
}

/** Changes when the driver is expected, or the note to him. */
export async function updateHandoverList(
  ctx: Ctx,
  input: { id: string; version?: number | undefined } & { [K in keyof Fields]?: Fields[K] | undefined },
): Promise<void> {
  const { id, version, ...typed } = input
  const list = await lockList(ctx, id, 'change')
  const { pickUpFrom, pickUpTo, note } = list
  const values = { pickUpFrom: pickUpFrom.toISOString(), pickUpTo: pickUpTo.toISOString(), note }
  const record: EditedRecord<typeof values> = { subject: subjectOf(id), version: list.version, values }
  const wanted = {
    ...typed,
    pickUpFrom: typed.pickUpFrom?.toISOString(),
    pickUpTo: typed.pickUpTo?.toISOString(),
  }
  const changed = given(await reconcile(ctx, record, version, wanted))
  const after = { ...values, ...changed }
  if (after.pickUpTo <= after.pickUpFrom) refuseWindow()
  await ctx.db.run(sql`
    update handover_list set pick_up_from = ${after.pickUpFrom}, pick_up_to = ${after.pickUpTo}, note = ${after.note}, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  recordChange(ctx, record, after)
  emit(ctx, 'handover.changed', record.subject, { fields: Object.keys(changed) })
}

/** Puts more shipments on an open list. */
export async function addToHandoverList(
  ctx: Ctx,
  { id, shipmentIds }: { id: string; shipmentIds: readonly string[] },
): Promise<void> {
  const list = await lockList(ctx, id, 'change')
  await lockPlace(ctx, list)
  const items = await findListable(ctx, list, shipmentIds)
  if (list.shipments + items.length > HANDOVER_ITEMS_MAX)
    throw new Refused('handover.too_many', { max: HANDOVER_ITEMS_MAX }, 422)
  await insertItems(ctx, id, items)
  await raiseVersion(ctx, id)
  emit(ctx, 'handover.items_added', subjectOf(id), { number: list.number, count: items.length })
}

/** Takes shipments off an open list; they can go on another one. */
export async function removeFromHandoverList(
  ctx: Ctx,
  { id, shipmentIds }: { id: string; shipmentIds: readonly string[] },
): Promise<void> {
  const list = await lockList(ctx, id, 'change')
  const removed = await ctx.db.run(sql`
    delete from handover_item where tenant_id = ${ctx.tenant.id} and list_id = ${id} and shipment_id = any(${shipmentIds}::uuid[])`)
  if (removed < new Set(shipmentIds).size) throw new Refused('handover.not_on_list')
  if (removed === list.shipments) throw new Refused('handover.last_one')
  await raiseVersion(ctx, id)
  emit(ctx, 'handover.items_removed', subjectOf(id), { number: list.number, count: removed })
}

/** Who signs for a list has seen what is on it. */
async function raiseVersion(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.run(
    sql`update handover_list set version = version + 1 where tenant_id = ${ctx.tenant.id} and id = ${id}`,
  )
}

/** Nothing is handed over by this list; its shipments can go on another one. */
export async function cancelHandoverList(
  ctx: Ctx,
  { id, reason }: { id: string; reason: string },
): Promise<void> {
  const list = await lockList(ctx, id, 'cancel')
  await ctx.db.run(sql`
    update handover_item set holds = false where tenant_id = ${ctx.tenant.id} and list_id = ${id}`)
  await ctx.db.run(sql`
    update handover_list set state = 'cancelled', ended_at = ${ctx.now}, ended_by = ${userIdOf(ctx)}::uuid, end_reason = ${reason}, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'handover.cancelled', subjectOf(id), { number: list.number, reason })
}

export type LockedList = Place &
  Fields & {
    id: string
    number: string
    state: HandoverState
    request: RequestState
    version: number
    shipments: number
  }

/** The list, locked, if the action is open to it. */
export async function lockList(ctx: Ctx, id: string, action: HandoverAction): Promise<LockedList> {
  const list = await ctx.db.one(
    sql<LockedList>`
    select h.id, h.number, h.warehouse_id as "warehouseId", h.carrier_id as "carrierId", h.pick_up_from as "pickUpFrom", h.pick_up_to as "pickUpTo", h.note,
      h.state, h.request, h.version,
      (select count(*)::int from handover_item i where i.tenant_id = h.tenant_id and i.list_id = h.id) as shipments
    from handover_list h where h.tenant_id = ${ctx.tenant.id} and h.id = ${id} and ${handoverScope(ctx)} for update of h`,
    'handover_list',
  )
  // Whether the carrier may be written to is asked by who writes.
  const refusal = whyNotHandover({ ...list, mode: 'hand', hasEmail: true }, action)
  if (refusal) throw new Refused(refusal)
  return list
}

export const subjectOf = (id: string): Subject => ({ type: 'handover_list', id })

/** What is found to be listable stays so until the commit. */
async function lockPlace(ctx: Ctx, { warehouseId, carrierId }: Place): Promise<void> {
  await ctx.db.run(
    sql`select pg_advisory_xact_lock(hashtextextended(${`handover ${ctx.tenant.id} ${warehouseId} ${carrierId}`}, 0))`,
  )
}

async function refusePlace(ctx: Ctx, input: NewHandover): Promise<void> {
  const { warehouses } = await ctx.db.one(sql<{ warehouses: number }>`
    select count(*)::int as warehouses from warehouse where tenant_id = ${ctx.tenant.id} and id = ${input.warehouseId}`)
  if (warehouses === 0) throw new NotFound('warehouse')
  const carriers = await readCarriers(ctx, [input.carrierId])
  if (!carriers.has(input.carrierId)) throw new NotFound('customer')
  if (input.pickUpTo <= input.pickUpFrom) refuseWindow()
  if ((input.shipmentIds?.length ?? 0) > HANDOVER_ITEMS_MAX)
    throw new Refused('handover.too_many', { max: HANDOVER_ITEMS_MAX }, 422)
}

function refuseWindow(): never {
  throw new Invalid([
    {
      path: 'pickUpTo',
      message: { zh: '须晚于开始时间', en: 'This has to be later than the beginning' },
    },
  ])
}

async function findListable(
  ctx: Ctx,
  place: Place,
  shipmentIds: readonly string[] | undefined,
): Promise<Candidate[]> {
  const wanted = shipmentIds ? sql`s.id = any(${shipmentIds}::uuid[])` : sql`s.carrier_id is not null`
  const found = await ctx.db.all(sql<Candidate>`
    select s.id, s.number, ${listedColumns} from shipment s
    where s.tenant_id = ${ctx.tenant.id} and ${isListable(ctx, place)} and ${wanted}
    order by s.ship_by nulls last, s.id limit ${HANDOVER_ITEMS_MAX}`)
  const missing = (shipmentIds ?? []).filter((id) => !found.some((one) => one.id === id))
  if (missing.length > 0) throw new Refused('handover.not_ready', { numbers: await numbersOf(ctx, missing) })
  if (found.length === 0) throw new Refused('handover.nothing_ready')
  return found
}

const NUMBERS_TOLD = 5

async function numbersOf(ctx: Ctx, ids: readonly string[]): Promise<string> {
  const rows = await ctx.db.all(sql<{ number: string }>`
    select s.number from shipment s where s.tenant_id = ${ctx.tenant.id} and s.id = any(${ids}::uuid[]) and ${shipmentScope(ctx)} order by s.number`)
  // One that is not this person's to see is not told of.
  if (rows.length < ids.length) throw new NotFound('shipment')
  const more = rows.length > NUMBERS_TOLD ? ' …' : ''
  return (
    rows
      .slice(0, NUMBERS_TOLD)
      .map((row) => row.number)
      .join(' ') + more
  )
}

async function insertItems(ctx: Ctx, listId: string, items: readonly Candidate[]): Promise<void> {
  await ctx.db.run(sql`
    insert into handover_item (tenant_id, id, list_id, shipment_id, parcels, units, weight_g)
    select ${ctx.tenant.id}, x.id, ${listId}, x.shipment_id, x.parcels, x.units, x.weight_g
    from unnest(${items.map(() => newId())}::uuid[], ${items.map((i) => i.id)}::uuid[], ${items.map((i) => i.parcels)}::int[],
      ${items.map((i) => i.units)}::bigint[], ${items.map((i) => i.weightG)}::bigint[]) as x (id, shipment_id, parcels, units, weight_g)`)
}
