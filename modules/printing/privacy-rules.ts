import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { recordChange } from '#platform/versions.ts'
import './events.ts'
import type { PrivacyRule } from './privacy-rule.ts'
import { privacyRulesId } from './settings.ts'

/** What may be printed in full, by document and carrier. */
export async function listPrivacyRules(ctx: Ctx): Promise<PrivacyRule[]> {
  return ctx.db.all(sql<PrivacyRule>`
    select document, carrier_id as "carrierId", full_parts as "fullParts" from print_privacy_rule
    where tenant_id = ${ctx.tenant.id} order by document, carrier_id nulls first`)
}

/** Puts these rules in place of all before; the audit log keeps both. */
export async function replacePrivacyRules(ctx: Ctx, rules: readonly PrivacyRule[]): Promise<PrivacyRule[]> {
  refuseTwice(rules)
  await refuseUnknownCarriers(ctx, rules)
  const before = await listPrivacyRules(ctx)
  await ctx.db.run(sql`delete from print_privacy_rule where tenant_id = ${ctx.tenant.id}`)
  await ctx.db.run(sql`
    insert into print_privacy_rule (tenant_id, id, document, carrier_id, full_parts)
    select ${ctx.tenant.id}, r.id, r.document, r.carrier_id, array(select jsonb_array_elements_text(r.full_parts))
    from unnest(${rules.map(() => newId())}::uuid[], ${rules.map((r) => r.document)}::text[], ${rules.map((r) => r.carrierId)}::uuid[],
      ${rules.map((r) => JSON.stringify([...new Set(r.fullParts)]))}::jsonb[]) as r (id, document, carrier_id, full_parts)`)
  const after = await listPrivacyRules(ctx)
  const subject = { type: 'print_rules', id: privacyRulesId(ctx.tenant.id) }
  const { changes } = await ctx.db.one(sql<{ changes: number }>`
    select count(*)::int as changes from record_change where tenant_id = ${ctx.tenant.id} and subject_id = ${subject.id}`)
  const [was, is] = [fieldsOf(before), fieldsOf(after)]
  const none = Object.fromEntries(Object.keys(was).map((field) => [field, null]))
  recordChange(ctx, { subject, version: changes, values: was }, { ...none, ...is })
  emit(ctx, 'print_rules.changed', subject, { rules: after.length })
  return after
}

/** Each rule as a field: `rule.waybill`, or `rule.waybill.` and the carrier. */
const fieldsOf = (rules: readonly PrivacyRule[]): Record<string, readonly string[] | null> =>
  Object.fromEntries(
    rules.map(({ document, carrierId, fullParts }) => [
      ['rule', document, carrierId].filter(Boolean).join('.'),
      // A carrier's own rule that lists nothing says so: it outweighs the document's.
      fullParts.length === 0 ? ['none'] : fullParts.toSorted(),
    ]),
  )

function refuseTwice(rules: readonly PrivacyRule[]): void {
  const seen = new Set<string>()
  const problems = rules.flatMap((rule, i) => {
    const key = `${rule.document} ${rule.carrierId ?? ''}`
    if (!seen.has(key)) {
      seen.add(key)
      return []
    }
    const message = {
      zh: '同一单据与承运商只能有一条规则',
      en: 'There is already a rule for this document and carrier',
    }
    return [{ path: `rules[${i}].carrierId`, message }]
  })
  if (problems.length > 0) throw new Invalid(problems)
}

async function refuseUnknownCarriers(ctx: Ctx, rules: readonly PrivacyRule[]): Promise<void> {
  const ids = [...new Set(rules.flatMap((rule) => rule.carrierId ?? []))]
  const found = await ctx.db.all(sql<{ id: string }>`
    select id from party where tenant_id = ${ctx.tenant.id} and id = any(${ids}::uuid[]) and 'carrier' = any(roles)`)
  const known = new Set(found.map((row) => row.id))
  const problems = rules.flatMap((rule, i) =>
    rule.carrierId === null || known.has(rule.carrierId)
      ? []
      : [
          {
            path: `rules[${i}].carrierId`,
            message: { zh: '没有这个承运商', en: 'There is no such carrier' },
          },
        ],
  )
  if (problems.length > 0) throw new Invalid(problems)
}
