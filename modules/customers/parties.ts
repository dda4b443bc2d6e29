import type { RawBuilder } from 'kysely'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'

/** What order intake must know of a party. */
export type IntakeParty = {
  id: string
  number: string
  name: string
  roles: string[]
  classKey: string | null
  holds: { kind: string; reason: string }[]
  preferredChannel: string | null
  archived: boolean
}

/**
 * Scalar sub-select: these parties (a list or an SQL expression of type uuid[]) as JSON `IntakeParty[]`, with the class of the
 * default scheme and the open holds. Parties outside the actor's customer scope are left out.
 */
export function intakePartyFragment(
  ctx: Ctx,
  ids: readonly string[] | RawBuilder<unknown>,
): RawBuilder<IntakeParty[]> {
  const wanted = 'toOperationNode' in ids ? ids : sql`${ids}::uuid[]`
  return sql<IntakeParty[]>`(
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', p.id, 'number', p.number, 'name', p.name, 'roles', p.roles, 'preferredChannel', p.preferred_channel,
      'archived', p.archived_at is not null,
      'classKey', ${currentClass},
      'holds', coalesce((select jsonb_agg(jsonb_build_object('kind', h.kind, 'reason', h.reason) order by h.placed_at)
        from party_hold h where h.tenant_id = p.tenant_id and h.party_id = p.id and h.released_at is null), '[]'::jsonb))), '[]'::jsonb)
    from party p where p.tenant_id = ${ctx.tenant.id} and p.id = any(${wanted}) and ${inScope(ctx, 'customer', 'p.id')})`
}

/** The class that party `p` has now in the default scheme, or null. */
export const currentClass = sql<string | null>`(
  select pc.class_key from party_class pc join class_scheme cs on cs.tenant_id = pc.tenant_id and cs.id = pc.scheme_id and cs.is_default
  where pc.tenant_id = p.tenant_id and pc.party_id = p.id and pc.to_at is null limit 1)`
