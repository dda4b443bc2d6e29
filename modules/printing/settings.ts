import { sql } from '#platform/db.ts'
import { namedId } from '#platform/ids.ts'
import type { Related, SettingKind } from '#platform/records.ts'
import type { RawBuilder } from 'kysely'
import { type DocumentKind, documentKinds, printSubjects } from './document.ts'
import { documentNames } from './names.ts'

/** A company has one template of each document, whose changes are versions, and one set of privacy rules. */
export const templateId = (tenantId: string, kind: DocumentKind): string =>
  namedId(tenantId, 'print_template', kind)
export const privacyRulesId = (tenantId: string): string => namedId(tenantId, 'print_rules', 'all')

const RULES = { zh: '面单隐私规则', en: 'Privacy rules' }

export const printingSettings: readonly SettingKind[] = [
  {
    type: 'print_template',
    permission: 'print.manage',
    find: async ({ tenant, locale }, ids) =>
      documentKinds
        .map((kind) => ({
          id: templateId(tenant.id, kind),
          title: documentNames[kind][locale],
          detail: null,
        }))
        .filter(({ id }) => ids.includes(id)),
    uses: ({ tenant: { id: t } }, id) => {
      const kind = documentKinds.find((one) => templateId(t, one) === id)
      return kind ? printedBy(t, sql`p.document = ${kind}`) : []
    },
  },
  {
    type: 'print_rules',
    permission: 'print.manage',
    find: async ({ tenant, locale }, ids) =>
      [{ id: privacyRulesId(tenant.id), title: RULES[locale], detail: null }].filter(({ id }) =>
        ids.includes(id),
      ),
    uses: ({ tenant: { id: t } }) => [
      ['customer', sql`select distinct carrier_id from print_privacy_rule where tenant_id = ${t}`],
      ...printedBy(t, sql`p.full_parts <> '{}'`),
    ],
  },
]

/** Prints looked through for whose document it was; the latest. */
const PRINTS_MAX = 5_000

const printedBy = (tenantId: string, which: RawBuilder<unknown>): Related[] =>
  printSubjects.map((type) => [
    type,
    sql`select x.subject_id from (
        select p.subject_id, p.printed_at from document_print p where p.tenant_id = ${tenantId} and p.subject_type = ${type} and ${which}
        order by p.printed_at desc limit ${PRINTS_MAX}) x
      group by x.subject_id order by max(x.printed_at) desc`,
  ])
