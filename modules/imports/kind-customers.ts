import {
  changeContacts,
  changeParties,
  changeSites,
  changedParts,
  dateParties,
  eraseParts,
  restoreParts,
  takenReferences,
} from '#modules/customers/imported.ts'
import { insertContacts } from '#modules/customers/contacts.ts'
import { createParties } from '#modules/customers/parties.ts'
import { insertSites } from '#modules/customers/sites.ts'
import type { Ctx } from '#platform/ctx.ts'
import { newId } from '#platform/ids.ts'
import type { RowProblem } from './batch.ts'
import { instantOf } from './cells.ts'
import { type Group, type RowPlan, judgeCustomers, verdictOf } from './customer-plan.ts'
import { customerKey } from './customer-row.ts'
import { eraseEach } from '#platform/erase-each.ts'
import { given } from '#platform/given.ts'
import type { Applied, KindWork, Setup, WorkRow } from './kind-work.ts'
import { inUse, referenceTaken } from './row-problems.ts'
import { announceOrigin } from './row-reader.ts'
import { workedOn, workedOnSince } from './worked-on.ts'

/** What import_row.before keeps of a customer: what was made, and rows as they were. */
type Before = {
  isNew: boolean
  madeSites: string[]
  madeContacts: string[]
  parties: { id: string; version: number }[]
  sites: { id: string; version: number }[]
  contacts: { id: string; version: number }[]
}

/** Rows of one customer: its properties, and a site and a contact of each row. */
export const customerWork: KindWork = {
  isGrouped: true,
  stepGroups: 150,
  passes: () => 1,
  keyOf: customerKey,
  async check(ctx, setup, { rows }) {
    const groups = await judgeCustomers(ctx, setup, { rows, isLocked: false })
    return groups.flatMap((group) => group.rows.map((plan) => verdictOf(setup, group, plan)))
  },
  apply: applyCustomers,
  undo: (ctx, setup, { rows }) => undoCustomers(ctx, setup, rows),
}

async function applyCustomers(
  ctx: Ctx,
  setup: Setup,
  { rows }: { rows: readonly WorkRow[] },
): Promise<Applied[]> {
  const groups = await judgeCustomers(ctx, setup, { rows, isLocked: true })
  const verdicts = new Map(
    groups.flatMap((group) => group.rows.map((plan) => [plan.rowNo, verdictOf(setup, group, plan)])),
  )
  const isGood = (plan: RowPlan) => ['new', 'changed'].includes(verdicts.get(plan.rowNo)?.outcome ?? '')
  const good = groups
    .map((group) => ({ ...group, rows: group.rows.filter(isGood), id: group.known?.id ?? newId() }))
    .filter((group) => group.rows.length > 0)
  const made = await writeCustomers(ctx, good)
  for (const { id, rows: plans } of good)
    for (const { row } of plans.slice(0, 1))
      announceOrigin(ctx, setup, { type: 'customer', id, origin: row.origin })
  const applied = new Map<number, Applied>()
  good.forEach((group, index) => {
    const before = made[index]
    group.rows.forEach((plan, i) =>
      applied.set(plan.rowNo, {
        rowNo: plan.rowNo,
        outcome: 'imported',
        problems: [],
        resultId: group.id,
        changes: plan.changes,
        ...(i === 0 ? { before } : {}),
      }),
    )
  })
  return rows.map(({ rowNo }): Applied => {
    const done = applied.get(rowNo)
    if (done) return done
    const verdict = verdicts.get(rowNo)
    const outcome =
      verdict?.outcome === 'same' || verdict?.outcome === 'duplicate' ? verdict.outcome : 'rejected'
    return { rowNo, outcome, problems: verdict?.problems ?? [] }
  })
}

type Writing = Group & { id: string }

/** Writes customers; what was made and what was there before, group by group. */
async function writeCustomers(ctx: Ctx, groups: readonly Writing[]): Promise<Before[]> {
  const fresh = groups.filter((group) => !group.known)
  await createParties(
    ctx,
    fresh.map(({ id, party, classKey }) => ({ id, ...party, classKey, isImported: true })),
  )
  await dateParties(
    ctx,
    fresh.flatMap(({ id, rows }) => {
      const at = rows[0]?.row.origin.createdAt
      return at ? [{ id, at: instantOf(at, ctx.tenant.zone) }] : []
    }),
  )
  const changed = groups.filter(({ known, partyFields }) => known && partyFields.length > 0)
  await changeParties(
    ctx,
    changed.map(({ id, party, partyFields }) => ({ id, ...party, fields: partyFields })),
  )
  const plans = groups.flatMap((group) => group.rows.map((plan) => ({ plan, partyId: group.id })))
  const sites = plans.flatMap(({ plan, partyId }) =>
    plan.newSite && plan.row.site ? [{ id: newId(), partyId, ...plan.row.site }] : [],
  )
  const contacts = plans.flatMap(({ plan, partyId }) =>
    plan.newContact && plan.row.contact
      ? [{ id: newId(), partyId, ...given(plan.row.contact), name: plan.row.contact.name }]
      : [],
  )
  await insertSites(ctx, sites)
  await insertContacts(ctx, contacts)
  await changeSites(
    ctx,
    plans.flatMap(({ plan, partyId }) =>
      plan.siteChange ? [{ ...plan.siteChange, partyId, fields: ['street'] }] : [],
    ),
  )
  await changeContacts(
    ctx,
    plans.flatMap(({ plan, partyId }) =>
      plan.contactChange ? [{ ...plan.contactChange.after, partyId, fields: plan.contactChange.fields }] : [],
    ),
  )
  return groups.map((group): Before => ({
    isNew: !group.known,
    madeSites: sites.filter((site) => site.partyId === group.id).map((site) => site.id),
    madeContacts: contacts.filter((contact) => contact.partyId === group.id).map((contact) => contact.id),
    parties:
      group.known && group.partyFields.length > 0 ? [group.known.image as Before['parties'][number]] : [],
    sites: group.rows.flatMap(({ siteChange }) =>
      siteChange ? [siteChange.image as Before['sites'][number]] : [],
    ),
    contacts: group.rows.flatMap(({ contactChange }) =>
      contactChange ? [contactChange.known.image as Before['contacts'][number]] : [],
    ),
  }))
}

/** A customer goes back as a whole: everything the import made or changed of it, or nothing. */
async function undoCustomers(
  ctx: Ctx,
  setup: Setup,
  rows: readonly WorkRow[],
): Promise<Map<number, RowProblem>> {
  const groups = rows.flatMap(({ resultId, before, groupNo }) =>
    resultId && before ? [{ id: resultId, groupNo, ...(before as Before) }] : [],
  )
  const stale = await changedParts(ctx, groups.flatMap(leftAt))
  const taken = await takenReferences(
    ctx,
    groups.flatMap((group) => group.parties),
  )
  const made = groups.filter((group) => group.isNew).map((group) => group.id)
  const touched = await workedOn(ctx, setup, { ids: made, isByVersion: true })
  const why = (group: Made): RowProblem | null => {
    if (leftAt(group).some(({ id }) => stale.has(id))) return inUse
    if (taken.has(group.id)) return referenceTaken
    return touched.has(group.id) ? workedOnSince : null
  }
  const kept = new Map(
    groups.flatMap((group) => {
      const problem = why(group)
      return problem ? [[group.groupNo, problem] as const] : []
    }),
  )
  const free = new Map(
    groups.filter(({ groupNo }) => !kept.has(groupNo)).map((group) => [String(group.groupNo), group]),
  )
  const erased = await eraseEach(ctx, [...free.keys()], async (keys) => {
    const own = keys.flatMap((key) => free.get(key) ?? [])
    await eraseParts(ctx, {
      parties: own.filter((group) => group.isNew).map((group) => group.id),
      sites: own.flatMap((group) => group.madeSites),
      contacts: own.flatMap((group) => group.madeContacts),
    })
    return new Set(keys)
  })
  const restored = [...erased].flatMap((key) => free.get(key) ?? [])
  await restoreParts(ctx, {
    parties: restored.flatMap((group) => group.parties),
    sites: restored.flatMap((group) => group.sites),
    contacts: restored.flatMap((group) => group.contacts),
  })
  return new Map(
    rows
      .filter((row) => !erased.has(String(row.groupNo)))
      .map((row) => [row.rowNo, kept.get(row.groupNo) ?? inUse]),
  )
}

type Made = Before & { id: string; groupNo: number }

/** The rows of a customer that the import made or changed, and the version it left them at. */
const leftAt = ({ id, isNew, madeSites, madeContacts, parties, sites, contacts }: Made) => [
  ...(isNew ? [{ table: 'party' as const, id, version: 1 }] : []),
  ...madeSites.map((made) => ({ table: 'site' as const, id: made, version: 1 })),
  ...madeContacts.map((made) => ({ table: 'contact' as const, id: made, version: 1 })),
  ...parties.map((one) => ({ table: 'party' as const, id: one.id, version: one.version + 1 })),
  ...sites.map((one) => ({ table: 'site' as const, id: one.id, version: one.version + 1 })),
  ...contacts.map((one) => ({ table: 'contact' as const, id: one.id, version: one.version + 1 })),
]
