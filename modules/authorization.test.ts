import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { composeOperations } from '../compose.ts'
import {
  bodiesOf,
  contentsOf,
  idsOf,
  namesRecord,
  pathFor,
  placesIn,
  populate,
  queryFor,
} from './authorization-fixture.ts'
import { boundBy } from './authorization-places.ts'
import { createAuthenticator } from '#modules/identity/authentication.ts'
import { defaultRoles, permissions } from '#modules/permissions.ts'
import type { Operation } from '#platform/api.ts'
import type { ScopeKind } from '#platform/ctx.ts'
import type { BoundOperation } from '#platform/http.ts'
import { newId } from '#platform/ids.ts'
import { PATIENT_MS, world } from '#platform/testing/world.ts'
import { scopeKinds } from '#modules/identity/scope-kinds.ts'

// Every operation × every role × { own, same company not mine, foreign company, nobody }. The operations come from the tables
// themselves; one whose path names a record that is not listed below fails.

const w = world()
const BODIES = 4
const CANARY = 'canary-of-the-foreign-company'

// A person's own things: the same answer for everybody who is logged in.
const CHANGES_SELF = new Set(['logOut', 'changePassword', 'startTotp', 'confirmTotp', 'removeTotp'])

const operations: BoundOperation[] = composeOperations(createAuthenticator(undefined as never))
const guarded = operations.filter(({ operation }) => operation.permission !== 'public')
const { bodySchema, bodyFor } = bodiesOf(operations)

let admin: pg.Client
let home: Record<string, string>
let foreign: Record<string, string>

beforeAll(async () => {
  admin = new pg.Client({ connectionString: w.adminUrl })
  await admin.connect()
  await w.committed(populate)
  await w.committed(populate, w.foreign)
  await admin.query(`update sales_order set note = $2, delivery_note = $2 where tenant_id = $1`, [
    w.foreign.id,
    CANARY,
  ])
  await admin.query(`update party set name = $2 where tenant_id = $1`, [w.foreign.id, CANARY])
  await admin.query(`update product set name = $2 where tenant_id = $1`, [w.foreign.id, CANARY])
  await admin.query(`update app_user set name = $2 where tenant_id = $1`, [w.foreign.id, CANARY])
  home = await idsOf(admin, w.tenant.id)
  foreign = await idsOf(admin, w.foreign.id)
})
afterAll(() => admin.end())

describe('nobody', () => {
  test.each(guarded.map((b) => [b.id, b] as const))('%s asks for a log-in', async (_id, { operation }) => {
    const { status } = await w.call(
      null,
      operation.method,
      pathFor(operation, home),
      bodyFor(operation, home, 1),
    )
    expect(status).toBe(401)
  })
})

describe('roles', () => {
  test.each(defaultRoles.map((r) => [r.key, r] as const))(
    '%s may do exactly what its permissions say',
    async (key, role) => {
      const user = await w.user({ role: key })
      const wrong: string[] = []
      for (const { id, operation } of guarded) {
        if (operation.permission === 'signed_in') continue
        if (operation.method !== 'GET' && (role.permissions as string[]).includes(operation.permission))
          continue
        const { status } = await w.call(
          user,
          operation.method,
          pathFor(operation, home),
          bodyFor(operation, home, 2),
        )
        const isAllowed = (role.permissions as string[]).includes(operation.permission)
        if ((status === 403) === isAllowed) wrong.push(`${id}: ${status}`)
      }
      expect(wrong).toEqual([])
    },
  )

  test('reading one’s own records succeeds with just the permission of the operation', async () => {
    const wrong: string[] = []
    for (const { id, operation } of guarded.filter((b) => b.operation.method === 'GET')) {
      const user = await w.user([
        ...(operation.permission === 'signed_in' ? [] : [operation.permission]),
        ...ofAnyRecord(operation),
      ])
      const { status } = await w.call(user, 'GET', pathFor(operation, home) + queryFor(operation, home))
      if (status !== 200) wrong.push(`${id}: ${status}`)
    }
    expect(wrong).toEqual([])
  })

  test('every permission is asked for by an operation, and every one an operation asks for has a name', () => {
    const asked = new Set(guarded.map((b) => b.operation.permission).filter((p) => p !== 'signed_in'))
    expect([...asked].filter((p) => !(p in permissions))).toEqual([])
    expect(Object.keys(permissions).filter((p) => !asked.has(p as never))).toEqual([])
  })
})

describe('the foreign company', () => {
  test.each(guarded.map((b) => [b.id, b] as const))(
    '%s neither shows nor changes it',
    async (id, { operation }) => {
      const manager = await w.user({ role: 'manager' })
      const before = await contentsOf(admin, w.foreign.id)
      for (let round = 0; round < BODIES; round += 1) {
        const paths = [
          pathFor(operation, foreign),
          ...(namesRecord(operation) ? [] : [pathFor(operation, home)]),
        ]
        for (const path of paths) {
          const answer = await w.call(
            manager,
            operation.method,
            path + (operation.method === 'GET' ? queryFor(operation, home) : ''),
            bodyFor(operation, foreign, 10 + round),
          )
          expect(JSON.stringify(answer.body), `${id} showed the foreign company`).not.toContain(CANARY)
          expect(answer.status, `${id} ${JSON.stringify(answer.body)}`).toBeLessThan(500)
          if (namesRecord(operation) && operation.method === 'GET' && !isSearch(operation))
            expect(answer.status).toBe(404)
          if (namesRecord(operation) && operation.method !== 'GET' && !isUpsert(operation))
            expect(answer.status).toBeGreaterThanOrEqual(400)
        }
        if (CHANGES_SELF.has(id) || !bodySchema(operation)) break
      }
      expect(await contentsOf(admin, w.foreign.id)).toEqual(before)
    },
  )
})

describe('the same company, not mine', () => {
  const bound = (kind: ScopeKind) => w.user(Object.keys(permissions), { scopes: { [kind]: [newId()] } })
  const bindingOf = (operation: Operation) =>
    placesIn(operation).flatMap(({ table, path }) => {
      if (table === undefined) return []
      const kinds = boundBy[table]
      if (!kinds)
        throw new Error(`${path}: say in modules/authorization-places.ts which scopes bind ${table}`)
      return kinds
    })

  test.each(scopeKinds)(
    'who is bound to another %s finds no record of theirs and changes none',
    async (kind) => {
      const user = await bound(kind)
      const tables = Object.keys(boundBy).filter((table) => boundBy[table]?.includes(kind))
      const before = pick(await contentsOf(admin, w.tenant.id), tables)
      const wrong: string[] = []
      for (const { id, operation } of guarded) {
        if (!bindingOf(operation).includes(kind)) continue
        for (let round = 0; round < (operation.method === 'GET' ? 1 : BODIES); round += 1) {
          const query = operation.method === 'GET' ? queryFor(operation, home) : ''
          const body = bodyFor(operation, home, 20 + round)
          const { status } = await w.call(user, operation.method, pathFor(operation, home) + query, body)
          const isHidden = operation.method === 'GET' ? status === 404 : status >= 400 && status < 500
          if (!isHidden && !isSearch(operation)) wrong.push(`${id}: ${status}`)
        }
      }
      expect(wrong).toEqual([])
      expect(pick(await contentsOf(admin, w.tenant.id), tables)).toEqual(before)
    },
    PATIENT_MS * 4,
  )

  test.each(scopeKinds)(
    'nothing that is read names a record of another %s',
    async (kind) => {
      const user = await bound(kind)
      const tables = Object.keys(boundBy).filter((table) => boundBy[table]?.includes(kind))
      const theirs = await Promise.all(tables.map((table) => idsIn(table)))
      const wrong: string[] = []
      for (const { id, operation } of guarded) {
        if (operation.method !== 'GET' || bindingOf(operation).includes(kind)) continue
        const answer = await w.call(user, 'GET', pathFor(operation, home) + queryFor(operation, home))
        const text = JSON.stringify(answer.body) ?? ''
        for (const named of theirs.flat()) if (text.includes(named)) wrong.push(`${id}: ${named}`)
      }
      expect(wrong).toEqual([])
    },
    PATIENT_MS * 4,
  )

  /** Carriers and suppliers are named to whoever works with them: of parties, those who only order. */
  async function idsIn(table: string): Promise<string[]> {
    const which = table === 'party' ? `and 'shipper' = any(roles) and not roles && '{carrier,supplier}'` : ''
    const { rows } = await admin.query<{ id: string }>(
      `select to_jsonb(t) ->> 'id' as id from ${table} t where tenant_id = $1 ${which}`,
      [w.tenant.id],
    )
    return rows.flatMap(({ id }) => id ?? [])
  }
})

const pick = (found: Record<string, string>, tables: string[]) =>
  Object.fromEntries(tables.map((table) => [table, found[table]]))

// What hangs on a record of any kind is read by who may read the record: orders, here; internal files by our own people.
const ofAnyRecord = (operation: Operation): string[] =>
  /^\/(records|attachments)\//.test(operation.path) ? ['order.read', 'activity.read'] : []

// PUT of a team's id makes it when it is new: ids are chosen by the caller there.
// By then the company has a team of its own under that id.
const isUpsert = (operation: Operation): boolean => operation.path.startsWith('/teams/{id}')
// A search by code finds nothing where another would say there is none.
const isSearch = (operation: Operation): boolean => operation.path === '/product-codes/{code}'
