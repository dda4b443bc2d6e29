import type { Ctx } from '#platform/ctx.ts'
import { routes } from '#platform/http.ts'
import { given } from '#platform/given.ts'
import { insightApi } from './api.ts'
import { type Dimension, dimensionKeys } from './definition.ts'
import { exportKpiRows, hasParts } from './exports.ts'
import { type Selection, dimensionsOf } from './kpi-sql.ts'
import { labelsOf } from './labels.ts'
import { otifDefaults } from './otif.ts'
import { checkPeriod, lastYear } from './period.ts'
import { type OwnTarget, listKpiRows, readDashboard, choiceKeys, targetsOf } from './queries.ts'
import { kpiOf, readKpi } from './read-kpi.ts'
import { setKpiTarget, kpiRecordId } from './targets.ts'

export const insightRoutes = routes(insightApi, {
  listKpis: async (ctx, { query }) => {
    const period = { ...lastYear(ctx), ...given({ from: query.from, to: query.to }) }
    checkPeriod(period)
    const board = await readDashboard(ctx, {
      ...period,
      ...(query.dimension ? { dimension: query.dimension, key: bare(query.key ?? '') } : {}),
    })
    const targets = await targetsOf(ctx)
    return {
      asOf: board.asOf,
      ...period,
      kpis: board.kpis.map(({ id, ...rest }) => ({ definition: viewOf(ctx, id, targets), ...rest })),
    }
  },
  listKpiChoices: async (ctx, { params: { dimension } }) => {
    const keys = await choiceKeys(ctx, dimension)
    const labels = await labelsOf(ctx, dimension, keys)
    return { rows: keys.map((key) => ({ key: key === '' ? NONE : key, label: labels.get(key) ?? key })) }
  },
  getKpi: async (ctx, { params, query }) => {
    const question = { id: params.id, by: query.by, ...selectionOf(query) }
    const { groups, ...figure } = await readKpi(ctx, question)
    const shown = groups?.map((g) => ({ ...g, key: g.key === '' ? NONE : g.key }))
    return {
      ...figure,
      ...(shown ? { groups: shown } : {}),
      definition: viewOf(ctx, params.id, await targetsOf(ctx)),
      parts: hasParts(question),
    }
  },
  listKpiRows: (ctx, { params, query }) =>
    listKpiRows(ctx, { id: params.id, limit: query.limit, cursor: query.cursor, ...selectionOf(query) }),
  exportKpi: (ctx, { params, query }) =>
    exportKpiRows(ctx, { id: params.id, format: query.format, ...selectionOf(query) }),
  setKpiTarget: async (ctx, { params, body }) => {
    await setKpiTarget(ctx, { id: params.id, ...body })
    return { done: true } as const
  },
})

/** In a URL: rows without a value. */
const NONE = '-'
const bare = (key: string): string => (key === NONE ? '' : key)

type Query = { from?: string | undefined; to?: string | undefined } & {
  [D in Dimension]?: string | undefined
} & {
  anchor?: 'requested' | 'promised_first' | 'promised_last' | undefined
  level?: 'order' | 'line' | 'unit' | undefined
  early?: number | undefined
  late?: number | undefined
  tolerance?: number | undefined
}

function selectionOf(query: Query): Selection {
  checkPeriod(query)
  const filter: Partial<Record<Dimension, string>> = {}
  for (const name of dimensionKeys) {
    const value = query[name]
    if (value !== undefined) filter[name] = bare(value)
  }
  const { anchor, level, early, late, tolerance } = query
  const otif = {
    ...otifDefaults,
    ...given({ anchor, level, earlyMinutes: early, lateMinutes: late, quantityTolerance: tolerance }),
  }
  return { from: query.from, to: query.to, filter, otif }
}

function viewOf(ctx: Ctx, id: string, targets: Map<string, OwnTarget>) {
  const definition = kpiOf(id)
  const own = targets.get(id)
  return {
    ...definition,
    recordId: kpiRecordId(ctx.tenant.id, id),
    target: own?.target ?? definition.target,
    ownTarget: typeof own?.target === 'number',
    targetVersion: own?.version ?? 0,
    dimensions: dimensionsOf(definition),
  }
}
