import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { decodeCursor, toPage } from '#platform/paging.ts'
import type { z } from 'zod'
import type { ListedException, ListedReceipt } from './api.ts'
import { iso, shipmentScope } from './queries.ts'

type ExceptionView = z.infer<typeof ListedException>

export type ExceptionFilter = {
  limit: number
  cursor?: string | undefined
  state?: string | undefined
  kind?: string | undefined
  ownerId?: string | undefined
  mine?: string | undefined
  customerId?: string | undefined
  carrierId?: string | undefined
}

const exceptionColumns = sql`
  x.id, x.kind, x.reason, x.liable, case when u.id is not null then jsonb_build_object('id', u.id, 'name', u.name) end as owner, x.state,
  x.opened_at as "openedAt", x.resolved_at as "resolvedAt", x.resolution,
  jsonb_build_object('id', s.id, 'number', s.number, 'waybill', s.waybill, 'status', s.status, 'lastEventAt', ${iso('s.last_event_at')}) as shipment,
  jsonb_build_object('id', c.id, 'name', c.name) as customer, case when k.id is not null then jsonb_build_object('id', k.id, 'name', k.name) end as carrier`
const exceptionJoins = sql`
  join shipment s on s.tenant_id = x.tenant_id and s.id = x.shipment_id
  join party c on c.tenant_id = s.tenant_id and c.id = s.customer_id
  left join party k on k.tenant_id = s.tenant_id and k.id = s.carrier_id
  left join app_user u on u.tenant_id = x.tenant_id and u.id = x.owner_id`

/** Exceptions, the longest open first. */
export async function listExceptions(ctx: Ctx, f: ExceptionFilter) {
  const where = [sql<boolean>`x.tenant_id = ${ctx.tenant.id}`, shipmentScope(ctx)]
  where.push(f.state === 'unresolved' || !f.state ? sql`x.state <> 'resolved'` : sql`x.state = ${f.state}`)
  if (f.kind) where.push(sql`x.kind = ${f.kind}`)
  if (f.ownerId) where.push(sql`x.owner_id = ${f.ownerId}`)
  if (f.mine === 'true') where.push(sql`x.owner_id = ${ctx.actor.id}`)
  if (f.customerId) where.push(sql`s.customer_id = ${f.customerId}`)
  if (f.carrierId) where.push(sql`s.carrier_id = ${f.carrierId}`)
  if (f.cursor) {
    const [at, id] = decodeCursor(f.cursor, 2)
    where.push(sql`(x.opened_at, x.id) > (${at}::timestamptz, ${id}::uuid)`)
  }
  const rows = await ctx.db.all(sql<ExceptionView>`
    select ${exceptionColumns} from shipment_exception x ${exceptionJoins}
    where ${sql.join(where, sql` and `)} order by x.opened_at, x.id limit ${f.limit + 1}`)
  return toPage(rows, f.limit, (row) => [new Date(row.openedAt).toISOString(), row.id])
}

export async function getException(ctx: Ctx, id: string): Promise<ExceptionView> {
  const row = await ctx.db.maybe(sql<ExceptionView>`
    select ${exceptionColumns} from shipment_exception x ${exceptionJoins} where x.tenant_id = ${ctx.tenant.id} and x.id = ${id} and ${shipmentScope(ctx)}`)
  if (!row) throw new NotFound('exception')
  return row
}

type ReceiptRow = z.infer<typeof ListedReceipt>

export type ReceiptFilter = {
  limit: number
  cursor?: string | undefined
  state: 'outstanding' | 'overdue' | 'received'
  customerId?: string | undefined
  carrierId?: string | undefined
}

/** Receipts to chase, the oldest delivery first; with the day promised where a clause names one. */
export async function listReceipts(ctx: Ctx, f: ReceiptFilter) {
  const where = [
    sql<boolean>`r.tenant_id = ${ctx.tenant.id}`,
    shipmentScope(ctx),
    f.state === 'received' ? sql<boolean>`r.received_at is not null` : sql<boolean>`r.received_at is null`,
  ]
  if (f.state === 'overdue') where.push(sql`d.due_at < ${ctx.now}`)
  if (f.customerId) where.push(sql`s.customer_id = ${f.customerId}`)
  if (f.carrierId) where.push(sql`s.carrier_id = ${f.carrierId}`)
  if (f.cursor) where.push(sql`r.id > ${decodeCursor(f.cursor, 1)[0]}::uuid`)
  const rows = await ctx.db.all(sql<ReceiptRow & { id: string }>`
    select r.id, r.sent_at as "sentAt", r.received_at as "receivedAt", d.due_at as "dueAt", r.note, r.file_id is not null as "hasScan",
      jsonb_build_object('id', s.id, 'number', s.number, 'waybill', s.waybill, 'deliveredAt', ${iso('s.delivered_at')}) as shipment,
      jsonb_build_object('id', c.id, 'name', c.name) as customer, case when k.id is not null then jsonb_build_object('id', k.id, 'name', k.name) end as carrier
    from return_receipt r
    join shipment s on s.tenant_id = r.tenant_id and s.id = r.shipment_id
    join party c on c.tenant_id = s.tenant_id and c.id = s.customer_id
    left join party k on k.tenant_id = s.tenant_id and k.id = s.carrier_id
    left join lateral (
      select p.due_at from promise p where p.tenant_id = s.tenant_id and p.order_id = s.order_id and p.kind = 'receipt_back' and p.subject_id = s.id
      order by p.id desc limit 1) d on true
    where ${sql.join(where, sql` and `)} order by r.id limit ${f.limit + 1}`)
  return toPage(rows, f.limit, (row) => [row.id])
}

const CARRIERS_MAX = 500

/** Carriers at work within the actor's scope, for choosing one at the hand-over. */
export async function listCarriers(ctx: Ctx): Promise<{ id: string; number: string; name: string }[]> {
  return ctx.db.all(sql<{ id: string; number: string; name: string }>`
    select p.id, p.number, p.name from party p
    where p.tenant_id = ${ctx.tenant.id} and 'carrier' = any(p.roles) and p.archived_at is null and ${inScope(ctx, 'carrier', 'p.id')}
    order by p.name, p.id limit ${CARRIERS_MAX}`)
}
