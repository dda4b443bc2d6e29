import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import type { Subject } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { type Values, isSame, threeWay } from '#platform/merge.ts'

/** A record that is being edited, as it stands in the database and locked. */
export type EditedRecord<T extends object> = {
  subject: Subject
  version: number
  /** The fields that people edit, under the names the operation gives them. */ values: T
  /** How fields with personal data are shown; they are kept and told in no other form. */
  masks?: { [K in keyof T]?: (value: string) => string }
}

/** A field somebody else changed meanwhile, which a save let stand. */
export type MergedField = { field: string; by: string | null; at: string }

/** How a field stands now, as the refusal of a stale save tells it. */
export type Standing = MergedField & { now: unknown; isMasked: boolean }

/** A field that two changed: told to the later of them, who chooses. */
export type Conflict = Standing & { before: unknown; mine: unknown }

type Change = { at: Date; by: string | null; changes: Record<string, { before: unknown; after: unknown }> }
const CHANGES_MAX = 500

/**
 * What to write of a change whose editor has seen version `seen`: fields only the other changed stay as they are now and are
 * told in `ctx.merged`; a field both changed refuses the save with a difference field by field. Without `seen` the last write wins.
 */
export async function reconcile<T extends object, C extends { [K in keyof T]?: T[K] | undefined }>(
  ctx: Ctx,
  record: EditedRecord<T>,
  seen: number | undefined,
  change: C,
): Promise<C> {
  if (seen === undefined || seen === record.version) return change
  const history = seen > record.version ? [] : await changesSince(ctx, record, seen)
  const base = startOf(record, history)
  const { theirs, conflicts } = threeWay(base, record.values as Values, change as Values)
  const { version } = record
  if (conflicts.length > 0 || seen > version) {
    const told = conflicts.map((field) =>
      conflictOf(record, history, { field, base, change: change as Values }),
    )
    const merged = theirs.map((field) => standing(record, history, field))
    throw new Refused('request.stale', { version, conflicts: told, merged })
  }
  ctx.merged.push(...theirs.map((field) => lastOf(history, field)))
  const asTheyStand = Object.fromEntries(
    theirs.filter((field) => field in change).map((field) => [field, (record.values as Values)[field]]),
  )
  return { ...change, ...asTheyStand }
}

/** Remembers what a save changed; the verb has raised the version by one. */
export function recordChange<T extends object>(ctx: Ctx, record: EditedRecord<T>, after: Partial<T>): void {
  const before = record.values as Values
  const changed = Object.entries(after).filter(
    ([field, value]) => value !== undefined && !isSame(before[field], value),
  )
  if (changed.length === 0) return
  const changes = Object.fromEntries(
    changed.map(([field, value]) => [
      field,
      { before: shown(record, field, before[field]), after: shown(record, field, value) },
    ]),
  )
  const { subject, version } = record
  const { kind, id, name } = ctx.actor
  ctx.atCommit.push(sql`
    insert into record_change (tenant_id, subject_id, version, id, subject_type, at, actor_kind, actor_id, actor_name, changes)
    values (${ctx.tenant.id}, ${subject.id}, ${version + 1}, ${newId()}, ${subject.type}, ${ctx.now}, ${kind},
      ${kind === 'system' ? null : id}::uuid, ${name}, ${JSON.stringify(changes)}::jsonb)`)
}

async function changesSince<T extends object>(
  ctx: Ctx,
  { subject }: EditedRecord<T>,
  seen: number,
): Promise<Change[]> {
  return ctx.db.all(sql<Change>`
    select at, actor_name as by, changes from record_change
    where tenant_id = ${ctx.tenant.id} and subject_id = ${subject.id} and version > ${seen} order by version, id limit ${CHANGES_MAX}`)
}

/** The fields as they stood at the version that was seen: the first change since then says what was before it. */
function startOf<T extends object>({ values }: EditedRecord<T>, history: Change[]): Values {
  const earlier = history.toReversed().map(({ changes }) => mapValues(changes, ({ before }) => before))
  return Object.assign({}, values, ...earlier) as Values
}

function conflictOf<T extends object>(
  record: EditedRecord<T>,
  history: Change[],
  { field, base, change }: { field: string; base: Values; change: Values },
): Conflict {
  return {
    ...standing(record, history, field),
    before: base[field] ?? null,
    mine: shown(record, field, change[field]),
  }
}

function standing<T extends object>(record: EditedRecord<T>, history: Change[], field: string): Standing {
  const now = shown(record, field, (record.values as Values)[field])
  return { ...lastOf(history, field), now, isMasked: field in (record.masks ?? {}) }
}

function lastOf(history: Change[], field: string): MergedField {
  const last = history.findLast(({ changes }) => field in changes)
  return { field, by: last?.by ?? null, at: (last?.at ?? new Date(0)).toISOString() }
}

function shown<T extends object>({ masks }: EditedRecord<T>, field: string, value: unknown): unknown {
  const mask = (masks as Record<string, ((value: string) => string) | undefined> | undefined)?.[field]
  return mask && typeof value === 'string' ? mask(value) : (value ?? null)
}

function mapValues<A, B>(record: Record<string, A>, to: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]))
}
