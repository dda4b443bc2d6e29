import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import type { z } from 'zod'
import type { ListedException } from './exceptions-api.ts'
import type { ListedReceipt } from './delivery-api.ts'
import { fromOutside, iso, seesWork, shipmentScope } from './queries.ts'
import { exceptionList, returnReceiptList } from './shipment-list.ts'

type ExceptionView = z.infer<typeof ListedException>

const exceptionColumns = sql`
  x.id, x.kind, x.reason, x.liable, case when u.id is not null then jsonb_build_object('id', u.id, 'name', u.name) end as owner, x.state,
  x.opened_at as "openedAt", x.resolved_at as "resolvedAt", x.resolution,
  jsonb_build_object('id', s.id, 'number', s.number, 'waybill', s.waybill, 'status', s.status, 'lastEventAt', ${iso('s.last_event_at')}) as shipment,
  jsonb_build_object('id', c.id, 'name', c.shown_name) as customer, case when k.id is not null then jsonb_build_object('id', k.id, 'name', k.shown_name) end as carrier`
const exceptionJoins = sql`
  join shipment s on s.tenant_id = x.tenant_id and s.id = x.shipment_id
  join party c on c.tenant_id = s.tenant_id and c.id = s.customer_id
  left join party k on k.tenant_id = s.tenant_id and k.id = s.carrier_id
  left join app_user u on u.tenant_id = x.tenant_id and u.id = x.owner_id`

const exceptionSql: ListSql<typeof exceptionList> = {
  fields: {
    kind: sql`x.kind`,
    carrierId: sql`s.carrier_id`,
    customerId: sql`s.customer_id`,
    ownerId: sql`x.owner_id`,
    opened: sql`x.opened_at`,
    resolved: sql`x.resolved_at`,
    waybill: sql`s.waybill`,
    status: sql`s.status`,
  },
  sorts: {
    opened: sql`x.opened_at`,
    kind: sql`x.kind`,
    state: sql`x.state`,
    lastEvent: sql`s.last_event_at`,
  },
  tie: sql`x.id`,
  tieType: 'uuid',
}

/** Exceptions, the longest open first. */
export async function listExceptions(
  ctx: Ctx,
  question: ListQuestion & { state: string; mine?: string | undefined },
) {
  const where = [sql`x.tenant_id = ${ctx.tenant.id}`, shipmentScope(ctx)]
  where.push(question.state === 'unresolved' ? sql`x.state <> 'resolved'` : sql`x.state = ${question.state}`)
  if (question.mine === 'true') where.push(sql`x.owner_id = ${ctx.actor.id}`)
  const { state: _, ...asked } = question
  const list = listQuery(ctx, { spec: exceptionList, sql: exceptionSql }, asked)
  const page = await readList<ExceptionView>(ctx, list, {
    columns: exceptionColumns,
    from: sql`shipment_exception x ${exceptionJoins}`,
    where: sql.join(where, sql` and `),
  })
  return seesWork(ctx) ? page : { ...page, rows: page.rows.map(fromOutside) }
}

export async function getException(ctx: Ctx, id: string): Promise<ExceptionView> {
  const row = await ctx.db.maybe(sql<ExceptionView>`
    select ${exceptionColumns} from shipment_exception x ${exceptionJoins} where x.tenant_id = ${ctx.tenant.id} and x.id = ${id} and ${shipmentScope(ctx)}`)
  if (!row) throw new NotFound('exception')
  return row
}

type ReceiptRow = z.infer<typeof ListedReceipt>

const receiptSql: ListSql<typeof returnReceiptList> = {
  fields: {
    carrierId: sql`s.carrier_id`,
    customerId: sql`s.customer_id`,
    due: sql`d.due_at`,
    delivered: sql`s.delivered_at`,
    sent: sql`r.sent_at`,
    received: sql`r.received_at`,
    waybill: sql`s.waybill`,
  },
  sorts: {
    added: sql`r.id`,
    due: sql`d.due_at`,
    delivered: sql`s.delivered_at`,
    received: sql`r.received_at`,
  },
  tie: sql`r.id`,
  tieType: 'uuid',
}
const receiptColumns = sql`
  r.id, r.sent_at as "sentAt", r.received_at as "receivedAt", d.due_at as "dueAt", r.note, r.file_id is not null as "hasScan",
  jsonb_build_object('id', s.id, 'number', s.number, 'waybill', s.waybill, 'deliveredAt', ${iso('s.delivered_at')}) as shipment,
  jsonb_build_object('id', c.id, 'name', c.shown_name) as customer, case when k.id is not null then jsonb_build_object('id', k.id, 'name', k.shown_name) end as carrier`
const receiptSource = sql`
  return_receipt r
  join shipment s on s.tenant_id = r.tenant_id and s.id = r.shipment_id
  join party c on c.tenant_id = s.tenant_id and c.id = s.customer_id
  left join party k on k.tenant_id = s.tenant_id and k.id = s.carrier_id
  left join lateral (
    select p.due_at from promise p where p.tenant_id = s.tenant_id and p.order_id = s.order_id and p.kind = 'receipt_back' and p.subject_id = s.id
    order by p.id desc limit 1) d on true`

/** Receipts to chase, the oldest delivery first; with the day promised where a clause names one. */
export async function listReceipts(
  ctx: Ctx,
  { state, ...question }: ListQuestion & { state: 'outstanding' | 'overdue' | 'received' },
) {
  const where = [
    sql`r.tenant_id = ${ctx.tenant.id}`,
    shipmentScope(ctx),
    state === 'received' ? sql`r.received_at is not null` : sql`r.received_at is null`,
  ]
  if (state === 'overdue') where.push(sql`d.due_at < ${ctx.now}`)
  return readList<ReceiptRow>(ctx, listQuery(ctx, { spec: returnReceiptList, sql: receiptSql }, question), {
    columns: receiptColumns,
    from: receiptSource,
    where: sql.join(where, sql` and `),
  })
}

const CARRIERS_MAX = 500

/** Carriers at work within the actor's scope, for choosing one at the hand-over. */
export async function listCarriers(ctx: Ctx): Promise<{ id: string; number: string; name: string }[]> {
  return ctx.db.all(sql<{ id: string; number: string; name: string }>`
    select p.id, p.number, p.shown_name as name from party p
    where p.tenant_id = ${ctx.tenant.id} and 'carrier' = any(p.roles) and p.archived_at is null and ${inScope(ctx, 'carrier', 'p.id')}
    order by p.name, p.id limit ${CARRIERS_MAX}`)
}
