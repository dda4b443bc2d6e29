import type { z } from 'zod'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { containing } from '#platform/like.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import { maskEmail, maskHandle, maskName, maskPhone } from '#modules/customers/privacy.ts'
import type { DelayMatches, CustomerNotice, NoticeRow } from './notice-api.ts'
import { noticeList } from './notice-list.ts'
import { CALLING_MAX, listCalling } from './delay-calling.ts'
import { type DelayReason, type Reachable, addressOn } from './customer-notice.ts'
import { getDelayRule } from './delay-rules.ts'
import { hasTrackingLine } from './tracking-lines.ts'
import { noticeScope } from './customer-notices.ts'

/** `search`: part of the order's number or the subject. */
export type NoticeQuestion = ListQuestion & { search?: string | undefined }
type View = z.infer<typeof NoticeRow>
type Detail = z.infer<typeof CustomerNotice>
type Row = Omit<View, 'customer' | 'contact' | 'dueAt' | 'expectedAt' | 'madeAt' | 'endedAt'> & {
  dueAt: Date | null
  expectedAt: Date | null
  madeAt: Date
  endedAt: Date | null
  customerId: string
  customerName: string
  contact: (Reachable & { name: string }) | null
}

const noticeSql: ListSql<typeof noticeList> = {
  fields: {
    state: sql`n.state`,
    kind: sql`n.kind`,
    reason: sql`n.reason`,
    channel: sql`n.channel`,
    customerId: sql`n.customer_id`,
    orderId: sql`n.order_id`,
    due: sql`n.due_at`,
    made: sql`n.made_at`,
  },
  sorts: { made: sql`n.made_at`, due: sql`n.due_at`, state: sql`n.state` },
  tie: sql`n.id`,
  tieType: 'uuid',
}

const columns = sql`
  n.id, n.order_id as "orderId", o.number as "orderNumber", n.customer_id as "customerId", c.shown_name as "customerName", n.kind, n.reason,
  n.due_at as "dueAt", n.expected_at as "expectedAt", n.late_share as "lateShare", n.cases, n.channel,
  case when k.id is null then null else jsonb_build_object('name', k.name, 'email', k.email, 'phone', k.phone, 'wechat', k.wechat) end as contact,
  n.subject, n.state, n.made_at as "madeAt", m.name as "madeBy", n.ended_at as "endedAt", e.name as "endedBy", n.note`
const from = sql`customer_notice n
  join sales_order o on o.tenant_id = n.tenant_id and o.id = n.order_id
  join party c on c.tenant_id = n.tenant_id and c.id = n.customer_id
  left join contact k on k.tenant_id = n.tenant_id and k.id = n.contact_id
  left join app_user m on m.tenant_id = n.tenant_id and m.id = n.made_by
  left join app_user e on e.tenant_id = n.tenant_id and e.id = n.ended_by`

/** Notices, newest first. */
export async function listNotices(ctx: Ctx, { search, ...asked }: NoticeQuestion) {
  const like = search ? containing(search) : null
  const page = await readList<Row>(ctx, listQuery(ctx, { spec: noticeList, sql: noticeSql }, asked), {
    columns,
    from,
    where: sql`n.tenant_id = ${ctx.tenant.id} and ${noticeScope(ctx)}
      and (${like}::text is null or o.number ilike ${like}::text or n.subject ilike ${like}::text)`,
  })
  return { ...page, rows: page.rows.map(viewOf) }
}

export async function getNotice(ctx: Ctx, id: string): Promise<Detail> {
  const row = await ctx.db.one(
    sql<Row & Pick<Detail, 'locale' | 'body' | 'promises'>>`
    select ${columns}, n.locale, n.body,
      (select coalesce(jsonb_agg(jsonb_build_object('id', p.root_id, 'dueAt', to_char(p.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'lineNo', l.line_no, 'productName', i.name, 'quantity', coalesce(p.quantity, l.quantity)) order by l.line_no), '[]')
        from customer_notice_promise np join promise p on p.tenant_id = np.tenant_id and p.id = np.promise_id
        left join order_line l on l.tenant_id = p.tenant_id and l.id = p.subject_id left join product i on i.tenant_id = l.tenant_id and i.id = l.product_id
        where np.tenant_id = n.tenant_id and np.notice_id = n.id) as promises
    from ${from} where n.tenant_id = ${ctx.tenant.id} and n.id = ${id} and ${noticeScope(ctx)}`,
    'customer_notice',
  )
  const { locale, body, promises } = row
  return { ...viewOf(row), locale, body, hasTrackingLine: hasTrackingLine(row), promises }
}

/** What the rule, or one with another limit of what counts as predicted late, catches in this moment. */
export async function countDelayMatches(
  ctx: Ctx,
  { lateShare }: { lateShare?: number | undefined },
): Promise<z.infer<typeof DelayMatches>> {
  const rows = await listCalling(ctx, lateShare ?? (await getDelayRule(ctx)).lateShare)
  const of = (reason: DelayReason) => rows.filter((row) => row.reason === reason).length
  return {
    promises: rows.length,
    orders: new Set(rows.map((row) => row.orderId)).size,
    reasons: { late: of('late'), moved: of('moved'), at_risk: of('at_risk') },
    isMore: rows.length === CALLING_MAX,
  }
}

/** Notices by id, for bulk actions. */
export async function findNotices(ctx: Ctx, ids: readonly string[]) {
  return ctx.db.all(sql<{ id: string; title: string }>`
    select n.id, n.subject as title from customer_notice n
    where n.tenant_id = ${ctx.tenant.id} and n.id = any(${ids}::uuid[]) and ${noticeScope(ctx)}`)
}

function viewOf(row: Row): View {
  return {
    id: row.id,
    orderId: row.orderId,
    orderNumber: row.orderNumber,
    customer: {
      id: row.customerId,
      name: row.customerName,
    },
    kind: row.kind,
    reason: row.reason,
    dueAt: row.dueAt?.toISOString() ?? null,
    expectedAt: row.expectedAt?.toISOString() ?? null,
    lateShare: row.lateShare,
    cases: row.cases,
    channel: row.channel,
    contact: row.contact && {
      name: maskName(row.contact.name),
      address: maskedAddress(row.channel, row.contact),
      hasEmail: row.contact.email !== '',
    },
    subject: row.subject,
    state: row.state,
    madeAt: row.madeAt.toISOString(),
    madeBy: row.madeBy,
    endedAt: row.endedAt?.toISOString() ?? null,
    endedBy: row.endedBy,
    note: row.note,
  }
}

function maskedAddress(channel: View['channel'], contact: Reachable): string {
  const address = addressOn(channel, contact)
  if (channel === 'email') return maskEmail(address)
  return channel === 'wechat' ? maskHandle(address) : maskPhone(address)
}
