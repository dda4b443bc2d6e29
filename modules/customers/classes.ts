import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { lockParty } from './locks.ts'
import { type PartyClass, defaultScheme, whyNotClassify } from './party.ts'

export type ClassScheme = { id: string; key: string; name: string; classes: PartyClass[]; isDefault: boolean }

const SCHEMES_MAX = 50

/** Makes the scheme A to D a company starts with, where it is missing. */
export async function ensureDefaultScheme(ctx: Ctx): Promise<void> {
  await ctx.db.run(sql`
    insert into class_scheme (tenant_id, id, key, name, classes, is_default)
    values (${ctx.tenant.id}, ${newId()}, ${defaultScheme.key}, ${defaultScheme.name}, ${JSON.stringify(defaultScheme.classes)}::jsonb,
      not exists (select 1 from class_scheme where tenant_id = ${ctx.tenant.id} and is_default))
    on conflict (tenant_id, key) do nothing`)
}

export async function listSchemes(ctx: Ctx): Promise<ClassScheme[]> {
  return ctx.db.all(sql<ClassScheme>`
    select id, key, name, classes, is_default as "isDefault" from class_scheme
    where tenant_id = ${ctx.tenant.id} order by is_default desc, key limit ${SCHEMES_MAX}`)
}

export type Classify = { partyId: string; classKey: string; reason: string; schemeId?: string | undefined }

/** Gives a party a class of a scheme (the default one unless named); the class it had ends now and stays in its history. */
export async function classifyParty(
  ctx: Ctx,
  { partyId, classKey, reason, schemeId }: Classify,
): Promise<void> {
  await lockParty(ctx, partyId, { toChange: true })
  const scheme = await ctx.db.maybe(sql<{
    id: string
    key: string
    classes: PartyClass[]
    current: string | null
  }>`
    select s.id, s.key, s.classes, (select pc.class_key from party_class pc
      where pc.tenant_id = s.tenant_id and pc.party_id = ${partyId} and pc.scheme_id = s.id and pc.to_at is null) as current
    from class_scheme s where s.tenant_id = ${ctx.tenant.id}
      and (s.id = ${schemeId ?? null}::uuid or (${schemeId ?? null}::uuid is null and s.is_default))`)
  if (!scheme) throw new NotFound('class_scheme')
  const refusal = whyNotClassify(scheme, scheme.current, classKey)
  if (refusal) throw new Refused(refusal, { classKey }, refusal === 'customer.class_unknown' ? 422 : 409)
  await ctx.db.run(sql`
    update party_class set to_at = greatest(${ctx.now}, from_at)
    where tenant_id = ${ctx.tenant.id} and party_id = ${partyId} and scheme_id = ${scheme.id} and to_at is null`)
  await insertClasses(ctx, [{ partyId, schemeId: scheme.id, classKey }], reason)
  emit(
    ctx,
    'customer.classified',
    { type: 'customer', id: partyId },
    { scheme: scheme.key, from: scheme.current, to: classKey, reason },
  )
}

/** First classes of new parties, in the default scheme; keys the scheme lacks are refused. */
export async function classifyNewParties(
  ctx: Ctx,
  rows: { partyId: string; classKey: string }[],
  reason: string,
): Promise<void> {
  if (rows.length === 0) return
  const scheme = (await listSchemes(ctx)).find((s) => s.isDefault)
  if (!scheme) throw new NotFound('class_scheme')
  const unknown = rows.find((r) => whyNotClassify(scheme, null, r.classKey))
  if (unknown) throw new Refused('customer.class_unknown', { classKey: unknown.classKey }, 422)
  await insertClasses(
    ctx,
    rows.map((r) => ({ ...r, schemeId: scheme.id })),
    reason,
  )
}

async function insertClasses(
  ctx: Ctx,
  rows: { partyId: string; schemeId: string; classKey: string }[],
  reason: string,
): Promise<void> {
  const setBy = ctx.actor.kind === 'system' ? null : ctx.actor.id
  await ctx.db.run(sql`
    insert into party_class (tenant_id, id, party_id, scheme_id, class_key, from_at, reason, set_by)
    select ${ctx.tenant.id}, r.id, r.party_id, r.scheme_id, r.class_key, ${ctx.now}, ${reason}, ${setBy}::uuid
    from unnest(${rows.map(() => newId())}::uuid[], ${rows.map((r) => r.partyId)}::uuid[], ${rows.map((r) => r.schemeId)}::uuid[],
      ${rows.map((r) => r.classKey)}::text[]) as r (id, party_id, scheme_id, class_key)`)
}
