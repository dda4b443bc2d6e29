import { bulkActions } from './compose-bulk.ts'
import { listSources } from './compose-lists.ts'
import { findDefinition } from '#modules/insight/definitions.ts'
import { searchWords } from '#platform/list-words.ts'
import type { Teller } from '#platform/tellers.ts'

const sourceOf = (name: unknown) => listSources.find((source) => source.name === name)

const listTitle: Teller = (name) => sourceOf(name)?.title ?? null
const bulkTitle: Teller = (key) => bulkActions.get(String(key))?.title ?? null
const kpiName: Teller = (id) => findDefinition(String(id))?.name ?? null

const filters: Teller = (search, { list }, nameOf) => {
  const source = sourceOf(list)
  return source && typeof search === 'string' ? searchWords(source, search, nameOf) : null
}
const target: Teller = (value, { kpiId }) =>
  typeof value === 'number' && findDefinition(String(kpiId))?.unit === 'ratio' ? { share: value } : null

/** What events call by its key and only the whole product can name. */
export const tellers: Readonly<Record<string, Teller>> = {
  'view.list': listTitle,
  'view.search': filters,
  'export.list': listTitle,
  'list.list': listTitle,
  'bulk.action': bulkTitle,
  'kpi.kpiId': kpiName,
  'kpi.target': target,
}
