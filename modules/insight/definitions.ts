import { type KpiDefinition, rollupDimensions } from './definition.ts'
import { onTimeDefinitions } from './definitions-on-time.ts'
import { supplyDefinitions } from './definitions-supply.ts'

/** Every KPI, in the order of the dashboard. Formulas and cohorts: domain §0 to §4. */
export const definitions = [
  ...onTimeDefinitions,
  ...supplyDefinitions,
] as const satisfies readonly KpiDefinition[]

export type KpiId = (typeof definitions)[number]['id']

const byId = new Map<string, KpiDefinition>(definitions.map((d) => [d.id, d]))
export const findDefinition = (id: string): (KpiDefinition & { id: KpiId }) | undefined =>
  byId.get(id) as (KpiDefinition & { id: KpiId }) | undefined

/** Changes when any definition does, or what sums are kept for: rollups made with another one are made anew. */
export const definitionsStamp = [
  ...definitions.map((d) => `${d.id}:${d.version}`),
  ...rollupDimensions,
  'values',
].join(' ')
