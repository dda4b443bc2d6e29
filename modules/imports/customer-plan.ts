import {
  type KnownContact,
  type KnownParty,
  type PartyValues,
  knownParties,
} from '#modules/customers/imported.ts'
import { listSchemes } from '#modules/customers/classes.ts'
import type { Ctx } from '#platform/ctx.ts'
import type { Change, RowProblem } from './batch.ts'
import {
  type CustomerRow,
  FRESH_PARTY,
  addressText,
  checkCustomer,
  customerReader,
  partyOf,
  shownContact,
  shownParty,
} from './customer-row.ts'
import type { Setup, Verdict, WorkRow } from './kind-work.ts'
import { existsAlready } from './row-problems.ts'
import { updated, verdictOnExisting } from './update-rule.ts'

/** What a row does to its customer. */
export type RowPlan = {
  row: CustomerRow
  rowNo: number
  changes: Change[]
  newSite: boolean
  siteChange: KnownParty['sites'][number] | null
  newContact: boolean
  contactChange: { known: KnownContact; after: Omit<KnownContact, 'image'>; fields: string[] } | null
}
/** The rows of one customer, judged. */
export type Group = {
  groupNo: number
  known: KnownParty | null
  party: PartyValues
  partyFields: string[]
  classKey: string | undefined
  rows: RowPlan[]
}
type Judging = { rows: readonly WorkRow[]; isLocked: boolean }

/** What the rows would do to the customers they are about. */
export async function judgeCustomers(ctx: Ctx, setup: Setup, { rows, isLocked }: Judging): Promise<Group[]> {
  const read = customerReader(setup)
  const opened = rows.map((row) => ({ groupNo: row.groupNo, row: read(row) }))
  const texts = (pick: (row: CustomerRow) => string | null | undefined) =>
    opened.flatMap(({ row }) => pick(row) ?? [])
  const known = await knownParties(ctx, {
    numbers: texts((row) => row.number),
    refs: texts((row) => row.party.externalRef),
    names: texts((row) => (row.number || row.party.externalRef ? null : row.party.name)),
    isLocked,
  })
  const classes = new Set(
    (await listSchemes(ctx))
      .filter((scheme) => scheme.isDefault)
      .flatMap((scheme) => scheme.classes.map((one) => one.key)),
  )
  return [...Map.groupBy(opened, (one) => one.groupNo)].map(([groupNo, members]) =>
    judgeGroup(setup, { groupNo, rows: members.map((one) => one.row), known, classes }),
  )
}

type Members = {
  groupNo: number
  rows: CustomerRow[]
  known: readonly KnownParty[]
  classes: ReadonlySet<string>
}

function judgeGroup(setup: Setup, { groupNo, rows, known, classes }: Members): Group {
  const [first] = rows
  if (!first) throw new Error('a group has rows')
  const party = findParty(first, known)
  // The properties are those of the first row: where it is not among these rows, they are as they should be.
  const isWhole = first.open.rowNo === groupNo
  const shared = isWhole ? sharedValues(rows) : {}
  const { after, changes } = updated<PartyValues>(setup, {
    current: party ? partyOf(party) : FRESH_PARTY,
    given: shared,
    empty: isWhole ? { preferredChannel: null, note: null } : {},
    shown: shownParty,
  })
  if (!party && first.open.text('name') === '') first.open.require('name')
  refuseTaken(first, after, { party, known })
  const classKey = first.classKey
  if (classKey !== undefined && !party && !classes.has(classKey))
    first.open.add('classKey', 'customer.class_unknown', {
      zh: `没有等级“${classKey}”，可填 ${[...classes].join('、')}`,
      en: `There is no class “${classKey}”. Give one of ${[...classes].join(', ')}`,
    })
  if (party?.archived && setup.duplicates !== 'skip')
    first.open.add('name', 'customer.archived', {
      zh: '该客户已归档，请先恢复',
      en: 'This customer is archived. Restore it first',
    })
  const plans = rows.map((row, index) => {
    if (row.open.problems.length === 0) checkCustomer(row, after)
    return planRow(setup, {
      row,
      party,
      partyChanges: index === 0 ? changes : [],
      earlier: rows.slice(0, index),
    })
  })
  return {
    groupNo,
    known: party,
    party: after,
    partyFields: changes.map((one) => one.field),
    classKey,
    rows: plans,
  }
}

/** The party a row is about; a number nobody has, and a name several have, are problems. */
function findParty(row: CustomerRow, known: readonly KnownParty[]): KnownParty | null {
  const { number, party, open } = row
  if (number !== undefined) {
    const found = known.find((one) => one.number === number)
    if (!found)
      open.add('number', 'customer.unknown', {
        zh: `没有编号为“${number}”的客户；新客户请留空，由系统编号`,
        en: `No customer has the number “${number}”. Leave it empty for a new one`,
      })
    return found ?? null
  }
  if (party.externalRef) return known.find((one) => one.externalRef === party.externalRef) ?? null
  const named = known.filter((one) => one.name === party.name && !one.archived)
  if (named.length > 1)
    open.add('name', 'customer.ambiguous', {
      zh: `有多个客户名为“${party.name}”，请填客户编号`,
      en: `Several customers are named “${party.name}”. Give the number`,
    })
  return named[0] ?? null
}

/** What the rows of one customer say of it together; they may leave blank what an earlier one says, not say something else. */
function sharedValues(rows: readonly CustomerRow[]): CustomerRow['party'] {
  const shared: Record<string, unknown> = {}
  for (const { party, open } of rows) {
    for (const [field, value] of Object.entries(party)) {
      if (value === undefined) continue
      if (shared[field] === undefined) shared[field] = value
      else if (JSON.stringify(shared[field]) !== JSON.stringify(value))
        open.add(field, 'row.differs', {
          zh: '与同一客户前面的行不一致',
          en: 'Differs from an earlier row of the same customer',
        })
    }
  }
  return shared as CustomerRow['party']
}

function refuseTaken(
  { open }: CustomerRow,
  { externalRef }: PartyValues,
  { party, known }: { party: KnownParty | null; known: readonly KnownParty[] },
): void {
  const owner = externalRef === null ? undefined : known.find((one) => one.externalRef === externalRef)
  if (owner && owner.id !== party?.id)
    open.add('externalRef', 'customer.reference_taken', {
      zh: `外部编号已被客户 ${owner.number} 使用`,
      en: `Customer ${owner.number} has this external reference`,
    })
}

type Planning = {
  row: CustomerRow
  party: KnownParty | null
  partyChanges: Change[]
  earlier: readonly CustomerRow[]
}

function planRow(setup: Setup, { row, party, partyChanges, earlier }: Planning): RowPlan {
  const { site, contact, open } = row
  const changes = [...partyChanges]
  const knownSite = site && party?.sites.find((one) => one.name === site.name)
  const newSite = Boolean(site && !knownSite && !earlier.some((one) => one.site?.name === site.name))
  const isMoved = site && knownSite && addressText(site) !== addressText(knownSite)
  if (site && newSite) changes.push({ field: 'siteName', from: '', to: site.name })
  if (isMoved) changes.push({ field: 'street', from: addressText(knownSite), to: addressText(site) })
  const knownContact = contact && party?.contacts.find((one) => one.name === contact.name)
  const newContact = Boolean(
    contact && !knownContact && !earlier.some((one) => one.contact?.name === contact.name),
  )
  if (contact && newContact) changes.push({ field: 'contactName', from: '', to: contact.name })
  const contactUpdate = knownContact
    ? updated(setup, {
        current: contactOf(knownContact),
        given: contact,
        empty: { phone: '', email: '', wechat: '', position: '' },
        shown: shownContact,
      })
    : null
  changes.push(...(contactUpdate?.changes ?? []))
  return {
    row,
    rowNo: open.rowNo,
    changes,
    newSite,
    siteChange: isMoved ? { ...knownSite, ...site } : null,
    newContact,
    contactChange:
      knownContact && contactUpdate && contactUpdate.changes.length > 0
        ? {
            known: knownContact,
            after: { id: knownContact.id, name: knownContact.name, ...contactUpdate.after },
            fields: contactUpdate.changes.map((one) => one.field),
          }
        : null,
  }
}

const contactOf = ({ phone, email, wechat, position }: KnownContact) => ({ phone, email, wechat, position })

export function verdictOf(setup: Setup, { known, rows }: Group, { row, rowNo, changes }: RowPlan): Verdict {
  const { problems } = row.open
  if (problems.length > 0) return { rowNo, outcome: 'rejected', problems }
  const wrong = rows.find((one) => one.row.open.problems.length > 0)
  if (wrong) return { rowNo, outcome: 'rejected', problems: [otherRow(wrong.rowNo)] }
  if (!known) return { rowNo, outcome: 'new', problems: [] }
  const outcome = verdictOnExisting(setup.duplicates, changes)
  const exists = outcome === 'duplicate' || outcome === 'rejected'
  return { rowNo, outcome, problems: exists ? [existsAlready(setup, 'name', known.name)] : [], changes }
}

const otherRow = (rowNo: number): RowProblem => ({
  column: '',
  field: '',
  code: 'row.other_row',
  message: { zh: `同一客户的第 ${rowNo} 行有误`, en: `Row ${rowNo} of the same customer is not right` },
})
