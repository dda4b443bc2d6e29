import type { RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { containing } from '#platform/like.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import { decodeCursor, toPage } from '#platform/paging.ts'
import type { ClauseRow, ContractRow, ContractView } from './api.ts'
import type { Clause } from './clause.ts'
import { clauseJson } from './clauses.ts'
import { contractList } from './contract-list.ts'
import { clauseState } from './contract.ts'
import { visibleContract } from './contracts.ts'

type Contract = z.infer<typeof ContractRow>
type Row = z.infer<typeof ClauseRow>
type StoredRow = Omit<Row, keyof Clause | 'state'> & { clause: Clause }

const CLAUSES_SHOWN_MAX = 500

const clausesOf = (state: RawBuilder<unknown>) => sql`(
  select count(*)::int from clause c where c.tenant_id = k.tenant_id and c.contract_id = k.id and ${state} and c.retired_at is null)`
const published = clausesOf(sql`c.published_at is not null`)
const drafts = clausesOf(sql`c.published_at is null`)

const contractSql: ListSql<typeof contractList> = {
  fields: {
    customerId: sql`k.customer_id`,
    ended: sql`(k.ended_at is not null)`,
    from: sql`k.valid_from`,
    to: sql`k.valid_to`,
    number: sql`k.number`,
    drafts,
  },
  sorts: {
    standard: sql`(k.customer_id is null)`,
    added: sql`k.id`,
    number: sql`k.number`,
    name: sql`k.name`,
    from: sql`k.valid_from`,
    to: sql`k.valid_to`,
    published,
    drafts,
  },
  tie: sql`k.id`,
  tieType: 'uuid',
}

/** Contracts, the default set first, then the newest. */
export async function listContracts(
  ctx: Ctx,
  { search, ...asked }: ListQuestion & { search?: string | undefined },
) {
  const conditions = [sql`k.tenant_id = ${ctx.tenant.id}`, visibleContract(ctx)]
  if (search) {
    const pattern = containing(search)
    conditions.push(sql`(k.number ilike ${pattern} or k.name ilike ${pattern} or p.name ilike ${pattern})`)
  }
  const list = listQuery(ctx, { spec: contractList, sql: contractSql }, asked)
  const page = await readList<Contract>(ctx, list, {
    columns: contractColumns,
    from: contractSource,
    where: sql.join(conditions, sql` and `),
  })
  return page
}

const contractColumns = sql`
  k.id, k.number, k.name, k.customer_id as "customerId", p.shown_name as "customerName", k.valid_from as "validFrom", k.valid_to as "validTo",
  k.ended_at as "endedAt", k.created_at as "createdAt", k.version, ${published} as published, ${drafts} as drafts`
const contractSource = sql`contract k left join party p on p.tenant_id = k.tenant_id and p.id = k.customer_id`

/** A contract with its clauses, all versions. */
export async function getContract(ctx: Ctx, id: string): Promise<z.infer<typeof ContractView>> {
  const contract = await ctx.db.maybe(
    sql<Contract>`select ${contractColumns} from ${contractSource} where k.tenant_id = ${ctx.tenant.id} and k.id = ${id} and ${visibleContract(ctx)}`,
  )
  if (!contract) throw new NotFound('contract')
  const { rows } = await listClauses(ctx, { contractId: id, limit: CLAUSES_SHOWN_MAX })
  return { ...contract, clauses: rows }
}

export type ClauseFilter = {
  limit: number
  cursor?: string | undefined
  id?: string | undefined
  kind?: string | undefined
  state?: string | undefined
  contractId?: string | undefined
  customerId?: string | undefined
  lineId?: string | undefined
  service?: string | undefined
}

/** Versions of clauses, newest first. */
export async function listClauses(
  ctx: Ctx,
  filter: ClauseFilter,
): Promise<{ rows: Row[]; next: string | null }> {
  const [after] = filter.cursor ? decodeCursor(filter.cursor, 1) : [null]
  const conditions = [sql`c.tenant_id = ${ctx.tenant.id}`, visibleContract(ctx)]
  if (after !== null) conditions.push(sql`c.id < ${after}::uuid`)
  if (filter.id) conditions.push(sql`c.id = ${filter.id}::uuid`)
  if (filter.kind) conditions.push(sql`c.kind = ${filter.kind}`)
  if (filter.contractId) conditions.push(sql`c.contract_id = ${filter.contractId}::uuid`)
  if (filter.customerId) conditions.push(sql`k.customer_id = ${filter.customerId}::uuid`)
  if (filter.lineId) conditions.push(sql`c.line_id = ${filter.lineId}::uuid`)
  if (filter.service) conditions.push(sql`c.service = ${filter.service}`)
  if (filter.state) conditions.push(stateCondition(filter.state))
  const rows = await ctx.db.all(sql<StoredRow>`
    select ${clauseJson} as clause, c.note, k.number as "contractNumber", k.name as "contractName", p.shown_name as "customerName", l.name as "calendarName", l.disabled_at is not null as "isCalendarOff",
      c.created_at as "createdAt", u.name as "createdBy", c.published_at as "publishedAt", v.name as "publishedBy", c.retired_at as "retiredAt"
    from clause c join contract k on k.tenant_id = c.tenant_id and k.id = c.contract_id
    left join party p on p.tenant_id = k.tenant_id and p.id = k.customer_id
    left join calendar l on l.tenant_id = c.tenant_id and l.id = c.calendar_id
    left join app_user u on u.tenant_id = c.tenant_id and u.id = c.created_by
    left join app_user v on v.tenant_id = c.tenant_id and v.id = c.published_by
    where ${sql.join(conditions, sql` and `)} order by c.id desc limit ${filter.limit + 1}`)
  const views = rows.map(({ clause, ...row }) => ({
    ...clause,
    exclusions: [...clause.exclusions],
    ...row,
    state: clauseState(row),
  }))
  return toPage(views, filter.limit, (row) => [row.id])
}

export async function getClause(ctx: Ctx, id: string): Promise<Row> {
  const { rows } = await listClauses(ctx, { id, limit: 1 })
  const [row] = rows
  if (!row) throw new NotFound('clause')
  return row
}

function stateCondition(state: string) {
  switch (state) {
    case 'draft':
      return sql`c.published_at is null and c.retired_at is null`
    case 'published':
      return sql`c.published_at is not null and c.retired_at is null`
    case 'retired':
      return sql`c.published_at is not null and c.retired_at is not null`
    default:
      return sql`c.published_at is null and c.retired_at is not null`
  }
}
