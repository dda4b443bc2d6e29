import { expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { hashPassword } from './password.ts'
import { countIp } from './password-tries.ts'

const w = world()
const run = (query: ReturnType<typeof sql>, tenant = w.tenant) =>
  w.committed((ctx) => ctx.db.run(query), tenant)

test('a key loses what its maker loses: permissions, and sight of the rest of the company', async () => {
  w.setNow('2026-11-27T02:00:00Z')
  const maker = await w.user(['api_key.manage', 'order.read', 'customer.read'])
  const made = await w.call(maker, 'POST', '/api-keys', {
    name: 'ERP',
    permissions: ['order.read', 'customer.read'],
    scopes: {},
    days: 30,
  })
  const asKey = (path: string) =>
    w.call(null, 'GET', path, undefined, { authorization: `Bearer ${made.body.token}` })
  const [own, other] = await w.committed(async (ctx) => {
    const ids = [newId(), newId()]
    await ctx.db.run(sql`
      insert into party (tenant_id, id, number, name, kind, roles, pinyin, initials)
      select ${ctx.tenant.id}, i, 'C-' || i, '客户', 'company', '{shipper}', '', '' from unnest(${ids}::uuid[]) i`)
    return ids as [string, string]
  })
  expect((await asKey(`/customers/${other}`)).status).toBe(200)

  await run(
    sql`insert into user_scope (tenant_id, user_id, kind, ref_id) values (${w.tenant.id}, ${maker.id}, 'customer', ${own})`,
  )
  w.setNow('2026-11-27T02:00:10Z')
  expect((await asKey(`/customers/${own}`)).status).toBe(200)
  expect((await asKey(`/customers/${other}`)).status).toBe(404)

  await run(sql`
    update role set permissions = array_remove(permissions, 'customer.read')
    where tenant_id = ${w.tenant.id} and id in (select role_id from user_role where user_id = ${maker.id})`)
  w.setNow('2026-11-27T02:00:20Z')
  expect((await asKey(`/customers/${own}`)).status).toBe(403)
  expect((await asKey('/orders')).status).toBe(200)
})

test('two managers who switch each other off at the same time leave one of them', async () => {
  const two = [
    await w.user({ role: 'manager' }, { tenant: w.foreign }),
    await w.user({ role: 'manager' }, { tenant: w.foreign }),
  ] as [TestUser, TestUser]
  for (let round = 0; round < 5; round += 1) {
    await Promise.all(
      two.map((one, i) => w.call(one, 'POST', `/users/${two[1 - i]?.id}/disabled`, { disabled: true })),
    )
    const { left } = await w.committed(
      (ctx) =>
        ctx.db.one(sql<{ left: number }>`
          select count(*)::int as left from app_user where tenant_id = ${ctx.tenant.id} and disabled_at is null`),
      w.foreign,
    )
    expect(left).toBe(1)
    await run(sql`update app_user set disabled_at = null where tenant_id = ${w.foreign.id}`, w.foreign)
    await run(sql`update session set revoked_at = null where tenant_id = ${w.foreign.id}`, w.foreign)
    w.setNow(new Date(w.now().getTime() + 10_000))
  }
})

const logIn = (email: string, password: string, ip: string) =>
  w.app.inject({
    method: 'POST',
    url: '/api/session',
    remoteAddress: ip,
    payload: { tenant: 'home', email, password },
  })

test('wrong passwords are refused alike whether there is such an account or not', async () => {
  const email = `${newId()}@home.example`
  await addAccount(email)
  const ask = async (whom: string, ip: string) => {
    const answers = []
    for (let i = 0; i < 12; i += 1) answers.push((await logIn(whom, 'wrong wrong wrong', ip)).statusCode)
    return answers
  }
  const known = await ask(email, '10.0.0.1')
  expect(known.slice(8)).toEqual([422, 422, 429, 429])
  expect(await ask(`${newId()}@home.example`, '10.0.0.2')).toEqual(known)
})

test('many wrong passwords at once, from many places, are no more tries than one after the other', async () => {
  const email = `${newId()}@home.example`
  await addAccount(email)
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, i) => logIn(email, 'wrong wrong wrong', `10.0.1.${i}`)),
  )
  expect(answers.filter((one) => one.statusCode === 422).length).toBeLessThanOrEqual(10)
})

test('an office that logs in from one address is not shut out; one that guesses is, and its IPv6 network with it', async () => {
  const email = `${newId()}@home.example`
  await addAccount(email)
  const guess = (ip: string) => void countIp(ip, w.now())
  for (let i = 0; i < 59; i += 1) guess('10.0.2.1')
  for (let i = 0; i < 3; i += 1)
    expect((await logIn(email, 'correct horse battery', '10.0.2.1')).statusCode).toBe(200)
  for (let i = 0; i < 60; i += 1) guess(`2001:db8::${i.toString(16)}`)
  expect(() => guess('2001:db8::ffff:1')).toThrow()
  expect(() => guess('2001:0db8:0:0:1::')).toThrow()
  expect(() => guess('2001:db8:0:1::1')).not.toThrow()
})

test('who sits at somebody’s open page cannot try passwords without end', async () => {
  const user = await w.user(['order.read'])
  const answers = []
  for (let i = 0; i < 12; i += 1)
    answers.push(
      (await w.call(user, 'POST', '/me/password', { current: `wrong ${i}`, next: 'correct horse battery' }))
        .status,
    )
  expect(answers.slice(8)).toEqual([422, 422, 429, 429])
})

const addAccount = async (email: string) =>
  run(sql`
    insert into app_user (tenant_id, id, email, name, password_hash)
    values (${w.tenant.id}, ${newId()}, ${email}, '小周', ${await hashPassword('correct horse battery')})`)
