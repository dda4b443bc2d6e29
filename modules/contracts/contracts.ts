import { type Ctx, inScope } from '#platform/ctx.ts'
import { type RawBuilder } from 'kysely'
import { sql } from '#platform/db.ts'
import { Forbidden, Invalid, NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, newNumber } from '#platform/ids.ts'
import { reconcile, recordChange } from '#platform/versions.ts'
import { type IntakeParty, intakePartyFragment } from '#modules/customers/parties.ts'
import { whyNotChangeContract, whyNotResume } from './contract.ts'

export type NewContract = {
  name: string
  /** null = a default set, for every customer. */ customerId: string | null
  validFrom: string
  validTo: string | null
}

/** A contract without clauses yet. Who is bound to customers makes contracts of theirs only. Gives its id. */
export async function createContract(ctx: Ctx, contract: NewContract): Promise<string> {
  const { name, customerId, validFrom, validTo } = contract
  refuseInverted(validFrom, validTo)
  if (customerId === null && ctx.actor.scopes.customer) throw new Forbidden('contract.manage')
  if (customerId !== null) await refuseUnknownCustomer(ctx, customerId)
  const id = newId()
  const number = newNumber('K', ctx.now)
  await ctx.db.run(sql`
    insert into contract (tenant_id, id, number, name, customer_id, valid_from, valid_to, created_at)
    values (${ctx.tenant.id}, ${id}, ${number}, ${name}, ${customerId}::uuid, ${validFrom}::date, ${validTo}::date, ${ctx.now})`)
  emit(ctx, 'contract.created', { type: 'contract', id, parentId: customerId }, { number, customerId })
  return id
}

export type ContractChange = {
  name?: string | undefined
  validFrom?: string | undefined
  validTo?: string | null | undefined
}

/** Changes name or dates; whose contract it is never changes. */
export async function updateContract(
  ctx: Ctx,
  { id, version, ...typed }: ContractChange & { id: string; version?: number | undefined },
): Promise<void> {
  const before = await lockContract(ctx, id)
  const refusal = whyNotChangeContract(before)
  if (refusal) throw new Refused(refusal)
  const { name, validFrom, validTo, customerId: parentId } = before
  const record = {
    subject: { type: 'contract', id, parentId },
    version: before.version,
    values: { name, validFrom, validTo },
  }
  const change = await reconcile(ctx, record, version, typed)
  const after = {
    name: change.name ?? before.name,
    validFrom: change.validFrom ?? before.validFrom,
    validTo: change.validTo === undefined ? before.validTo : change.validTo,
  }
  refuseInverted(after.validFrom, after.validTo)
  await ctx.db.run(sql`
    update contract set name = ${after.name}, valid_from = ${after.validFrom}::date, valid_to = ${after.validTo}::date, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  await refuseConflict(ctx, id)
  const fields = (['name', 'validFrom', 'validTo'] as const).filter((f) => after[f] !== before[f])
  recordChange(ctx, record, after)
  emit(ctx, 'contract.changed', record.subject, { fields })
}

/** Ends a contract now: its clauses make no more promises; those made stay. */
export async function endContract(
  ctx: Ctx,
  { id, version, reason }: { id: string; version: number; reason: string },
): Promise<void> {
  const before = await lockContract(ctx, id)
  if (before.version !== version) throw new Refused('request.stale', { version: before.version })
  const refusal = whyNotChangeContract(before)
  if (refusal) throw new Refused(refusal)
  await ctx.db.run(sql`
    update contract set ended_at = ${ctx.now}, version = version + 1 where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'contract.ended', { type: 'contract', id, parentId: before.customerId }, { reason })
}

/** An ended contract runs again: its clauses bind new orders. Refused where another took their place meanwhile. */
export async function resumeContract(
  ctx: Ctx,
  { id, version, reason }: { id: string; version: number; reason: string },
): Promise<void> {
  const before = await lockContract(ctx, id)
  if (before.version !== version) throw new Refused('request.stale', { version: before.version })
  const refusal = whyNotResume(before)
  if (refusal) throw new Refused(refusal)
  await ctx.db.run(sql`
    update contract set ended_at = null, version = version + 1 where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  await refuseConflict(ctx, id)
  emit(ctx, 'contract.resumed', { type: 'contract', id, parentId: before.customerId }, { reason })
}

/** SQL condition on contract `k`: the actor may know of it. The default set is everybody's to read; who sees one carrier's part knows no customers. */
export function visibleContract(ctx: Ctx): RawBuilder<boolean> {
  if (ctx.actor.scopes.carrier) return sql<boolean>`k.customer_id is null`
  return sql<boolean>`(k.customer_id is null or ${inScope(ctx, 'customer', 'k.customer_id')})`
}

export type LockedContract = {
  name: string
  customerId: string | null
  validFrom: string
  validTo: string | null
  endedAt: Date | null
  version: number
}

/**
 * Locks all contracts of the same owner, in one order: two clauses published at once in two contracts of one customer would
 * otherwise not see each other. Only who may see everything changes the default set.
 */
export async function lockContract(ctx: Ctx, id: string, what = 'contract'): Promise<LockedContract> {
  const rows = await ctx.db.all(sql<LockedContract & { id: string }>`
    select k.id, k.name, k.customer_id as "customerId", k.valid_from as "validFrom", k.valid_to as "validTo", k.ended_at as "endedAt", k.version
    from contract k where k.tenant_id = ${ctx.tenant.id} and ${mayChange(ctx)}
      and k.customer_id is not distinct from (select o.customer_id from contract o where o.tenant_id = ${ctx.tenant.id} and o.id = ${id})
    order by k.id for update`)
  const contract = rows.find((r) => r.id === id)
  if (!contract) throw new NotFound(what)
  return contract
}

function mayChange(ctx: Ctx): RawBuilder<boolean> {
  if (Object.keys(ctx.actor.scopes).length === 0) return sql<boolean>`true`
  return sql<boolean>`(k.customer_id is not null and ${visibleContract(ctx)})`
}

/** Refuses when a published clause of this contract and another of the same owner, valid at the same time, have the same conditions. */
export async function refuseConflict(ctx: Ctx, contractId: string): Promise<void> {
  const conflict = await ctx.db.maybe(sql<{ clauseId: string; contractNumber: string; kind: string }>`
    select o.id as "clauseId", ok.number as "contractNumber", o.kind
    from clause c
    join contract k on k.tenant_id = c.tenant_id and k.id = c.contract_id and k.ended_at is null
    join contract ok on ok.tenant_id = k.tenant_id and ok.customer_id is not distinct from k.customer_id and ok.ended_at is null
      and daterange(ok.valid_from, ok.valid_to, '[]') && daterange(k.valid_from, k.valid_to, '[]')
    join clause o on o.tenant_id = ok.tenant_id and o.contract_id = ok.id and o.line_id <> c.line_id
      and o.published_at is not null and o.retired_at is null and o.kind = c.kind and o.urgent is not distinct from c.urgent
      and o.destination is not distinct from c.destination and o.origin is not distinct from c.origin
      and o.service is not distinct from c.service and o.class_key is not distinct from c.class_key
    where c.tenant_id = ${ctx.tenant.id} and c.contract_id = ${contractId} and c.published_at is not null and c.retired_at is null
    limit 1`)
  if (conflict) throw new Refused('clause.equally_specific', conflict)
}

function refuseInverted(validFrom: string, validTo: string | null): void {
  if (validTo !== null && validTo < validFrom) throw new Refused('contract.dates_inverted', {}, 422)
}

async function refuseUnknownCustomer(ctx: Ctx, customerId: string): Promise<void> {
  const { parties } = await ctx.db.one(
    sql<{ parties: IntakeParty[] }>`select ${intakePartyFragment(ctx, [customerId])} as parties`,
  )
  if (parties.length === 0)
    throw new Invalid([
      { path: 'customerId', message: { zh: '所选客户不存在', en: 'There is no such customer' } },
    ])
}
