import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import type { TestUser } from '#platform/testing/world.ts'
import { CONTACT, SITE, customerDesk, names } from './fixture.ts'
import { type IntakeParty, createParties, intakePartyFragment, partyIdsByRef } from './parties.ts'

const { w, who, create } = customerDesk()
let boss: TestUser
beforeAll(() => void ({ boss } = who))

describe('who sees what', () => {
  test('a user bound to a customer sees that one and no other, by any way in', async () => {
    const own = await create('自己的客户', { contacts: [CONTACT] })
    const other = await create('他人的客户', { sites: [SITE], contacts: [CONTACT] })
    const bound = await w.user({ role: 'manager' }, { scopes: { customer: [own.body.id] } })
    expect(names(await w.call(bound, 'GET', '/customers'))).toEqual(['自己的客户'])
    expect(names(await w.call(bound, 'GET', '/customers?search=5678'))).toEqual(['自己的客户'])
    const at = `/customers/${other.body.id}`
    const contact = `${at}/contacts/${other.body.contacts[0].id}`
    const site = `${at}/sites/${other.body.sites[0].id}`
    const answers = await Promise.all([
      w.call(bound, 'GET', at),
      w.call(bound, 'GET', `/records/customer/${other.body.id}/activity`),
      w.call(bound, 'PATCH', at, { version: 1, name: '改' }),
      w.call(bound, 'POST', `${at}/archived`, { archived: true, version: 1 }),
      w.call(bound, 'POST', `${at}/holds`, { kind: 'credit', reason: '越权' }),
      w.call(bound, 'POST', `${at}/class`, { classKey: 'A', reason: '越权' }),
      w.call(bound, 'POST', `${at}/reveal`, { reason: '越权' }),
      w.call(bound, 'POST', `${contact}/reveal`, { reason: '越权' }),
      w.call(bound, 'POST', `/customers/${own.body.id}/contacts/${other.body.contacts[0].id}/reveal`, {
        reason: '越权',
      }),
      w.call(bound, 'PATCH', contact, { version: 1, name: '改' }),
      w.call(bound, 'POST', `${site}/reveal`, { reason: '越权' }),
      w.call(bound, 'POST', `${at}/sites`, SITE),
      w.call(bound, 'POST', `${at}/contacts`, CONTACT),
    ])
    expect(answers.map((a) => a.status)).toEqual(answers.map(() => 404))
    expect((await create('新客户', {}, bound)).status).toBe(403)
  })

  test('a user bound to a carrier sees that carrier', async () => {
    const carrier = await create('顺达承运', { roles: ['carrier'] })
    const bound = await w.user(['customer.read'], { scopes: { carrier: [carrier.body.id] } })
    expect(names(await w.call(bound, 'GET', '/customers'))).toEqual(['顺达承运'])
  })

  test('another company finds nothing', async () => {
    const { body } = await create('本公司客户', { sites: [SITE], contacts: [CONTACT] })
    const stranger = await w.user({ role: 'manager' }, { tenant: w.foreign })
    expect((await w.call(stranger, 'GET', `/customers/${body.id}`)).status).toBe(404)
    expect(
      (
        await w.call(stranger, 'POST', `/customers/${body.id}/contacts/${body.contacts[0].id}/reveal`, {
          reason: '越权',
        })
      ).status,
    ).toBe(404)
    expect((await w.call(stranger, 'GET', '/customers')).body.rows).toEqual([])
  })
})

test('order intake reads a party with its class and open holds, within scope', async () => {
  const { body } = await create('下单客户', { classKey: 'B', preferredChannel: 'wechat' })
  await w.call(boss, 'POST', `/customers/${body.id}/holds`, { kind: 'credit', reason: '超额' })
  const read = (ids: string[]) =>
    w.committed(
      async (ctx) =>
        (
          await ctx.db.one(
            sql<{ parties: IntakeParty[] }>`select ${intakePartyFragment(ctx, ids)} as parties`,
          )
        ).parties,
    )
  expect(await read([body.id, newId()])).toEqual([
    {
      id: body.id,
      number: body.number,
      name: '下单客户',
      roles: ['shipper'],
      preferredChannel: 'wechat',
      archived: false,
      classKey: 'B',
      holds: [{ kind: 'credit', reason: '超额' }],
    },
  ])
  expect(await read([])).toEqual([])
})

test('a thousand parties are made in a handful of statements, ids in order', async () => {
  const { result } = await w.rolledBack(async (ctx) => {
    let statements = 0
    const counted = {
      ...ctx,
      db: {
        ...ctx.db,
        run: (q: never) => ((statements += 1), ctx.db.run(q)),
        all: (q: never) => ((statements += 1), ctx.db.all(q)),
      },
    } as typeof ctx
    const parties = Array.from({ length: 1_000 }, (_, i) => ({
      name: `批量客户${i}`,
      roles: ['consignee' as const],
      classKey: 'D',
      externalRef: `B-${i}`,
      sites: [{ name: '地点', country: 'NG', province: 'Lagos' }],
      contacts: [{ name: '某人', phone: '13800000000' }],
    }))
    const ids = await createParties(counted, parties)
    return { statements, ids, byRef: await partyIdsByRef(ctx, ['B-0', 'B-999', 'B-1000']) }
  })
  expect(result.statements).toBeLessThanOrEqual(6)
  expect([...result.byRef]).toEqual(
    expect.arrayContaining([
      ['B-0', result.ids[0]],
      ['B-999', result.ids[999]],
    ]),
  )
  expect(result.byRef.size).toBe(2)
})

test('divisions are open to anybody signed in, and to nobody else', async () => {
  const reader = await w.user([])
  const answer = await w.call(reader, 'GET', '/divisions?parent=44')
  expect(answer.body.rows).toContainEqual({ code: '4401', name: '广州市', level: 'city', parent: '44' })
  expect((await w.call(null, 'GET', '/divisions')).status).toBe(401)
  expect((await w.call(reader, 'GET', '/divisions?parent=x')).status).toBe(400)
})
