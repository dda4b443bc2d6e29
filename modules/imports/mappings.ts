import { soleBuyerOf } from '#modules/orders/intake.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { hashOf } from '#platform/ids.ts'
import type { Settings } from './batch.ts'
import { type Constants, type Mapping, guessMapping, plain } from './columns.ts'
import { type ImportKind } from './kind-names.ts'
import { type DuplicatePolicy, fieldOf, kinds } from './kind.ts'

type Headings = { kind: ImportKind; columns: readonly string[] }
type Remembered = {
  fields: Mapping
  constants: Constants
  duplicates: DuplicatePolicy
  userId: string
  name: string
}

/**
 * What a file with these headings is mapped to at first: as the person did it the last time, else as a colleague did, else what headings
 * and cells suggest. Who is bound to a part of the company has no colleagues here: they may be other customers' people.
 */
export async function mappingFor(
  ctx: Ctx,
  { kind, columns, samples, userId }: Headings & { samples: string[][]; userId: string | null },
): Promise<Pick<Settings, 'fields' | 'constants' | 'duplicates' | 'rememberedFrom'>> {
  const known = await ctx.db.maybe(sql<Remembered>`
    select m.fields, m.constants, m.duplicates, m.user_id as "userId", u.name from import_mapping m
    join app_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
    where m.tenant_id = ${ctx.tenant.id} and m.kind = ${kind} and m.headings = ${headingsHash(columns)}
      and (m.user_id = ${userId}::uuid or ${Object.keys(ctx.actor.scopes).length === 0})
    order by m.user_id = ${userId}::uuid desc, m.used_at desc limit 1`)
  const [policy = 'skip'] = kinds[kind].duplicates
  const own = await ownConstants(ctx, kind)
  if (!known)
    return {
      fields: guessMapping(kind, columns, samples),
      constants: own,
      duplicates: policy,
      rememberedFrom: null,
    }
  const isFitting = ([field, column]: [string, string | undefined]) =>
    fieldOf(kind, field) !== undefined && column !== undefined && columns.includes(column)
  return {
    fields: Object.fromEntries(Object.entries(known.fields).filter(isFitting)),
    // What a colleague gave for the whole file is his own; the columns are the file's.
    constants: known.userId === userId ? { ...own, ...known.constants } : own,
    duplicates: kinds[kind].duplicates.includes(known.duplicates) ? known.duplicates : policy,
    rememberedFrom: known.name,
  }
}

/** Whoever orders for one customer alone need not name it. */
async function ownConstants(ctx: Ctx, kind: ImportKind): Promise<Constants> {
  const buyerId = fieldOf(kind, 'customerNumber')?.isConstant ? soleBuyerOf(ctx) : null
  if (buyerId === null) return {}
  const found = await ctx.db.maybe(sql<{ number: string }>`
    select number from party where tenant_id = ${ctx.tenant.id} and id = ${buyerId}`)
  return found ? { customerNumber: found.number } : {}
}

/** Remembers how somebody mapped these headings. */
export async function rememberMapping(
  ctx: Ctx,
  {
    kind,
    columns,
    settings,
    userId,
  }: Headings & { settings: Pick<Settings, 'fields' | 'constants' | 'duplicates'>; userId: string },
): Promise<void> {
  await ctx.db.run(sql`
    insert into import_mapping (tenant_id, kind, headings, user_id, fields, constants, duplicates, used_at)
    values (${ctx.tenant.id}, ${kind}, ${headingsHash(columns)}, ${userId}, ${JSON.stringify(settings.fields)}::jsonb, ${JSON.stringify(settings.constants)}::jsonb,
      ${settings.duplicates}, ${ctx.now})
    on conflict (tenant_id, kind, headings, user_id) do update set fields = excluded.fields, constants = excluded.constants,
      duplicates = excluded.duplicates, used_at = excluded.used_at`)
}

/** The same headings in another order are the same. */
const headingsHash = (columns: readonly string[]): Buffer =>
  hashOf(JSON.stringify(columns.map(plain).toSorted()))
