import { markShipping } from '#modules/orders/fulfilment.ts'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, newNumber } from '#platform/ids.ts'
import {
  type ShipmentAction,
  type ShipmentState,
  type WorkLine,
  leftToPick,
  scanLine,
  whyNot,
  whyNotPack,
} from './shipment.ts'

export type WorkShipment = {
  id: string
  number: string
  orderId: string
  state: ShipmentState
  version: number
  lines: WorkLine[]
}

/** One shipment with its lines, locked for work on the bench. */
export async function lockForWork(ctx: Ctx, id: string, version?: number): Promise<WorkShipment> {
  const row = await ctx.db.one(
    sql<Omit<WorkShipment, 'lines'>>`
    select s.id, s.number, s.order_id as "orderId", s.state, s.version from shipment s
    where s.tenant_id = ${ctx.tenant.id} and s.id = ${id}
      and ${inScope(ctx, 'warehouse', 's.warehouse_id')} and ${inScope(ctx, 'carrier', 's.carrier_id')} and ${inScope(ctx, 'customer', 's.customer_id')}
    for no key update of s`,
    'shipment',
  )
  if (version !== undefined && version !== row.version) throw new Refused('request.stale')
  const lines = await ctx.db.all(sql<WorkLine>`
    select l.id, p.sku, p.barcode, l.quantity, l.picked, l.packed
    from shipment_line l join product p on p.tenant_id = l.tenant_id and p.id = l.product_id
    where l.tenant_id = ${ctx.tenant.id} and l.shipment_id = ${id} order by p.sku, l.id`)
  return { ...row, lines }
}

function refuse(state: ShipmentState, action: ShipmentAction): void {
  const refusal = whyNot(state, action)
  if (refusal) throw new Refused(refusal)
}

export type PickShipment = {
  id: string
  version?: number | undefined
  /** Codes as scanned, each adding to the line of that product. */
  scans?: { code: string; quantity: number }[] | undefined
  /** Or the picked quantity of a line, as counted. */
  lines?: { lineId: string; picked: number }[] | undefined
}

/** Records what was picked. The first pick tells the order that its goods are on their way out. */
export async function pickShipment(ctx: Ctx, input: PickShipment): Promise<void> {
  const shipment = await lockForWork(ctx, input.id, input.version)
  refuse(shipment.state, 'pick')
  const lines = applyCounts(applyScans(shipment.lines, input.scans ?? []), input.lines ?? [])
  const changed = lines.filter((line, i) => line.picked !== shipment.lines[i]?.picked)
  if (changed.length === 0) return

  if (shipment.state === 'planned') await markShipping(ctx, [shipment.orderId])
  await ctx.db.run(sql`
    update shipment_line l set picked = r.picked from unnest(${changed.map((l) => l.id)}::uuid[], ${changed.map((l) => l.picked)}::bigint[]) as r (id, picked)
    where l.tenant_id = ${ctx.tenant.id} and l.id = r.id`)
  const left = leftToPick(lines)
  await ctx.db.run(sql`
    update shipment set state = 'picking', picked_at = ${left === 0 ? ctx.now : null}::timestamptz, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${shipment.id}`)
  emit(ctx, 'shipment.picked', subjectOf(shipment), {
    quantity: lines.reduce((sum, l) => sum + l.picked, 0),
    left,
  })
}

function applyScans(
  lines: readonly WorkLine[],
  scans: readonly { code: string; quantity: number }[],
): WorkLine[] {
  const picked = lines.map((l) => ({ ...l }))
  for (const { code, quantity } of scans) {
    const result = scanLine(picked, code, quantity)
    if ('problem' in result) throw new Refused(result.problem, { code })
    const line = picked.find((l) => l.id === result.lineId)
    if (line) line.picked += quantity
  }
  return picked
}

function applyCounts(
  lines: readonly WorkLine[],
  counts: readonly { lineId: string; picked: number }[],
): WorkLine[] {
  const wanted = new Map(counts.map((c) => [c.lineId, c.picked]))
  const problems = counts.flatMap(({ lineId, picked }, i) => {
    const line = lines.find((l) => l.id === lineId)
    if (!line)
      return [
        {
          path: `lines[${i}].lineId`,
          message: { zh: '该行不属于此发运', en: 'This line is not on the shipment' },
        },
      ]
    if (picked > line.quantity)
      return [
        {
          path: `lines[${i}].picked`,
          message: { zh: `最多 ${line.quantity}`, en: `At most ${line.quantity}` },
        },
      ]
    return []
  })
  if (problems.length > 0) throw new Invalid(problems)
  return lines.map((l) => ({ ...l, picked: wanted.get(l.id) ?? l.picked }))
}

export type PackShipment = {
  id: string
  version?: number | undefined
  parcels: { weightG?: number | undefined }[]
}

/** Packs what is picked into parcels; each gets a number for its label. */
export async function packShipment(ctx: Ctx, { id, version, parcels }: PackShipment): Promise<void> {
  const shipment = await lockForWork(ctx, id, version)
  const refusal = whyNotPack(shipment.state, shipment.lines)
  if (refusal) throw new Refused(refusal)

  await ctx.db.run(
    sql`update shipment_line set packed = picked where tenant_id = ${ctx.tenant.id} and shipment_id = ${id}`,
  )
  await ctx.db.run(sql`
    insert into parcel (tenant_id, id, shipment_id, number, weight_g)
    select ${ctx.tenant.id}, r.id, ${id}, r.number, r.weight_g
    from unnest(${parcels.map(() => newId())}::uuid[], ${parcels.map(() => newNumber('PC', ctx.now))}::text[], ${parcels.map((p) => p.weightG ?? null)}::bigint[]) as r (id, number, weight_g)`)
  await ctx.db.run(sql`
    update shipment set state = 'packed', packed_at = ${ctx.now}, picked_at = coalesce(picked_at, ${ctx.now}), version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  const quantity = shipment.lines.reduce((sum, l) => sum + l.picked, 0)
  emit(ctx, 'shipment.packed', subjectOf(shipment), {
    parcels: parcels.length,
    quantity,
    short: leftToPick(shipment.lines),
  })
}

/** Opens the parcels again: a mistake was found before the carrier came. */
export async function unpackShipment(
  ctx: Ctx,
  { id, version }: { id: string; version?: number | undefined },
): Promise<void> {
  const shipment = await lockForWork(ctx, id, version)
  refuse(shipment.state, 'unpack')
  await ctx.db.run(
    sql`update shipment_line set packed = 0 where tenant_id = ${ctx.tenant.id} and shipment_id = ${id}`,
  )
  await ctx.db.run(sql`delete from parcel where tenant_id = ${ctx.tenant.id} and shipment_id = ${id}`)
  await ctx.db.run(
    sql`update shipment set state = 'picking', packed_at = null, version = version + 1 where tenant_id = ${ctx.tenant.id} and id = ${id}`,
  )
  emit(ctx, 'shipment.unpacked', subjectOf(shipment), {})
}

const subjectOf = (s: { id: string; orderId: string }) => ({
  type: 'shipment',
  id: s.id,
  parentId: s.orderId,
})
