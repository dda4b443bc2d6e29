import { parseArgs } from 'node:util'
import { createTenant, findTenant } from '#modules/identity/tenants.ts'
import { type Ctx, withCtx } from '#platform/ctx.ts'
import { catchUp, systemSeed } from '#platform/dispatcher.ts'
import type { Subscriber } from '#platform/events.ts'
import type { House } from '#platform/house.ts'
import { kpiUsage } from './command-usage.ts'
import { type Dimension, isDimension } from './definition.ts'
import { definitions } from './definitions.ts'
import { allRows } from './exports.ts'
import type { Figure } from './figure.ts'
import { refreshTenant } from './jobs.ts'
import { type Selection, dimensionsOf, isUuidDimension } from './kpi-sql.ts'
import { type OtifParameters, otifDefaults } from './otif.ts'
import { checkPeriod } from './period.ts'
import type { KpiRow } from './queries.ts'
import { type Group, type KpiResult, readKpi } from './read-kpi.ts'

const GROUPS_MAX = 100_000
const ROWS_MAX = 200_000
const STATEMENT_MS = 120_000

const options = {
  tenant: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  by: { type: 'string' },
  filter: { type: 'string', multiple: true },
  anchor: { type: 'string' },
  level: { type: 'string' },
  early: { type: 'string' },
  late: { type: 'string' },
  tolerance: { type: 'string' },
  rows: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const

/** `nuoda kpi`: brings subscribers and rollups up to date, then reads as the page does. */
export async function runKpiCommand(house: House, args: string[], subscribers: Subscriber[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  if (values.list)
    return print(
      values.json
        ? JSON.stringify(
            definitions.map((d) => ({ ...d, dimensions: dimensionsOf(d) })),
            null,
            2,
          )
        : listText(),
    )
  const [id, ...rest] = positionals
  if (!id || rest.length > 0) throw new Error(`name one KPI, or use --list\n${kpiUsage}`)
  if (!values.tenant) throw new Error('--tenant SLUG is missing')
  if (!definitions.some((d) => d.id === id))
    throw new Error(`no KPI "${id}". There are: ${definitions.map((d) => d.id).join(', ')}`)
  const now = new Date()
  const clock = () => now
  const tenant =
    (await findTenant(house.database, values.tenant)) ??
    (await createTenant(house.database, { slug: values.tenant, name: values.tenant }, now))
  await catchUp(house.database, tenant, subscribers, clock)
  await refreshTenant(house.database, tenant, clock, { force: true })
  const selection = selectionOf(values)
  const seed = { ...systemSeed(tenant, 'command line', now), locale: 'en' as const }
  const read = async (ctx: Ctx) => ({
    result: await readKpi(ctx, { id, by: values.by, groupsMax: GROUPS_MAX, ...selection }),
    rows: values.rows ? await allRows(ctx, { id, ...selection }, ROWS_MAX) : null,
  })
  const { result, rows } = await withCtx(house.database, seed, read, { statementMs: STATEMENT_MS })
  print(values.json ? JSON.stringify(toJson(result, rows), null, 2) : toText(result, rows))
}

const print = (text: string): void => void process.stdout.write(`${text}\n`)

/** Groups have the shape of the whole, by the value of the dimension. */
function toJson({ groups, ...whole }: KpiResult, rows: KpiRow[] | null): object {
  const { id, version, unit, direction, asOf } = whole
  const shaped = groups?.map(({ key, label, ...figure }: Group) => [
    label || key,
    { id, version, unit, direction, ...figure, asOf },
  ])
  return {
    ...whole,
    ...(shaped ? { groups: Object.fromEntries(shaped) } : {}),
    ...(rows ? { rows } : {}),
  }
}

type Values = { [K in keyof typeof options]?: string | string[] | boolean | undefined }

function selectionOf(values: Values): Selection {
  const period = { from: dayOf(values.from, '--from'), to: dayOf(values.to, '--to') }
  checkPeriod(period)
  const filter: Partial<Record<Dimension, string>> = {}
  for (const part of (values.filter as string[] | undefined) ?? []) {
    const [name = '', ...value] = part.split('=')
    if (!isDimension(name)) throw new Error(`--filter: no dimension "${name}"`)
    filter[name] = keyOf(name, value.join('='))
  }
  return { ...period, filter, otif: otifOf(values) }
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function keyOf(name: Dimension, value: string): string {
  if (value === '' || !isUuidDimension(name) || ID.test(value)) return value
  throw new Error(
    `--filter ${name} takes an id, as the address of its page in the web app ends with, or nothing for those without one`,
  )
}

function dayOf(value: unknown, name: string): string | undefined {
  if (value === undefined) return undefined
  const day = String(value)
  if (
    /^\d{4}-\d{2}-\d{2}$/.test(day) &&
    !Number.isNaN(Date.parse(day)) &&
    new Date(day).toISOString().startsWith(day)
  )
    return day
  throw new Error(`${name} takes a day such as 2026-03-31`)
}

function otifOf(values: Values): OtifParameters {
  const number = (name: 'early' | 'late' | 'tolerance', fallback: number | null) => {
    if (values[name] === undefined) return fallback
    const value = Number(values[name])
    if (!Number.isFinite(value) || value < 0 || (name === 'tolerance' && value > 1))
      throw new Error(`--${name} takes a number ${name === 'tolerance' ? 'from 0 to 1' : 'of minutes'}`)
    return value
  }
  return {
    anchor: oneOf(
      values.anchor,
      '--anchor',
      ['requested', 'promised_first', 'promised_last'],
      otifDefaults.anchor,
    ),
    level: oneOf(values.level, '--level', ['order', 'line', 'unit'], otifDefaults.level),
    earlyMinutes: number('early', null),
    lateMinutes: number('late', 0) ?? 0,
    quantityTolerance: number('tolerance', 0) ?? 0,
  }
}

function oneOf<const T extends string>(value: unknown, name: string, allowed: readonly T[], fallback: T): T {
  if (value === undefined) return fallback
  const found = allowed.find((a) => a === value)
  if (!found) throw new Error(`${name} takes one of ${allowed.join(', ')}`)
  return found
}

const listText = (): string =>
  definitions
    .map((d) => `${d.id.padEnd(28)} v${d.version}  ${d.unit.padEnd(6)} ${d.direction.padEnd(7)} ${d.name.en}`)
    .join('\n')

function toText({ id, version, asOf, groups, ...figure }: KpiResult, rows: KpiRow[] | null): string {
  const lines = [
    `${id} v${version}, as of ${asOf}`,
    figureText('all', figure),
    ...(groups ?? []).map((g: Group) => figureText(g.label, g)),
  ]
  if (figure.stats)
    lines.push(
      Object.entries(figure.stats)
        .map(([name, value]) => `${name} ${value === null ? '-' : shown(value)}`)
        .join('  '),
    )
  for (const r of rows ?? [])
    lines.push(
      [
        r.day,
        r.orderNumber,
        r.line ?? '',
        r.customer,
        r.dueAt ?? '',
        r.doneAt ?? 'open',
        r.numerator,
        r.denominator,
      ].join('\t'),
    )
  return lines.join('\n')
}

function figureText(name: string, f: Figure): string {
  const value = f.value === null ? 'no data' : shown(f.value)
  const interval = f.low === null || f.high === null ? '' : ` [${shown(f.low)}, ${shown(f.high)}]`
  return `${name.padEnd(30)} ${value.padStart(12)}${interval}  = ${f.numerator === null ? '-' : shown(f.numerator)} / ${f.denominator === null ? '-' : shown(f.denominator)}, n ${f.n}`
}

const shown = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(6))
