import { type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import type { Bilingual } from '#platform/text.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { type EditedRecord, recordChange } from '#platform/versions.ts'
import { listOwnTeams, seen, shownName } from './queries.ts'
import { VIEWS_MAX, type Visibility, searchKept, whyNotChange } from './view.ts'

/** What a view shows: the search of the list's URL, and how the list looks. */
export type ViewState = { search: string; layout: Record<string, unknown> }

type LockedView = {
  id: string
  list: string
  name: string
  visibility: Visibility
  ownerId: string | null
  version: number
  search: string
  layout: Record<string, unknown>
  teamId: string | null
}

/** Keeps a list's state under a name, for its maker alone. */
export async function saveView(
  ctx: Ctx,
  { list, name, search, layout }: ViewState & { list: string; name: string },
): Promise<string> {
  mustBePerson(ctx)
  const { mine } = await ctx.db.one(sql<{ mine: number }>`
    select count(*)::int as mine from saved_view
    where tenant_id = ${ctx.tenant.id} and list = ${list} and owner_id = ${ctx.actor.id} and deleted_at is null`)
  if (mine >= VIEWS_MAX) throw new Refused('view.too_many')
  const id = newId()
  await ctx.db.run(sql`
    insert into saved_view (tenant_id, id, list, name, visibility, owner_id, search, layout, position, created_at, changed_at, changed_by)
    values (${ctx.tenant.id}, ${id}, ${list}, ${name}, 'personal', ${ctx.actor.id}, ${searchKept(search)}, ${JSON.stringify(layout)}::jsonb,
      ${mine}, ${ctx.now}, ${ctx.now}, ${ctx.actor.id})`)
  emit(ctx, 'view.saved', { type: 'view', id }, { list, name })
  return id
}

/** A view everybody of the company has from the start. */
export async function saveCompanyView(
  ctx: Ctx,
  { list, name, search, position }: { list: string; name: Bilingual; search: string; position: number },
): Promise<void> {
  await ctx.db.run(sql`
    insert into saved_view (tenant_id, id, list, name, name_en, visibility, search, position, created_at, changed_at)
    values (${ctx.tenant.id}, ${newId()}, ${list}, ${name.zh}, ${name.en}, 'global', ${searchKept(search)}, ${position}, ${ctx.now}, ${ctx.now})`)
}

export async function changeView(
  ctx: Ctx,
  asked: { id: string; version: number; name?: string | undefined } & {
    [K in keyof ViewState]?: ViewState[K] | undefined
  },
): Promise<void> {
  const view = await lockOwn(ctx, asked.id)
  // The name as it was shown is no new one: it would stand in both languages.
  const change = asked.name === view.name ? { ...asked, name: undefined } : asked
  if (view.version !== change.version) throw new Refused('request.stale', { version: view.version })
  const layout = change.layout === undefined ? null : JSON.stringify(change.layout)
  const { name, search, layout: shape } = view
  const record = recordOf<{ name?: string; search?: string; layout?: object }>(view, {
    name,
    search,
    layout: shape,
  })
  await ctx.db.run(sql`
    update saved_view set name = coalesce(${change.name ?? null}::text, name), name_en = case when ${change.name === undefined} then name_en end,
      search = coalesce(${change.search === undefined ? null : searchKept(change.search)}::text, search),
      layout = coalesce(${layout}::jsonb, layout), changed_at = ${ctx.now}, changed_by = ${ctx.actor.id}, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${view.id}`)
  recordChange(ctx, record, {
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.search === undefined ? {} : { search: searchKept(change.search) }),
    ...(change.layout === undefined ? {} : { layout: change.layout }),
  })
  const fields = (['name', 'search', 'layout'] as const).filter((field) => change[field] !== undefined)
  emit(ctx, 'view.changed', { type: 'view', id: view.id }, { list: view.list, fields })
}

/** Says who sees a view. Nobody shares what he may not change, and only with a team he is in. */
export async function shareView(
  ctx: Ctx,
  { id, visibility, teamId }: { id: string; visibility: Visibility; teamId: string | null },
): Promise<void> {
  const view = await lockOwn(ctx, id)
  if (visibility === 'personal' && view.ownerId !== ctx.actor.id) throw new Refused('view.not_yours')
  const team = visibility === 'team' ? (await listOwnTeams(ctx)).find((own) => own.id === teamId) : null
  if (team === undefined) throw new Refused('view.not_your_team', {}, 422)
  if (team?.disabledAt && team.id !== view.teamId) throw new Refused('team.disabled', {}, 422)
  if (visibility === 'global') await refuseTooManyShared(ctx, view)
  await ctx.db.run(sql`
    update saved_view set visibility = ${visibility}, team_id = ${team?.id ?? null}::uuid, changed_at = ${ctx.now}, changed_by = ${ctx.actor.id}, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  const { visibility: was, teamId: wasOf } = view
  recordChange(ctx, recordOf(view, { visibility: was as string, teamId: wasOf }), {
    visibility,
    teamId: team?.id ?? null,
  })
  emit(ctx, 'view.shared', { type: 'view', id }, { list: view.list, name: view.name, visibility })
}

async function refuseTooManyShared(ctx: Ctx, view: LockedView): Promise<void> {
  const { shared } = await ctx.db.one(sql<{ shared: number }>`
    select count(*)::int as shared from saved_view
    where tenant_id = ${ctx.tenant.id} and list = ${view.list} and visibility = 'global' and id <> ${view.id} and deleted_at is null`)
  if (shared >= VIEWS_MAX) throw new Refused('view.too_many')
}

/** Takes a view away; it can be brought back. */
export async function deleteView(ctx: Ctx, id: string): Promise<void> {
  const view = await lockOwn(ctx, id)
  await ctx.db.run(
    sql`update saved_view set deleted_at = ${ctx.now}, changed_by = ${ctx.actor.id}, version = version + 1 where tenant_id = ${ctx.tenant.id} and id = ${id}`,
  )
  emit(ctx, 'view.deleted', { type: 'view', id }, { list: view.list, name: view.name })
}

export async function restoreView(ctx: Ctx, id: string): Promise<void> {
  const view = await lockOwn(ctx, id, 'deleted')
  await ctx.db.run(
    sql`update saved_view set deleted_at = null, version = version + 1 where tenant_id = ${ctx.tenant.id} and id = ${id}`,
  )
  emit(ctx, 'view.restored', { type: 'view', id }, { list: view.list, name: view.name })
}

/** Puts views in the order given; those the actor may not change stay where they are. */
export async function orderViews(ctx: Ctx, { list, ids }: { list: string; ids: string[] }): Promise<void> {
  await ctx.db.run(sql`
    update saved_view v set position = n.position
    from unnest(${ids}::uuid[]) with ordinality as n (id, position)
    where v.tenant_id = ${ctx.tenant.id} and v.id = n.id and v.list = ${list} and v.deleted_at is null and ${seen(ctx)}
      and (v.owner_id = ${ctx.actor.id} or (v.visibility <> 'personal' and ${can(ctx.actor, 'view.share')}))`)
}

/** The view a person's list opens with; null: all rows. */
export async function setDefaultView(
  ctx: Ctx,
  { list, viewId }: { list: string; viewId: string | null },
): Promise<void> {
  mustBePerson(ctx)
  await ctx.db.run(
    sql`delete from saved_view_default where tenant_id = ${ctx.tenant.id} and user_id = ${ctx.actor.id} and list = ${list}`,
  )
  if (viewId === null) return
  const set = await ctx.db.run(sql`
    insert into saved_view_default (tenant_id, user_id, list, view_id)
    select ${ctx.tenant.id}, ${ctx.actor.id}, ${list}, v.id from saved_view v
    where v.tenant_id = ${ctx.tenant.id} and v.id = ${viewId} and v.list = ${list} and v.deleted_at is null and ${seen(ctx)}`)
  if (set === 0) throw new NotFound('view')
}

const recordOf = <T extends object>({ id, version }: LockedView, values: T): EditedRecord<T> => ({
  subject: { type: 'view', id },
  version,
  values,
})

/** The view, locked, when the actor sees it and may change it. */
async function lockOwn(ctx: Ctx, id: string, which: 'live' | 'deleted' = 'live'): Promise<LockedView> {
  const view = await ctx.db.one(
    sql<LockedView>`
      select v.id, v.list, ${shownName(ctx)} as name, v.visibility, v.owner_id as "ownerId", v.version, v.search, v.layout, v.team_id as "teamId"
      from saved_view v
      where v.tenant_id = ${ctx.tenant.id} and v.id = ${id} and (v.deleted_at is not null) = ${which === 'deleted'} and ${seen(ctx)} for update`,
    'view',
  )
  const refusal = whyNotChange(view, { id: ctx.actor.id, canShare: can(ctx.actor, 'view.share') })
  if (refusal) throw new Refused(refusal)
  return view
}

function mustBePerson(ctx: Ctx): void {
  if (ctx.actor.kind !== 'user') throw new Refused('view.needs_person')
}
