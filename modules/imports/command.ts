import { existsSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureDefaultClauses } from '#modules/contracts/default-clauses.ts'
import { ensureDefaultScheme } from '#modules/customers/classes.ts'
import { createTenant, findTenant } from '#modules/identity/tenants.ts'
import { ensureDefaultCalendars } from '#modules/scheduling/calendars.ts'
import { localDay } from '#modules/scheduling/calendar.ts'
import { type Tenant, withCtx } from '#platform/ctx.ts'
import type { Database } from '#platform/db.ts'
import { catchUp, systemSeed } from '#platform/dispatcher.ts'
import type { Subscriber } from '#platform/events.ts'
import { analyzeDatabase } from '#platform/migrate.ts'
import { loadHistory } from './load.ts'
import { readOlist } from './olist.ts'
import { type ImportReport, describeReport, newReport, noteRule } from './report.ts'
import {
  SCMS_COLUMNS,
  SCMS_RULES,
  type ScmsLine,
  type ScmsRejection,
  readScmsRow,
  rowsOfOtherCountries,
} from './scms.ts'
import { type ModeCarriers, scmsHistory, scmsShiftDay } from './scms-history.ts'
import { type TableRow, readTable } from './table.ts'
import { daysBetween } from './source-dates.ts'

type Tools = { database: Database; adminUrl: string; subscribers: Subscriber[]; now: Date }

/** `nuoda import SOURCE PATH --tenant SLUG ...`: loads, brings the subscribers up to date, prints what it did. */
export async function runImportCommand(tools: Tools, args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { tenant: { type: 'string' }, 'shift-to-today': { type: 'boolean' }, json: { type: 'boolean' } },
  })
  const [source, path] = positionals
  if ((source !== 'scms' && source !== 'olist') || !path || !values.tenant)
    throw new Error('say: import scms FILE --tenant SLUG, or: import olist DIR --tenant SLUG')
  if (!existsSync(path)) throw new Error(`${path}: there is no such file or directory`)
  const report =
    source === 'scms'
      ? await importScms(tools, { path, slug: values.tenant, shift: values['shift-to-today'] ?? false })
      : await importOlist(tools, { path, slug: values.tenant })
  process.stdout.write(`${values.json ? JSON.stringify(report, null, 2) : describeReport(report)}\n`)
}

/** SCMS deliveries: every row becomes an order line or is listed as rejected. */
export async function importScms(
  tools: Tools,
  { path, slug, shift, carriers }: { path: string; slug: string; shift: boolean; carriers?: ModeCarriers },
): Promise<ImportReport> {
  const report = newReport('scms', slug)
  const lines: ScmsLine[] = []
  const name = basename(path)
  const seen = new Map<string, number>()
  for await (const row of readTable(path, { columns: SCMS_COLUMNS, report, name })) {
    const read = whyNotAgain(row, seen) ?? readScmsRow(row)
    if ('reason' in read) report.rejected.push({ file: name, row: row.rowNo, ...read })
    else lines.push(read)
    if ('rules' in read)
      for (const rule of read.rules) noteRule(report, rule, { meaning: SCMS_RULES[rule], row: row.rowNo })
  }
  for (const { rowNo } of rowsOfOtherCountries(lines))
    noteRule(report, 'country.differs', { meaning: SCMS_RULES['country.differs'], row: rowNo })
  report.read = report.files[name] ?? 0
  if (report.read === 0) throw new Error(`${path}: no rows; is it the SCMS file?`)
  const tenant = await openTenant(tools, { slug, name: slug, currency: 'USD', country: 'US' })
  const today = localDay(tenant.zone, tools.now.getTime())
  const sourceDay = shift ? scmsShiftDay(lines) : null
  report.shiftedDays = sourceDay ? daysBetween(sourceDay, today) : 0
  const history = scmsHistory(lines, {
    zone: tenant.zone,
    shift: sourceDay ? { sourceDay, today, nowMs: tools.now.getTime() } : null,
    carriers,
  })
  await finish(tools, { tenant, history, source: 'scms', report })
  return report
}

/** A line's ID stands once in a file: a second one would count the same delivery twice. */
function whyNotAgain({ rowNo, values }: TableRow, seen: Map<string, number>): ScmsRejection | null {
  const id = values.ID
  if (!id) return null
  const first = seen.get(id)
  if (first !== undefined) return { column: 'ID', value: id, reason: `this ID is in row ${first} already` }
  seen.set(id, rowNo)
  return null
}

/** Olist orders of a directory: every row is taken, counted by a stated rule, or listed as rejected. */
export async function importOlist(
  tools: Tools,
  { path, slug }: { path: string; slug: string },
): Promise<ImportReport> {
  if (!statSync(path).isDirectory()) throw new Error(`${path}: the directory with the Olist files is needed`)
  const report = newReport('olist', slug)
  const tenant = await openTenant(tools, { slug, name: slug, currency: 'BRL', country: 'BR' })
  const history = await readOlist(path, { zone: tenant.zone, report })
  await finish(tools, { tenant, history, source: 'olist', report })
  return report
}

type Finish = {
  tenant: Tenant
  history: ReturnType<typeof scmsHistory>
  source: string
  report: ImportReport
}

async function finish(
  { database, adminUrl, subscribers, now }: Tools,
  { tenant, history, source, report }: Finish,
): Promise<void> {
  await loadHistory({ database, tenant, history, source, report, now })
  await analyzeDatabase(adminUrl)
  await catchUp(database, tenant, subscribers, () => now)
}

/**
 * The company of this slug, made when absent with its defaults. A company made for a file's data counts days in UTC, because the
 * files' times carry no zone.
 */
async function openTenant(
  { database, now }: Tools,
  { slug, name, currency, country }: { slug: string; name: string; currency: string; country: string },
): Promise<Tenant> {
  const known = await findTenant(database, slug)
  const tenant =
    known ?? (await createTenant(database, { slug, name, zone: 'UTC', locale: 'en', currency, country }, now))
  await prepareTenant(database, tenant, now)
  return tenant
}

/** What every company starts with; safe to call again. */
export async function prepareTenant(database: Database, tenant: Tenant, now: Date): Promise<void> {
  await withCtx(database, systemSeed(tenant, 'set-up', now), async (ctx) => {
    await ensureDefaultCalendars(ctx)
    await ensureDefaultScheme(ctx)
    await ensureDefaultClauses(ctx)
  })
}
