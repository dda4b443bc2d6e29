import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { world } from '#platform/testing/world.ts'

const w = world()
let admin: pg.Client
beforeAll(async () => {
  admin = new pg.Client({ connectionString: w.adminUrl })
  await admin.connect()
})
afterAll(() => admin.end())

const names = async (text: string): Promise<string[]> =>
  (await admin.query<{ name: string }>(text)).rows.map((r) => r.name)

// Tables that hold no tenant's data; each with its reason.
const WITHOUT_TENANT = [
  'migration' /* which migrations ran */,
  'tenant' /* the registry itself, own policies */,
]

test('every table of a tenant has its tenant first in the primary key', async () => {
  const wrong = await names(`
    select c.relname as name from pg_class c
    left join pg_index i on i.indrelid = c.oid and i.indisprimary
    left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and a.attname is distinct from 'tenant_id'`)
  expect(wrong.toSorted()).toEqual(WITHOUT_TENANT)
})

test('row-level security is enabled and forced on every table of a tenant, with USING and WITH CHECK', async () => {
  const wrong = await names(`
    select c.relname as name from pg_class c
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname <> 'migration'
      and not (c.relrowsecurity and c.relforcerowsecurity and exists (
        select 1 from pg_policy p where p.polrelid = c.oid and (p.polqual is not null) and (p.polwithcheck is not null or c.relname = 'tenant')))`)
  expect(wrong).toEqual([])
})

test('only the listed policies look beyond one tenant', async () => {
  const wide = await names(`
    select tablename || '.' || policyname as name from pg_policies
    where schemaname = 'public' and qual !~ 'app.tenant' and policyname <> 'backup'`)
  // lookup: log-in finds a company by its code. dispatcher: the worker learns which tenants have news, due promises or due acts;
  // each process tells its clients who looks at what.
  expect(wide.toSorted()).toEqual([
    'delayed_action.dispatcher',
    'event.dispatcher',
    'presence.dispatcher',
    'promise.dispatcher',
    'tenant.lookup',
  ])
})

test('the app owns nothing, bypasses nothing, and may neither truncate nor create', async () => {
  const { rows } = await admin.query(
    `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname like 'nuoda%' order by 1`,
  )
  expect(rows.map((r) => r.rolname)).toEqual(['nuoda_app', 'nuoda_backup', 'nuoda_owner', 'nuoda_report'])
  for (const r of rows)
    expect([r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb]).toEqual([false, false, false, false])
  expect(
    await names(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relowner = 'nuoda_app'::regrole`,
    ),
  ).toEqual([])
  expect(
    await names(
      `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and has_table_privilege('nuoda_app', oid, 'truncate')`,
    ),
  ).toEqual([])
  expect(
    await names(`select 'create' as name where has_schema_privilege('nuoda_app', 'public', 'create')`),
  ).toEqual([])
})

test('ledgers are append-only for the app', async () => {
  const appendOnly = [
    'event',
    'promise_outcome',
    'promise_told',
    'stock_movement',
    'goods_receipt',
    'goods_receipt_line',
  ]
  const wrong = await names(`
    select c.relname as name from pg_class c where c.relname = any('{${appendOnly.join(',')}}')
      and (has_table_privilege('nuoda_app', c.oid, 'update') or has_table_privilege('nuoda_app', c.oid, 'delete'))`)
  expect(wrong).toEqual([])
  const edited = await names(`
    select a.attname as name from pg_attribute a where a.attrelid = 'promise'::regclass and a.attnum > 0
      and has_column_privilege('nuoda_app', 'promise'::regclass, a.attnum, 'update')`)
  expect(edited.toSorted()).toEqual([
    'owner_id',
    'risk_cases',
    'risk_expected_at',
    'risk_late',
    'warned',
    'watch_at',
  ])
})

test('the report role reads and never writes', async () => {
  expect(
    await names(`
    select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
      and (has_table_privilege('nuoda_report', oid, 'insert') or has_table_privilege('nuoda_report', oid, 'update') or has_table_privilege('nuoda_report', oid, 'delete'))`),
  ).toEqual([])
})

test('foreign keys between tables of a tenant carry the tenant', async () => {
  const wrong = await names(`
    select conname as name from pg_constraint c
    where contype = 'f' and connamespace = 'public'::regnamespace and confrelid <> 'tenant'::regclass
      and not exists (select 1 from pg_attribute a where a.attrelid = c.conrelid and a.attnum = c.conkey[1] and a.attname = 'tenant_id')`)
  expect(wrong).toEqual([])
})

// Tables from which the undo of an import deletes rows.
const ERASED = ['product', 'party', 'site', 'contact', 'stock', 'sales_order', 'order_line', 'shipment']
// Foreign keys that are asked without an index; each with its reason.
const ASKED_SLOWLY = [
  'print_privacy_rule.carrier_id' /* some dozens of rows in a company */,
  'reservation.product_id,warehouse_id' /* every order would pay for what only the undo of a stock import asks */,
  'warehouse.supplier_id' /* some dozens of rows in a company */,
]

test('what refers to a record that an undo deletes is found by an index that holds every such row', async () => {
  const slow = await names(`
    select c.conrelid::regclass || '.' || k.columns as name
    from pg_constraint c cross join lateral (
      select string_agg(a.attname, ',' order by u.n) filter (where a.attname <> 'tenant_id') as columns,
        array_agg(a.attnum order by a.attnum) as numbers, max('(' || a.attname || ' IS NOT NULL)') filter (where not a.attnotnull) as filled
      from unnest(c.conkey) with ordinality u (number, n) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = u.number) k
    where c.contype = 'f' and c.confrelid = any (array['${ERASED.join("','")}']::regclass[]) and not exists (
      select 1 from pg_index i
      where i.indrelid = c.conrelid and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) = k.filled)
        and k.numbers = (select array_agg(n order by n) from unnest((i.indkey::int2[])[0:cardinality(c.conkey) - 1]) n))`)
  expect(slow.toSorted()).toEqual(ASKED_SLOWLY)
})

test('views run with the rights of who asks, and no function runs with the rights of its owner', async () => {
  expect(
    await names(`
    select relname as name from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace
      and not coalesce(reloptions::text ~ 'security_invoker=true', false) and relname not like 'pg_stat_%'`),
  ).toEqual([])
  expect(
    await names(`
    select proname as name from pg_proc p where pronamespace = 'public'::regnamespace and prosecdef
      and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')`),
  ).toEqual([])
})

test('without a tenant nothing is seen; with one, only its rows, whoever used the connection before', async () => {
  const ids = [w.tenant.id, w.foreign.id]
  const seen = await Promise.all(
    Array.from({ length: 400 }, (_, i) =>
      w.database.transaction(i % 3 === 2 ? null : (ids[i % 3] ?? null), async (db) => {
        const rows = await db.all<{ tenant_id: string }>({
          compile: () => ({
            sql: 'select distinct tenant_id from role',
            parameters: [],
            query: undefined as never,
            queryId: undefined as never,
          }),
        })
        return rows.map((r) => r.tenant_id)
      }),
    ),
  )
  seen.forEach((tenants, i) => expect(tenants).toEqual(i % 3 === 2 ? [] : [ids[i % 3]]))
})

test('db/types.ts is what the migrations make', async () => {
  const { generateTypes } = await import('./generate-types.ts')
  const { readFileSync } = await import('node:fs')
  expect(readFileSync(`${import.meta.dirname}/types.ts`, 'utf8')).toBe(await generateTypes(w.adminUrl))
})
