import type { z } from 'zod'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { containing } from '#platform/like.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import type { CustomerFile, CustomerRow, SiteRow } from './api.ts'
import { CONTACTS_MAX } from './contacts.ts'
import { customerList } from './customer-list.ts'
import { areaName } from './divisions.ts'
import { visibleParty } from './locks.ts'
import { currentClass } from './parties.ts'
import { plain } from './pinyin.ts'
import { maskEmail, maskHandle, maskName, maskPhone, maskStreet } from './privacy.ts'
import { SITES_MAX } from './sites.ts'

type Row = z.infer<typeof CustomerRow>
type File = z.infer<typeof CustomerFile>
type Site = z.infer<typeof SiteRow>

export type CustomerQuestion = ListQuestion & { search?: string | undefined; archived?: boolean | undefined }

const HISTORY_MAX = 200
// Archived sites and contacts are shown too, so that history stays readable.
const SITES_SHOWN_MAX = 2 * SITES_MAX
const CONTACTS_SHOWN_MAX = 2 * CONTACTS_MAX

const customerSql: ListSql<typeof customerList> = {
  fields: {
    role: (values) => sql`p.roles && ${values}::text[]`,
    class: currentClass,
    hold: (values) => sql.join(values.map(holdCondition), sql` or `),
    kind: sql`p.kind`,
    created: sql`p.created_at`,
    number: sql`p.number`,
    ref: sql`p.external_ref`,
  },
  // Chinese names stand in the order of their sound.
  sorts: {
    added: sql`p.id`,
    created: sql`p.created_at`,
    number: sql`p.number`,
    name: sql`coalesce(nullif(p.pinyin, ''), p.name)`,
    relation: sql`p.relation`,
  },
  tie: sql`p.id`,
  tieType: 'uuid',
}

/** Customers, those who order first, by name. Search finds part of the name, the beginning of pinyin, initials or number, and a phone's last four digits. */
export async function listCustomers(ctx: Ctx, { search, archived, ...asked }: CustomerQuestion) {
  const conditions = [sql`p.tenant_id = ${ctx.tenant.id}`, visibleParty(ctx)]
  conditions.push(archived ? sql`p.archived_at is not null` : sql`p.archived_at is null`)
  if (search) conditions.push(sql`p.id in (${foundBy(ctx, search)})`)
  const page = await readList<Row>(ctx, listQuery(ctx, { spec: customerList, sql: customerSql }, asked), {
    columns: sql`${rowColumns}, coalesce((select jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'placedAt', h.placed_at) order by h.placed_at)
      from party_hold h where h.tenant_id = p.tenant_id and h.party_id = p.id and h.released_at is null), '[]') as holds`,
    from: sql`party p`,
    where: sql.join(conditions, sql` and `),
  })
  return page
}

const rowColumns = sql`
  p.id, p.number, p.shown_name as name, p.kind, p.roles, ${currentClass} as "classKey", p.preferred_channel as "preferredChannel", p.external_ref as "externalRef",
  p.created_at as "createdAt", p.archived_at as "archivedAt"`

/** Each branch has its own index; the ranges spell out "begins with" so that a cached plan can use it too. */
function foundBy(ctx: Ctx, search: string) {
  const tenantId = ctx.tenant.id
  const pattern = containing(search)
  const upper = search.toUpperCase()
  const branches = [
    sql`select s.id from party s where s.tenant_id = ${tenantId} and s.name ilike ${pattern}`,
    sql`select s.id from party s where s.tenant_id = ${tenantId} and s.number ~>=~ ${upper} and s.number ~<~ ${upper + LAST}`,
    sql`select s.id from party s where s.tenant_id = ${tenantId} and s.external_ref = ${search}`,
  ]
  const sound = plain(search)
  if (sound !== '' && /^[\w\s'-]+$/.test(search)) {
    branches.push(
      sql`select s.id from party s where s.tenant_id = ${tenantId} and s.pinyin ~>=~ ${sound} and s.pinyin ~<~ ${sound + LAST}`,
      sql`select s.id from party s where s.tenant_id = ${tenantId} and s.initials ~>=~ ${sound} and s.initials ~<~ ${sound + LAST}`,
    )
  }
  const digits = search.replace(/\D/g, '')
  if (digits.length >= 4)
    branches.push(
      sql`select c.party_id from contact c where c.tenant_id = ${tenantId} and c.phone_tail = ${digits.slice(-4)}`,
    )
  return sql.join(branches, sql` union `)
}

// Sorts after whatever follows a prefix.
const LAST = '\u{10FFFF}'

function holdCondition(hold: string) {
  const open = sql`select 1 from party_hold h where h.tenant_id = p.tenant_id and h.party_id = p.id and h.released_at is null`
  if (hold === 'none') return sql`not exists (${open})`
  return hold === 'any' ? sql`exists (${open})` : sql`exists (${open} and h.kind = ${hold})`
}

/** The whole file of a customer in one statement, personal data masked. */
export async function getCustomer(ctx: Ctx, id: string): Promise<File> {
  const file = await ctx.db.maybe(sql<Omit<File, 'sites'> & { sites: Omit<Site, 'areaName'>[] }>`
    select ${rowColumns}, p.preferred_locale as "preferredLocale", p.note, p.version,
      ${sites} as sites, ${contacts} as contacts, ${classes} as classes, ${holds} as holds, ${promises(ctx)} as promises
    from party p where p.tenant_id = ${ctx.tenant.id} and p.id = ${id} and ${visibleParty(ctx)}`)
  if (!file) throw new NotFound('customer')
  return {
    ...file,
    sites: file.sites.map((s) => ({ ...s, areaName: areaName(s), street: maskStreet(s.street) })),
    contacts: file.contacts.map((c) => ({
      ...c,
      name: maskName(c.name),
      phone: maskPhone(c.phone),
      email: maskEmail(c.email),
      wechat: maskHandle(c.wechat),
    })),
  }
}

const sites = sql`coalesce((select jsonb_agg(to_jsonb(s) order by s."archivedAt" nulls first, s.id) from (
  select s.id, s.name, s.country, s.province, s.city, s.district, s.street, s.postcode, s.calendar_id as "calendarId", s.external_ref as "externalRef",
    s.archived_at as "archivedAt", s.version
  from site s where s.tenant_id = p.tenant_id and s.party_id = p.id order by s.archived_at nulls first, s.id limit ${sql.lit(SITES_SHOWN_MAX)}) s), '[]')`

const contacts = sql`coalesce((select jsonb_agg(to_jsonb(c) order by c."archivedAt" nulls first, c.id) from (
  select c.id, c.site_id as "siteId", c.name, c.phone, c.email, c.wechat, c.position, c.preferred_channel as "preferredChannel",
    c.archived_at as "archivedAt", c.version
  from contact c where c.tenant_id = p.tenant_id and c.party_id = p.id order by c.archived_at nulls first, c.id limit ${sql.lit(CONTACTS_SHOWN_MAX)}) c), '[]')`

const classes = sql`coalesce((select jsonb_agg(to_jsonb(k) order by k."fromAt" desc, k.id desc) from (
  select pc.id, pc.scheme_id as "schemeId", cs.name as "schemeName", pc.class_key as "classKey", pc.from_at as "fromAt", pc.to_at as "toAt", pc.reason, u.name as "setBy"
  from party_class pc join class_scheme cs on cs.tenant_id = pc.tenant_id and cs.id = pc.scheme_id
  left join app_user u on u.tenant_id = pc.tenant_id and u.id = pc.set_by
  where pc.tenant_id = p.tenant_id and pc.party_id = p.id order by pc.from_at desc, pc.id desc limit ${sql.lit(HISTORY_MAX)}) k), '[]')`

const holds = sql`coalesce((select jsonb_agg(to_jsonb(k) order by k."placedAt" desc, k.id desc) from (
  select h.id, h.kind, h.reason, h.placed_at as "placedAt", b.name as "placedBy", h.released_at as "releasedAt", r.name as "releasedBy", h.release_reason as "releaseReason"
  from party_hold h left join app_user b on b.tenant_id = h.tenant_id and b.id = h.placed_by
  left join app_user r on r.tenant_id = h.tenant_id and r.id = h.released_by
  where h.tenant_id = p.tenant_id and h.party_id = p.id order by h.placed_at desc, h.id desc limit ${sql.lit(HISTORY_MAX)}) k), '[]')`

// An open promise is one the watcher looks at.
const promises = (ctx: Ctx) => sql`(
  select jsonb_build_object('open', coalesce(sum(n), 0), 'late', coalesce(sum(late), 0),
    'byKind', coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'open', n, 'late', late) order by kind), '[]'::jsonb))
  from (select m.kind, count(*) as n, count(*) filter (where m.due_at < ${ctx.now}) as late from promise m
    where m.tenant_id = p.tenant_id and m.customer_id = p.id and m.watch_at is not null group by m.kind) k)`
