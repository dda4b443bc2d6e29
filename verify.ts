import { parseArgs } from 'node:util'
import { type Invariant, inventoryInvariants } from '#modules/inventory/invariants.ts'
import { insightInvariants } from '#modules/insight/invariants.ts'
import { purchasingInvariants } from '#modules/purchasing/invariants.ts'
import { handoverInvariants } from '#modules/handovers/invariants.ts'
import { orderInvariants } from '#modules/orders/invariants.ts'
import { promiseInvariants } from '#modules/promises/invariants.ts'
import { returnInvariants } from '#modules/returns/invariants.ts'
import { shipmentInvariants } from '#modules/shipments/invariants.ts'
import { waveInvariants } from '#modules/waves/invariants.ts'
import { type Tenant, withCtx } from '#platform/ctx.ts'
import type { Database } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'

export const invariants: Invariant[] = [
  ...inventoryInvariants,
  ...purchasingInvariants,
  ...orderInvariants,
  ...waveInvariants,
  ...promiseInvariants,
  ...shipmentInvariants,
  ...handoverInvariants,
  ...returnInvariants,
  ...insightInvariants,
]

const STATEMENT_MS = 600_000

export type Broken = { tenant: string; invariant: string; meaning: string; rows: unknown[] }

/** Asks every invariant of every company and prints what is broken. */
export async function runVerifyCommand(database: Database, args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { tenant: { type: 'string' }, json: { type: 'boolean' } } })
  const all = await listTenants(database, null)
  const tenants = values.tenant ? all.filter((t) => t.slug === values.tenant) : all
  if (values.tenant && tenants.length === 0) throw new Error(`there is no company ${values.tenant}`)
  const broken: Broken[] = []
  for (const tenant of tenants) broken.push(...(await verifyTenant(database, tenant)))
  const summary = { tenants: tenants.length, invariants: invariants.length, broken }
  process.stdout.write(values.json ? `${JSON.stringify(summary, null, 2)}\n` : describe(summary))
  if (broken.length > 0) process.exitCode = 1
}

/** What is broken in one company; nothing when all is well. Reads one snapshot for each question. */
export async function verifyTenant(database: Database, tenant: Tenant): Promise<Broken[]> {
  const broken: Broken[] = []
  for (const invariant of invariants) {
    const rows = await withCtx(
      database,
      systemSeed(tenant, 'verify', new Date()),
      (ctx) => ctx.db.all(invariant.query(ctx)),
      { statementMs: STATEMENT_MS },
    )
    if (rows.length > 0)
      broken.push({ tenant: tenant.slug, invariant: invariant.name, meaning: invariant.describe.en, rows })
  }
  return broken
}

function describe({
  tenants,
  invariants: asked,
  broken,
}: {
  tenants: number
  invariants: number
  broken: Broken[]
}): string {
  const lines = broken.map(
    (b) =>
      `${b.tenant}: ${b.invariant}: ${b.meaning}: ${b.rows.length} rows, first ${JSON.stringify(b.rows[0])}`,
  )
  return `${[...lines, `${tenants} companies, ${asked} invariants, ${broken.length} broken`].join('\n')}\n`
}
