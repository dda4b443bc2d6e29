import type { RawBuilder } from 'kysely'
import { provinceOf } from '#modules/customers/divisions.ts'
import { refuseCalendars } from '#modules/scheduling/calendars.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import type { Clause } from './clause.ts'
import { whyNotChangeContract, whyNotPublish, whyNotRetire } from './contract.ts'
import { lockContract, refuseConflict } from './contracts.ts'

/** The clause columns of `c` (clause) and `k` (contract) as the JSON that clause.ts works on. */
export const clauseJson = sql`jsonb_build_object(
  'id', c.id, 'lineId', c.line_id, 'version', c.version, 'contractId', c.contract_id, 'customerId', k.customer_id, 'kind', c.kind,
  'urgent', c.urgent, 'destination', c.destination, 'origin', c.origin, 'service', c.service, 'classKey', c.class_key, 'target', c.target,
  'calendarId', c.calendar_id, 'earlyToleranceMinutes', c.early_tolerance_minutes, 'lateToleranceMinutes', c.late_tolerance_minutes,
  'exclusions', c.exclusions)`

/**
 * Scalar sub-select: the clauses in force now for these customers and of the default set, as JSON `Clause[]`.
 * `customerIds` is a list or an SQL expression of type uuid[]. Give `pickClause` the customer when there are several.
 */
export function clausesFragment(
  ctx: Ctx,
  customerIds: readonly string[] | RawBuilder<unknown>,
): RawBuilder<Clause[]> {
  const ids = 'toOperationNode' in customerIds ? customerIds : sql`${customerIds}::uuid[]`
  return sql<Clause[]>`(
    select coalesce(jsonb_agg(${clauseJson}), '[]'::jsonb)
    from contract k join clause c on c.tenant_id = k.tenant_id and c.contract_id = k.id
    where k.tenant_id = ${ctx.tenant.id} and (k.customer_id is null or k.customer_id = any(${ids}))
      and ${isInForce(ctx)})`
}

/** Published, not retired, of a contract that runs today in the company's zone. */
export const isInForce = (ctx: Ctx) => sql<boolean>`
  c.published_at is not null and c.retired_at is null and k.ended_at is null
  and k.valid_from <= (${ctx.now}::timestamptz at time zone ${ctx.tenant.zone})::date
  and (k.valid_to is null or k.valid_to >= (${ctx.now}::timestamptz at time zone ${ctx.tenant.zone})::date)`

/** What people write in a clause; the rest is the system's. */
export type ClauseFields = Omit<Clause, 'id' | 'lineId' | 'version' | 'contractId' | 'customerId'> & {
  note: string
}
export type ClauseVersion = ClauseFields & { id: string; lineId: string; version: number; contractId: string }

/** A new clause, not yet in force. Gives its id. */
export async function draftClause(
  ctx: Ctx,
  { contractId, ...fields }: ClauseFields & { contractId: string },
): Promise<string> {
  const refusal = whyNotChangeContract(await lockContract(ctx, contractId))
  if (refusal) throw new Refused(refusal)
  const draft = { ...fields, contractId, id: newId(), lineId: newId(), version: 1 }
  await saveDraft(ctx, draft, null)
  return draft.id
}

/**
 * Changes a clause: a new version as a draft, whatever state the old one is in; the old one stays in force until the new one is
 * published, an older draft of the line is discarded. `version` is the newest version the caller has seen. Gives the new id.
 */
export async function changeClause(
  ctx: Ctx,
  { id, version, ...typed }: Omit<ClauseFields, 'kind'> & { id: string; version?: number | undefined },
): Promise<string> {
  const { clause, contract } = await lockClause(ctx, id)
  const refusal = whyNotChangeContract(contract)
  if (refusal) throw new Refused(refusal)
  const record = await newestOf(ctx, clause.lineId)
  const fields = await reconcile(ctx, record, version, typed)
  await ctx.db.run(sql`
    update clause set retired_at = ${ctx.now}
    where tenant_id = ${ctx.tenant.id} and line_id = ${clause.lineId} and published_at is null and retired_at is null`)
  const draft = {
    ...fields,
    kind: clause.kind,
    contractId: clause.contractId,
    id: newId(),
    lineId: clause.lineId,
    version: record.version + 1,
  }
  recordChange(ctx, record, fields)
  await saveDraft(ctx, draft, record.values.calendarId)
  return draft.id
}

/** Puts a draft in force, and its predecessor out of it. Refused when another clause has the same conditions. */
export async function publishClause(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const { clause, contract } = await lockClause(ctx, id)
  const refusal = whyNotPublish(clause, contract)
  if (refusal) throw new Refused(refusal)
  const replaced = await ctx.db.maybe(sql<{ id: string; calendarId: string | null }>`
    update clause set retired_at = ${ctx.now}
    where tenant_id = ${ctx.tenant.id} and line_id = ${clause.lineId} and published_at is not null and retired_at is null
    returning id, calendar_id as "calendarId"`)
  // A copy brings the calendar of its original along, which may be off by now.
  await refuseCalendars(ctx, [clause.calendarId], replaced?.calendarId ?? null)
  await ctx.db.run(sql`
    update clause set published_at = ${ctx.now}, published_by = ${actorId(ctx)}::uuid where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  await refuseConflict(ctx, clause.contractId)
  const { lineId, version, kind } = clause
  emit(
    ctx,
    'clause.published',
    { type: 'clause', id, parentId: clause.contractId },
    { lineId, version, kind, replaces: replaced?.id ?? null },
  )
}

/** Takes a clause out of force; promises already made keep their due times. A draft is discarded. */
export async function retireClause(ctx: Ctx, { id, reason }: { id: string; reason: string }): Promise<void> {
  const { clause } = await lockClause(ctx, id)
  const refusal = whyNotRetire(clause)
  if (refusal) throw new Refused(refusal)
  await ctx.db.run(
    sql`update clause set retired_at = ${ctx.now} where tenant_id = ${ctx.tenant.id} and id = ${id}`,
  )
  const { lineId, version, kind } = clause
  emit(
    ctx,
    'clause.retired',
    { type: 'clause', id, parentId: clause.contractId },
    { lineId, version, kind, reason },
  )
}

/** Rows of clause versions, set-based; with `publishedAt` they are in force at once. */
export async function insertClauses(
  ctx: Ctx,
  rows: ClauseVersion[],
  { publishedAt = null }: { publishedAt?: Date | null } = {},
): Promise<void> {
  const documents = rows.map((row) =>
    JSON.stringify({ ...row, target: { ...row.target, at: row.target.at ?? null } }),
  )
  await ctx.db.run(sql`
    insert into clause (tenant_id, id, contract_id, line_id, version, kind, class_key, service, origin, destination, urgent, target, calendar_id,
      early_tolerance_minutes, late_tolerance_minutes, exclusions, note, created_at, created_by, published_at, published_by)
    select ${ctx.tenant.id}, r.id, r."contractId", r."lineId", r.version, r.kind, r."classKey", r.service, r.origin, r.destination, r.urgent, r.target,
      r."calendarId", r."earlyToleranceMinutes", r."lateToleranceMinutes", r.exclusions, r.note, ${ctx.now}, ${actorId(ctx)}::uuid,
      ${publishedAt}::timestamptz, case when ${publishedAt}::timestamptz is null then null else ${actorId(ctx)}::uuid end
    from unnest(${documents}::jsonb[]) as d (doc), jsonb_to_record(d.doc) as r (id uuid, "contractId" uuid, "lineId" uuid, version int, kind text,
      "classKey" text, service text, origin text, destination text, urgent boolean, target jsonb, "calendarId" uuid,
      "earlyToleranceMinutes" int, "lateToleranceMinutes" int, exclusions text[], note text)`)
}

async function saveDraft(ctx: Ctx, draft: ClauseVersion, standing: string | null): Promise<void> {
  refuseNoPlace(draft.destination)
  await refuseCalendars(ctx, [draft.calendarId], standing)
  await insertClauses(ctx, [draft])
  announceDraft(ctx, draft)
}

/** A province that is none would never be met. Elsewhere than in China provinces are free text. */
function refuseNoPlace(destination: string | null): void {
  const province = destination?.startsWith('CN-') ? destination.slice(3) : null
  if (province === null || provinceOf(province)?.code === province) return
  throw new Invalid([
    {
      path: 'destination',
      message: {
        zh: `没有代码为“${province}”的省级行政区，请填两位代码，例如 CN-44（广东省）`,
        en: `No province of China has the code “${province}”. Give its two digits, such as CN-44 (Guangdong)`,
      },
    },
  ])
}

function announceDraft(ctx: Ctx, { id, lineId, version, kind, contractId }: ClauseVersion): void {
  emit(ctx, 'clause.drafted', { type: 'clause', id, parentId: contractId }, { lineId, version, kind })
}

/** The clauses in force of a contract as drafts of another. */
export async function copyClauses(ctx: Ctx, { from, to }: { from: string; to: string }): Promise<void> {
  const found = await ctx.db.all(sql<ClauseFields>`
    select c.kind, ${contentColumns} from clause c
    where c.tenant_id = ${ctx.tenant.id} and c.contract_id = ${from} and c.published_at is not null and c.retired_at is null
    order by c.id limit ${COPIED_MAX}`)
  const drafts = found.map((fields) => ({
    ...fields,
    contractId: to,
    id: newId(),
    lineId: newId(),
    version: 1,
  }))
  if (drafts.length === 0) return
  await insertClauses(ctx, drafts)
  for (const draft of drafts) announceDraft(ctx, draft)
}

const COPIED_MAX = 500

const contentColumns = sql`
  c.class_key as "classKey", c.service, c.origin, c.destination, c.urgent, c.target, c.calendar_id as "calendarId",
  c.early_tolerance_minutes as "earlyToleranceMinutes", c.late_tolerance_minutes as "lateToleranceMinutes", c.exclusions, c.note`

type ClauseContent = Omit<ClauseFields, 'kind'>

/** The newest version of a clause as the record that people edit: each save makes the next. */
async function newestOf(ctx: Ctx, lineId: string): Promise<EditedRecord<ClauseContent>> {
  const { version, ...values } = await ctx.db.one(sql<ClauseContent & { version: number }>`
    select c.version, ${contentColumns} from clause c where c.tenant_id = ${ctx.tenant.id} and c.line_id = ${lineId} order by c.version desc limit 1`)
  return { subject: { type: 'clause', id: lineId }, version, values }
}

type LockedClause = Pick<Clause, 'lineId' | 'version' | 'kind' | 'contractId' | 'calendarId'> & {
  publishedAt: Date | null
  retiredAt: Date | null
}

/** A clause with its contract locked: all changes of one contract's clauses queue there. */
async function lockClause(ctx: Ctx, id: string) {
  const found = await ctx.db.one(
    sql<{ contractId: string }>`
    select contract_id as "contractId" from clause where tenant_id = ${ctx.tenant.id} and id = ${id}`,
    'clause',
  )
  const contract = await lockContract(ctx, found.contractId, 'clause')
  const clause = await ctx.db.one(
    sql<LockedClause>`
    select line_id as "lineId", version, kind, contract_id as "contractId", calendar_id as "calendarId", published_at as "publishedAt", retired_at as "retiredAt"
    from clause where tenant_id = ${ctx.tenant.id} and id = ${id}`,
    'clause',
  )
  return { clause, contract }
}

const actorId = (ctx: Ctx): string | null => (ctx.actor.kind === 'system' ? null : ctx.actor.id)
