import { insightApi } from '#modules/insight/api.ts'
import { type Dimension, dimensionKeys, dimensions } from '#modules/insight/definition.ts'
import { call } from '#web/lib/api.ts'
import { type SearchValues, one } from '#web/lib/search.ts'
import type { Filter } from '#web/ui/list-types.ts'

/** What of the URL goes to the server: period, filters, OTIF's parameters. */
const names = ['from', 'to', ...dimensionKeys, 'anchor', 'level', 'early', 'late', 'tolerance'] as const
export type KpiQuery = { [K in (typeof names)[number]]?: string }

export function queryOf(values: SearchValues): KpiQuery {
  return Object.fromEntries(
    names.map((name) => [name, one(values[name])]).filter(([, value]) => value !== undefined),
  ) as KpiQuery
}

/** The query as the operations type it. The server reads numbers from their texts. */
export const asQuery = (query: KpiQuery) => query as Record<string, never>

/** Filters of one KPI by the dimensions it has. Values and their names come from its own groups. */
export function filtersOf(id: string, own: readonly string[]): Filter[] {
  const choices = dimensionKeys
    .filter((name) => own.includes(name))
    .map((name): Filter => ({
      kind: 'lookup',
      name,
      label: dimensions[name],
      find: (search) => findGroups(id, name, search),
      nameOf: (key) => groupName(id, name, key),
    }))
  return [{ kind: 'days', name: 'from', to: 'to', label: { zh: '时间', en: 'Period' } }, ...choices]
}

async function findGroups(
  id: string,
  by: Dimension,
  search: string,
): Promise<{ value: string; label: string }[]> {
  const { groups = [] } = await call(insightApi.getKpi, { params: { id }, query: { by } })
  const wanted = search.trim().toLowerCase()
  return groups
    .filter((g) => g.label.toLowerCase().includes(wanted))
    .map((g) => ({ value: g.key, label: g.label }))
}

async function groupName(id: string, by: Dimension, key: string): Promise<string> {
  const { groups = [] } = await call(insightApi.getKpi, { params: { id }, query: { by, [by]: key } as never })
  return groups[0]?.label ?? key
}
