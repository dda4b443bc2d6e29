import { beforeEach, describe, expect, test } from 'vitest'
import { defaultRoles } from '#modules/permissions.ts'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'
import { createTenant } from './tenants.ts'
import { differenceOf, newlyGiven } from './standard-role.ts'
import { followRelease, giveNewPermissions } from './standard-roles.ts'
import type { Tenant } from '#platform/ctx.ts'

const w = world()
const agent = defaultRoles.find(({ key }) => key === 'agent')?.permissions ?? []
const NEXT = [{ key: 'agent', permissions: [...agent, 'claim.file', 'claim.read'] }]

type Role = { id: string; permissions: string[]; given: string[] | null; version: number }
let n = 0
let company: Tenant
beforeEach(async () => {
  company = await createTenant(w.database, { slug: `company-${(n += 1)}`, name: '老公司' }, w.now())
})
const agentRole = (): Promise<Role> =>
  w.committed(
    (ctx) =>
      ctx.db.one(
        sql<Role>`select id, permissions, given, version from role where tenant_id = ${ctx.tenant.id} and key = 'agent'`,
      ),
    company,
  )
const release = (standard: Parameters<typeof giveNewPermissions>[1]) =>
  w.committed((ctx) => giveNewPermissions(ctx, standard), company)
const told = (id: string) =>
  w.committed(
    (ctx) =>
      ctx.db.all(sql<{ type: string; data: unknown; actor: string }>`
        select type, data, actor_kind as actor from event where tenant_id = ${ctx.tenant.id} and subject_id = ${id} order by seq`),
    company,
  )
const boss = () => w.user({ role: 'manager' }, { tenant: company })
const editAgent = async (permissions: string[]) => {
  const role = await agentRole()
  const answer = await w.call(await boss(), 'PUT', `/roles/${role.id}`, {
    zh: '客服',
    en: 'Agent',
    permissions,
  })
  expect(answer.status).toBe(200)
}

describe('a release with new permissions', () => {
  test('gives them to a built-in role, once, and says so in the log', async () => {
    await release(NEXT)
    const role = await agentRole()
    expect(role.permissions).toEqual([...agent, 'claim.file', 'claim.read'].toSorted())
    expect(await told(role.id)).toEqual([
      { type: 'role.release_applied', data: { added: ['claim.file', 'claim.read'] }, actor: 'system' },
    ])
    await release(NEXT)
    expect(await agentRole()).toEqual(role)
    expect(await told(role.id)).toHaveLength(1)
  })

  test('keeps what the company took away and added, and gives only what is new', async () => {
    const kept = agent.filter((name) => name !== 'order.create')
    await editAgent([...kept, 'audit.read'])
    await release(NEXT)
    const { permissions } = await agentRole()
    expect(permissions).toEqual([...kept, 'audit.read', 'claim.file', 'claim.read'].toSorted())
  })

  test('does not give again what the company took away after an earlier release gave it', async () => {
    await release(NEXT)
    await editAgent(agent)
    await release([{ key: 'agent', permissions: [...agent, 'claim.file', 'claim.read', 'visit.plan'] }])
    expect((await agentRole()).permissions).toEqual([...agent, 'visit.plan'].toSorted())
  })

  test('leaves the company’s own roles alone', async () => {
    const made = await w.call(await boss(), 'POST', '/roles', {
      key: 'front_desk',
      zh: '前台',
      en: 'Front desk',
      permissions: ['order.read'],
    })
    await release([...NEXT, { key: 'front_desk', permissions: ['order.read', 'claim.read'] }])
    const { body } = await w.call(await boss(), 'GET', '/roles')
    const own = body.rows.find((row: { id: string }) => row.id === made.body.id)
    expect(own.permissions).toEqual(['order.read'])
  })
})

describe('a company from before releases were written down', () => {
  const forget = () =>
    w.committed(
      (ctx) => ctx.db.run(sql`update role set given = null where tenant_id = ${ctx.tenant.id}`),
      company,
    )

  test('that never changed the role gets what is new', async () => {
    await forget()
    await release(NEXT)
    expect((await agentRole()).permissions).toContain('claim.read')
  })

  test('that changed it gets what was not there before its first change, and nothing back', async () => {
    await editAgent(agent.filter((name) => name !== 'order.create'))
    await editAgent(agent.filter((name) => name !== 'order.create' && name !== 'order.amend'))
    await forget()
    await release(NEXT)
    const { permissions } = await agentRole()
    expect(permissions).toContain('claim.read')
    expect(permissions).not.toContain('order.create')
    expect(permissions).not.toContain('order.amend')
  })

  test('whose first change was not kept gets nothing back', async () => {
    await w.committed(
      (ctx) =>
        ctx.db.run(sql`
          update role set given = null, permissions = array['order.read'], version = 9
          where tenant_id = ${ctx.tenant.id} and key = 'agent'`),
      company,
    )
    await release(defaultRoles)
    const { permissions, given } = await agentRole()
    expect(permissions).toEqual(['order.read'])
    expect(given).toEqual([...agent].toSorted())
  })
})

test('the start of this release changes nothing in a company it made', async () => {
  const before = await agentRole()
  await followRelease(w.database, w.now())
  expect(await agentRole()).toEqual(before)
})

test('new is what no release gave and the role lacks', () => {
  const standing = { permissions: ['a', 'own'], given: ['a', 'b'], standard: ['a', 'b', 'c', 'own'] }
  expect(newlyGiven(standing)).toEqual(['c'])
  expect(differenceOf(['a', 'own'], ['a', 'b'])).toEqual({ lacks: ['b'], beyond: ['own'] })
})
