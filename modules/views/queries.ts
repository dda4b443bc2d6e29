import type { z } from 'zod'
import { type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import type { ViewRow } from './api.ts'
import { VIEWS_MAX } from './view.ts'

export type View = z.infer<typeof ViewRow>

/**
 * SQL condition: the actor sees the view `v`: his own, one of a team of his, or everybody's. What the company called its views may name what
 * customers and carriers must not know: they see those that come with the product.
 */
export const seen = (ctx: Ctx) => sql<boolean>`(
  v.owner_id = ${ctx.actor.id} or (v.visibility = 'global' and (${isOurs(ctx)} or v.name_en is not null))
  or (v.visibility = 'team' and exists (
    select 1 from team_member m where m.tenant_id = v.tenant_id and m.team_id = v.team_id and m.user_id = ${ctx.actor.id})))`

const isOurs = (ctx: Ctx): boolean => can(ctx.actor, 'activity.read')

/** A view that comes with the product is named in the reader's language, any other as people named it. */
export const shownName = (ctx: Ctx) =>
  ctx.locale === 'en' ? sql<string>`coalesce(v.name_en, v.name)` : sql<string>`v.name`

/** The views a person sees, in their order: of one list, or of all. */
export async function listViews(
  ctx: Ctx,
  { list, id }: { list?: string | undefined; id?: string },
): Promise<View[]> {
  return ctx.db.all(sql<View>`
    select v.id, v.list, ${shownName(ctx)} as name, v.visibility, v.owner_id as "ownerId", o.name as "ownerName",
      case when t.id is null then null else json_build_object('id', t.id, 'name', t.name) end as team,
      v.search, v.layout, d.view_id is not null as "isDefault", v.changed_at as "changedAt", c.name as "changedBy", v.version
    from saved_view v
    left join app_user o on o.tenant_id = v.tenant_id and o.id = v.owner_id
    left join app_user c on c.tenant_id = v.tenant_id and c.id = v.changed_by
    left join team t on t.tenant_id = v.tenant_id and t.id = v.team_id
    left join saved_view_default d on d.tenant_id = v.tenant_id and d.view_id = v.id and d.user_id = ${ctx.actor.id}
    where v.tenant_id = ${ctx.tenant.id} and v.deleted_at is null and ${seen(ctx)}
      and (${list ?? null}::text is null or v.list = ${list ?? null}) and (${id ?? null}::uuid is null or v.id = ${id ?? null}::uuid)
    order by v.list, v.visibility, v.position, v.created_at, v.id limit ${list ? 4 * VIEWS_MAX : 20 * VIEWS_MAX}`)
}

export async function getView(ctx: Ctx, id: string): Promise<View> {
  const [view] = await listViews(ctx, { id })
  if (!view) throw new NotFound('view')
  return view
}

/** A team that is off is shared with no more; what is keeps being so. */
export type OwnTeam = { id: string; name: string; disabledAt: string | null }

/** Teams the actor is in. */
export async function listOwnTeams(ctx: Ctx): Promise<OwnTeam[]> {
  return ctx.db.all(sql<OwnTeam>`
    select t.id, t.name, t.disabled_at as "disabledAt" from team t
    join team_member m on m.tenant_id = t.tenant_id and m.team_id = t.id and m.user_id = ${ctx.actor.id}
    where t.tenant_id = ${ctx.tenant.id} order by t.name limit 200`)
}
