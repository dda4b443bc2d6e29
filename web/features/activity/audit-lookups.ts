import { activityApi } from '#modules/activity/api.ts'
import { identityApi } from '#modules/identity/api.ts'
import { searchApi } from '#modules/search/api.ts'
import { subjectName } from '#modules/subject-names.ts'
import { findUsers } from '#web/features/shipments/lookups.tsx'
import { call } from '#web/lib/api.ts'
import { getLocale } from '#web/lib/i18n.ts'
import type { RecordLookup } from '#web/ui/list-conditions.ts'
import type { Found } from '#web/ui/list-types.ts'

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

export const personLookup: RecordLookup = {
  find: findUsers,
  nameOf: async (id) => (await call(identityApi.getUser, { params: { id } })).name,
}

/** A record by what people know it by, or by the link of its page. */
export const subjectLookup: RecordLookup = { find: findSubjects, nameOf: nameOfSubject }

async function findSubjects(typed: string): Promise<Found[]> {
  const id = ID.exec(typed)?.[0]?.toLowerCase()
  if (id) return [{ value: id, label: await nameOfSubject(id) }]
  if (typed.trim() === '') return []
  const { rows } = await call(searchApi.search, { query: { q: typed } })
  return rows.map((hit) => ({ value: hit.id, label: labelOf(hit.kind, hit.title) }))
}

/** The log itself says what a record is called. */
async function nameOfSubject(id: string): Promise<string> {
  const { rows } = await call(activityApi.listAudit, { query: { subjectId: id, limit: 20 } })
  const row = rows.find((one) => one.subjectId === id)
  return row ? labelOf(row.subjectType, row.record?.title ?? id.slice(0, 8)) : id
}

const labelOf = (type: string, title: string): string => `${subjectName(type)[getLocale()]} ${title}`
