import { generateSync } from 'otplib'
import { describe, expect, test } from 'vitest'
import { composeOperations } from '../../compose.ts'
import { forgetOldAnswers, keyedRequest } from '#platform/idempotency.ts'
import { hashOf } from '#platform/ids.ts'
import { openApiDocument } from '#platform/openapi.ts'
import { world } from '#platform/testing/world.ts'
import { identityApi } from './api.ts'
import { createAuthenticator } from './authentication.ts'
import { createUser } from './users.ts'
import { sql } from '#platform/db.ts'

const w = world()
const PASSWORD = 'correct horse battery'

async function account(email: string, role = 'manager') {
  return w.committed(async (ctx) => {
    const { id } = await ctx.db.one(
      sql<{ id: string }>`select id from role where tenant_id = ${ctx.tenant.id} and key = ${role}`,
    )
    return createUser(ctx, {
      email,
      password: PASSWORD,
      name: '林诺',
      roleIds: [id],
      teamIds: [],
      scopes: {},
    })
  })
}

const logIn = (email: string, password = PASSWORD, code?: string) =>
  w.call(null, 'POST', '/session', { tenant: 'home', email, password, ...(code ? { code } : {}) })

describe('log-in', () => {
  test('opens a session with a cookie that scripts cannot read', async () => {
    await account('a@home.example')
    const answer = await logIn('a@home.example')
    expect(answer.status).toBe(200)
    expect(answer.body.user.email).toBe('a@home.example')
    expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly/)
  })

  test('is for our own pages only: no other page logs somebody in', async () => {
    const from = (origin: string) =>
      w.app.inject({
        method: 'POST',
        url: '/api/session',
        headers: { host: 'nuoda.example', origin },
        payload: {},
      })
    expect((await from('https://elsewhere.example')).statusCode).toBe(403)
    expect((await from('null')).statusCode).toBe(403)
    expect((await from('https://nuoda.example')).statusCode).toBe(400)
  })

  test('answers alike for a wrong password and an unknown account', async () => {
    await account('b@home.example')
    const wrong = await logIn('b@home.example', 'not the password')
    const unknown = await logIn('nobody@home.example')
    expect([wrong.status, unknown.status]).toEqual([422, 422])
    expect(wrong.body.detail).toBe(unknown.body.detail)
  })

  test('closes an account for 15 minutes after ten failures, from any address', async () => {
    await account('c@home.example')
    for (let i = 0; i < 10; i += 1)
      expect((await logIn('c@home.example', 'wrong wrong wrong')).status).toBe(422)
    expect((await logIn('c@home.example')).status).toBe(429)
  })
})

describe('permissions', () => {
  test('a call without the permission is refused and names it', async () => {
    const clerk = await w.user(['order.read'])
    const answer = await w.call(clerk, 'GET', '/users')
    expect(answer.status).toBe(403)
    expect(answer.body.detail).toContain('user.read')
  })

  test('nobody grants more than they have', async () => {
    const clerk = await w.user(['role.manage', 'user.read'])
    const answer = await w.call(clerk, 'POST', '/roles', {
      key: 'super',
      zh: '超级',
      en: 'Super',
      permissions: ['user.manage'],
    })
    expect(answer.status).toBe(409)
    expect(answer.body.code).toBe('role.above_own')
  })

  test('an API key reaches as far as its permissions and dies with its revocation', async () => {
    const boss = await w.user({ role: 'manager' })
    const made = await w.call(boss, 'POST', '/api-keys', {
      name: 'ERP',
      permissions: ['user.read'],
      days: 30,
    })
    const bearer = { authorization: `Bearer ${made.body.token}` }
    expect((await w.call(null, 'GET', '/users', undefined, bearer)).status).toBe(200)
    expect((await w.call(null, 'GET', '/audit', undefined, bearer)).status).toBe(403)
    await w.call(boss, 'POST', `/api-keys/${made.body.key.id}/revocation`, { reason: '不再使用' })
    expect((await w.call(null, 'GET', '/users', undefined, bearer)).status).toBe(401)
  })

  test('a user of another company is not found', async () => {
    const boss = await w.user({ role: 'manager' })
    const stranger = await w.user({ role: 'manager' }, { tenant: w.foreign })
    const answer = await w.call(boss, 'POST', `/users/${stranger.id}/disabled`, { disabled: true })
    expect(answer.status).toBe(404)
  })
})

describe('bad input', () => {
  test('names the field in the language asked for', async () => {
    const boss = await w.user({ role: 'manager' })
    const body = { email: 'not-an-address', password: PASSWORD, name: '', roleIds: [] }
    const zh = await w.call(boss, 'POST', '/users', body, { 'accept-language': 'zh-CN' })
    const en = await w.call(boss, 'POST', '/users', body, { 'accept-language': 'en' })
    expect(zh.status).toBe(400)
    expect(zh.body.fields.map((f: { path: string }) => f.path).toSorted()).toEqual(['email', 'name'])
    expect(en.body.fields[0].message).toMatch(/[A-Za-z]/)
    expect(zh.body.fields[0].message).toMatch(/\p{Script=Han}/u)
  })

  test('an unknown field is refused', async () => {
    const boss = await w.user({ role: 'manager' })
    const answer = await w.call(boss, 'PATCH', '/me', { tenant_id: 'x' })
    expect(answer.status).toBe(400)
  })
})

test('the same idempotency key gives the first answer again; other content is refused', async () => {
  const boss = await w.user({ role: 'manager' })
  const body = { key: 'night_shift', zh: '夜班', en: 'Night shift', permissions: [] }
  const first = await w.call(boss, 'POST', '/roles', body, { 'idempotency-key': 'k1' })
  const again = await w.call(boss, 'POST', '/roles', body, { 'idempotency-key': 'k1' })
  const other = await w.call(
    boss,
    'POST',
    '/roles',
    { ...body, key: 'day_shift' },
    { 'idempotency-key': 'k1' },
  )
  expect(first.status).toBe(200)
  expect(again.body).toEqual(first.body)
  expect(other.status).toBe(422)
})

describe('what is told once', () => {
  const operations = composeOperations(createAuthenticator(undefined as never))

  test('is marked where an operation answers with it', () => {
    const { paths } = openApiDocument(operations, '0')
    const telling = operations.filter(({ operation: { path, method } }) => {
      const told = (paths as Record<string, Record<string, { responses: object }>>)[`/api${path}`]
      return /"(token|secret|recoveryCodes)":/.test(JSON.stringify(told?.[method.toLowerCase()]?.responses))
    })
    expect(telling.filter(({ operation }) => !operation.tellsSecret).map(({ id }) => id)).toEqual([])
    expect(telling.length).toBeGreaterThan(3)
  })

  test('is given again to the same key and cannot be read in the database; answers go after 15 days', async () => {
    const boss = await w.user({ role: 'manager' })
    const body = { name: 'WMS', permissions: ['user.read'], days: 30 }
    const make = () => w.call(boss, 'POST', '/api-keys', body, { 'idempotency-key': 'once' })
    const first = await make()
    expect((await make()).body).toEqual(first.body)
    const kept = () =>
      w.committed((ctx) =>
        ctx.db.all(
          sql<{
            text: string
          }>`select k::text as text from idempotency_key k where tenant_id = ${ctx.tenant.id} and key = 'once'`,
        ),
      )
    const [row] = await kept()
    expect(row?.text).toContain('once')
    expect(row?.text).not.toContain(first.body.token)
    const later = (days: number) =>
      w.committed((ctx) => forgetOldAnswers({ ...ctx, now: new Date(ctx.now.getTime() + days * 86_400_000) }))
    await later(14)
    expect(await kept()).toHaveLength(1)
    await later(16)
    expect(await kept()).toEqual([])
  })

  test('leaves no hash that passwords could be tried against', async () => {
    const body = { current: 'wrong', next: 'correct horse battery' }
    const operation = identityApi.changePassword
    const keyed = keyedRequest(operation, { headers: { 'idempotency-key': 'k' } } as never, { body })
    expect(keyed?.requestHash).not.toEqual(hashOf(JSON.stringify(['POST', '/me/password', { body }])))
  })
})

test('two-step log-in: a code opens once, the next one opens again, a recovery code works once, and the password turns it off', async () => {
  const email = 'two@home.example'
  const id = await account(email)
  const cookieOf = (headers: Record<string, unknown>) =>
    /nuoda_session=([^;]+)/.exec(String(headers['set-cookie']))?.[1] ?? ''
  const person = { id, cookie: cookieOf((await logIn(email)).headers), permissions: [] }
  expect((await w.call(person, 'POST', '/me/totp', { password: 'wrong' })).body.code).toBe(
    'user.wrong_password',
  )
  const { secret } = (await w.call(person, 'POST', '/me/totp', { password: PASSWORD })).body
  const at = Date.now()
  w.setNow(new Date(at))
  const codeAt = (ms: number) => generateSync({ secret, epoch: Math.floor(ms / 1000) })
  expect((await logIn(email)).status).toBe(200)
  const { recoveryCodes } = (await w.call(person, 'POST', '/me/totp/confirmation', { code: codeAt(at) })).body
  expect((await logIn(email)).body.code).toBe('session.code_needed')
  expect((await logIn(email, PASSWORD, codeAt(at))).body.code).toBe('session.wrong_credentials')
  w.setNow(new Date(at + 60_000))
  const next = codeAt(at + 60_000).replace(/^.../, '$& ')
  const both = await Promise.all([logIn(email, PASSWORD, next), logIn(email, PASSWORD, next)])
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422])
  expect((await logIn(email, PASSWORD, recoveryCodes[0])).status).toBe(200)
  expect((await logIn(email, PASSWORD, recoveryCodes[0])).status).toBe(422)
  expect((await logIn(email, 'wrong wrong wrong', recoveryCodes[1])).status).toBe(422)
  const kept = await w.committed((ctx) =>
    ctx.db.one(
      sql<{
        text: string
      }>`select u::text as text from app_user u where tenant_id = ${ctx.tenant.id} and id = ${id}`,
    ),
  )
  for (const plain of [secret, ...recoveryCodes]) expect(kept.text).not.toContain(plain)
  expect((await w.call(person, 'POST', '/me/totp/removal', { password: PASSWORD })).status).toBe(200)
  expect((await logIn(email)).status).toBe(200)
})
