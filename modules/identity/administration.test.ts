import { describe, expect, test } from 'vitest'
import { newId } from '#platform/ids.ts'
import { type TestUser, world } from '#platform/testing/world.ts'

const w = world()

const addRole = async (key: string) => {
  const boss = await w.user({ role: 'manager' })
  const { body } = await w.call(boss, 'POST', '/roles', {
    key,
    zh: '夜班',
    en: 'Night',
    permissions: ['order.read'],
  })
  return { boss, role: body as { id: string; key: string } }
}
const newUser = (roleIds: string[], email: string) => ({
  email,
  password: 'correct horse battery',
  name: '小周',
  roleIds,
})

describe('a role that is switched off', () => {
  test('is given to nobody anew, stays with those who have it, and comes back', async () => {
    const { boss, role } = await addRole('night_off')
    const holder = (await w.call(boss, 'POST', '/users', newUser([role.id], 'holder@home.example'))).body
    const off = await w.call(boss, 'POST', `/roles/${role.id}/disabled`, {
      disabled: true,
      reason: '夜班取消',
    })
    expect([off.status, off.body.disabledAt]).toEqual([200, expect.any(String)])

    const refused = await w.call(boss, 'POST', '/users', newUser([role.id], 'late@home.example'))
    expect([refused.status, refused.body.fields[0].path]).toEqual([400, 'roleIds'])
    const renamed = { name: '周正', roleIds: [role.id], teamIds: [], scopes: {} }
    expect((await w.call(boss, 'PUT', `/users/${holder.id}`, renamed)).body.roles).toHaveLength(1)

    const used = await w.call(boss, 'GET', `/records/role/${role.id}/related`)
    expect(used.body).toMatchObject({
      rows: [{ type: 'user', id: holder.id }],
      counts: [{ type: 'user', count: 1 }],
    })
    const history = (await w.call(boss, 'GET', `/records/role/${role.id}/activity?limit=10`)).body.rows
    expect(history[0]).toMatchObject({ type: 'role.disabled', data: { reason: '夜班取消' } })

    await w.call(boss, 'POST', `/roles/${role.id}/disabled`, { disabled: false, reason: '恢复夜班' })
    expect((await w.call(boss, 'POST', '/users', newUser([role.id], 'late@home.example'))).status).toBe(200)
  })

  test('is told of a role only to who may see users, with the number only to who sees the whole company', async () => {
    const { boss, role } = await addRole('night_seen')
    await w.call(boss, 'POST', '/users', newUser([role.id], 'seen@home.example'))
    const path = `/records/role/${role.id}/related`
    expect((await w.call(await w.user(['order.read']), 'GET', path)).status).toBe(404)
    const bound = await w.user(['user.read'], { scopes: { warehouse: [role.id] } })
    const answer = await w.call(bound, 'GET', path)
    expect([answer.body.rows.length, answer.body.counts]).toEqual([1, []])
    const stranger = await w.user({ role: 'manager' }, { tenant: w.foreign })
    expect((await w.call(stranger, 'GET', path)).status).toBe(404)
  })
})

test('a revoked key says why, stays revoked, and shows whose it was', async () => {
  const boss = await w.user({ role: 'manager' })
  const made = await w.call(boss, 'POST', '/api-keys', { name: 'WMS', permissions: ['order.read'], days: 30 })
  const { id } = made.body.key
  const revoke = (reason: string) => w.call(boss, 'POST', `/api-keys/${id}/revocation`, { reason })
  expect((await revoke('')).status).toBe(400)
  expect((await revoke('密钥进了代码库')).body).toMatchObject({
    revokedAt: expect.any(String),
    createdBy: { id: boss.id },
  })
  expect((await revoke('再来一次')).body.code).toBe('api_key.revoked')
  const { rows } = (await w.call(boss, 'GET', `/audit?subjectId=${id}&type=api_key.revoked`)).body
  expect(rows).toMatchObject([
    { record: { type: 'api_key', id, title: 'WMS' }, data: { reason: '密钥进了代码库' } },
  ])
})

test('a team says who is in it and which views are shared with it', async () => {
  const boss = await w.user({ role: 'manager' })
  const id = '01a21bc9-7613-73d0-8c57-065805cea264'
  await w.call(boss, 'PUT', `/teams/${id}`, { name: '华南组', memberIds: [boss.id] })
  const view = await w.call(boss, 'POST', '/views', {
    list: 'orders',
    name: '急单',
    search: 'urgent=true',
    layout: {},
  })
  await w.call(boss, 'PUT', `/views/${view.body.id}/sharing`, { visibility: 'team', teamId: id })
  const { body } = await w.call(boss, 'GET', `/records/team/${id}/related`)
  expect(body.rows.map((row: { type: string; id: string }) => [row.type, row.id])).toEqual([
    ['user', boss.id],
    ['view', view.body.id],
  ])
})

test('a team that is switched off is joined, mentioned and shared with no more; what it has stays', async () => {
  const boss = await w.user({ role: 'manager' })
  const other = await w.user({ role: 'agent' })
  const id = newId()
  const save = (memberIds: string[]) => w.call(boss, 'PUT', `/teams/${id}`, { name: '夜班组', memberIds })
  const turn = (disabled: boolean) =>
    w.call(boss, 'POST', `/teams/${id}/disabled`, { disabled, reason: '夜班取消' })
  expect((await turn(true)).status).toBe(404)
  await save([boss.id])
  expect((await turn(true)).body).toMatchObject({
    disabledAt: expect.any(String),
    members: [{ id: boss.id }],
  })

  expect((await save([boss.id, other.id])).body.fields[0].path).toBe('memberIds')
  expect((await save([boss.id])).status).toBe(200)
  const asked = (teamIds: string[]) => ({ ...newUser([], 'night@home.example'), teamIds })
  expect((await w.call(boss, 'POST', '/users', asked([id]))).body.fields[0].path).toBe('teamIds')
  expect(
    (await w.call(boss, 'GET', `/mentionable?search=${encodeURIComponent('夜班组')}`)).body.rows,
  ).toEqual([])
  const view = { list: 'orders', name: '夜班', search: 'urgent=true', layout: {} }
  const { body: saved } = await w.call(boss, 'POST', '/views', view)
  const sharing = { visibility: 'team', teamId: id }
  expect((await w.call(boss, 'PUT', `/views/${saved.id}/sharing`, sharing)).body.code).toBe('team.disabled')

  await turn(false)
  expect((await w.call(boss, 'PUT', `/views/${saved.id}/sharing`, sharing)).status).toBe(200)
  const history = (await w.call(boss, 'GET', `/records/team/${id}/activity?limit=10`)).body.rows
  expect(history.map((row: { type: string }) => row.type)).toContain('team.disabled')
})

describe('a password that is lost', () => {
  const logIn = (email: string, password: string) =>
    w.call(null, 'POST', '/session', { tenant: 'home', email, password })

  test('is given anew by who manages users: sessions end, the new one opens', async () => {
    const boss = await w.user({ role: 'manager' })
    const clerk = await w.user(['order.read'])
    const { body: user } = await w.call(boss, 'GET', `/users/${clerk.id}`)
    const reset = (password: string) =>
      w.call(boss, 'POST', `/users/${clerk.id}/password`, { password, removesTotp: true })
    expect((await reset('short')).body.code).toBe('user.weak_password')
    expect((await w.call(clerk, 'GET', '/me')).status).toBe(200)
    expect((await reset('quiet-harbour-77')).status).toBe(200)
    expect((await w.call(clerk, 'GET', '/me')).status).toBe(401)
    expect((await logIn(user.email, 'quiet-harbour-77')).status).toBe(200)
    expect(
      (await w.call(boss, 'POST', `/users/${boss.id}/password`, { password: 'quiet-harbour-77' })).body.code,
    ).toBe('user.own_password')
  })

  test('nobody logs in as one who may do or see more', async () => {
    const house = newId()
    const own = ['user.manage', 'user.read', 'order.read']
    const helper = await w.user(own)
    const bound = await w.user(own, { scopes: { warehouse: [house] } })
    const above = await w.user({ role: 'manager' })
    const wide = await w.user(['order.read'])
    const same = await w.user(['order.read'], { scopes: { warehouse: [house] } })
    const foreign = await w.user(['order.read'], { tenant: w.foreign })
    const reset = async (by: TestUser, whom: TestUser) =>
      (await w.call(by, 'POST', `/users/${whom.id}/password`, { password: 'quiet-harbour-77' })).status
    expect(await reset(helper, above)).toBe(409)
    expect(await reset(bound, wide)).toBe(409)
    expect((await w.call(wide, 'GET', '/me')).status).toBe(200)
    expect(await reset(helper, foreign)).toBe(404)
    expect(await reset(bound, same)).toBe(200)
    expect(await reset(helper, wide)).toBe(200)
  })
})
