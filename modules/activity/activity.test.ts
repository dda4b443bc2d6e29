import { beforeAll, describe, expect, test } from 'vitest'
import { type Sent, type Yard, sent, yard } from '#modules/shipments/fixture.ts'
import { createContract } from '#modules/contracts/contracts.ts'
import { orderOf } from '#modules/orders/fixture.ts'
import { placeOrder } from '#modules/orders/orders.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { type TestUser, world } from '#platform/testing/world.ts'

const w = world()
let made: Sent & { customerId: string; contractId: string; from: Yard }
let agent: TestUser
let boss: TestUser

beforeAll(async () => {
  made = await w.committed(async (ctx) => {
    const from = await yard(ctx)
    const contractId = await createContract(ctx, {
      name: '年度合同',
      customerId: from.customerId,
      validFrom: '2026-01-01',
      validTo: null,
    })
    return { ...(await sent(ctx, from)), customerId: from.customerId, contractId, from }
  })
  agent = await w.user({ role: 'agent' })
  boss = await w.user({ role: 'manager' })
})

const at = (rest: string, ref = `order/${made.order.id}`) => `/records/${ref}/${rest}`
const write = (as: TestUser, body: object, ref?: string) =>
  w.call(as, 'POST', at('notes', ref), { body: '请尽快联系客户', audience: 'internal', ...body })
const mention = (user: TestUser) => ({ mentions: [{ kind: 'user', id: user.id }] })
const activity = async (as: TestUser, query = '', ref?: string) =>
  (await w.call(as, 'GET', at(`activity?limit=200${query}`, ref))).body.rows as {
    seq: number
    type: string
    kind: string
    audience: string
    actorName: string | null
    person: string | null
    data: Record<string, unknown>
    changes: { field: string; label: string | null; before: unknown; after: unknown }[] | null
    note: { body: string; isRemoved: boolean; mentions: { name: string }[] } | null
    file: { name: string; isRemoved: boolean } | null
  }[]
const people = async (as: TestUser) => (await w.call(as, 'GET', at('people'))).body
const permissionsOf = ['note.write', 'activity.read']

describe('notes', () => {
  test('stand in the activity with their text, which the event log does not hold', async () => {
    const { body } = await write(agent, { body: '收货人电话 13812345678' })
    const [entry] = await activity(agent, '&kind=note')
    expect(entry).toMatchObject({
      type: 'note.added',
      audience: 'internal',
      note: { id: body.noteId, body: '收货人电话 13812345678', mentions: [] },
    })
    const { hits } = await w.committed((ctx) =>
      ctx.db.one(
        sql<{
          hits: number
        }>`select count(*)::int as hits from event where tenant_id = ${ctx.tenant.id} and data::text like '%13812345678%'`,
      ),
    )
    expect(hits).toBe(0)
  })

  test('are refused empty, and with a mention where the customer reads along', async () => {
    expect((await write(agent, { body: '  ' })).body.code).toBe('note.empty')
    expect((await write(agent, { audience: 'customer', ...mention(boss) })).body.code).toBe(
      'note.mentions_in_public',
    )
    expect((await write(agent, { mentions: [{ kind: 'user', id: newId() }] })).body.code).toBe(
      'note.unknown_person',
    )
  })

  test('internal ones, files and events stay hidden from whoever lacks the permission', async () => {
    await write(agent, { body: '内部讨论' })
    await write(agent, { body: '已为您改期', audience: 'customer' })
    const shipper = await w.user({ role: 'shipper' }, { scopes: { customer: [made.customerId] } })
    const seen = await activity(shipper)
    expect(seen.filter((row) => row.audience === 'internal')).toEqual([])
    expect(seen.map((row) => row.note?.body).filter(Boolean)).toEqual(['已为您改期'])
    expect(seen.map((row) => row.type)).toContain('order.placed')
    // Nobody of ours is named but who wrote the note, and no reason of ours is told.
    expect(seen.filter((row) => row.actorName !== null && !row.note)).toEqual([])
    expect(
      seen.flatMap((row) => Object.keys(row.data)).filter((key) => /reason|liable|cause/.test(key)),
    ).toEqual([])
    expect((await w.call(shipper, 'GET', at('people'))).status).toBe(403)
  })

  test('are removed by their author or a manager of notes; the text is gone', async () => {
    const { noteId } = (await write(agent, { body: '写错了' })).body
    const other = await w.user({ role: 'agent' })
    const remove = (as: TestUser) => w.call(as, 'POST', `/notes/${noteId}/removal`, { reason: '误写' })
    expect((await remove(other)).body.code).toBe('note.not_yours')
    expect((await remove(boss)).status).toBe(200)
    expect((await remove(agent)).body.code).toBe('note.removed')
    const removed = (await activity(agent)).filter((row) => row.note?.isRemoved)
    expect(removed.map((row) => [row.type, row.note?.body])).toEqual([
      ['note.removed', ''],
      ['note.added', ''],
    ])
  })
})

describe('a mention', () => {
  test('of somebody out of scope opens that one record and no other', async () => {
    const bound = await w.user(['order.read', 'contract.read', ...permissionsOf], {
      scopes: { customer: [newId()] },
    })
    const read = () => w.call(bound, 'GET', `/orders/${made.order.id}`)
    expect((await read()).status).toBe(404)
    expect((await write(agent, mention(bound))).body.opened).toEqual(['测试员'])
    expect(await read()).toMatchObject({ status: 200, body: { number: made.order.number } })
    expect((await activity(bound)).length).toBeGreaterThan(0)
    expect((await w.call(bound, 'GET', '/orders')).body.rows).toEqual([])
    expect((await w.call(bound, 'GET', `/shipments/${made.shipmentId}`)).status).toBe(403)
    expect((await w.call(bound, 'GET', `/contracts/${made.contractId}`)).status).toBe(404)
    expect((await w.call(bound, 'GET', `/customers/${made.customerId}`)).status).toBe(403)
  })

  test('of somebody without the permission of the kind opens it for reading only', async () => {
    const stranger = await w.user(permissionsOf)
    const path = `/contracts/${made.contractId}`
    expect((await w.call(stranger, 'GET', path)).status).toBe(403)
    await write(agent, mention(stranger), `contract/${made.contractId}`)
    expect(await w.call(stranger, 'GET', path)).toMatchObject({ status: 200, body: { name: '年度合同' } })
    expect((await w.call(stranger, 'PATCH', path, { version: 1, name: '改' })).status).toBe(403)
    expect((await w.call(stranger, 'GET', `/orders/${made.order.id}`)).status).toBe(403)
  })

  test('is seen on the record, and can be taken back by who manages notes', async () => {
    const stranger = await w.user(permissionsOf)
    await write(agent, mention(stranger))
    expect((await people(agent)).grants).toContainEqual(
      expect.objectContaining({ id: stranger.id, grantedBy: '测试员' }),
    )
    const revoke = (as: TestUser) => w.call(as, 'DELETE', at(`grants/${stranger.id}`))
    expect((await revoke(agent)).status).toBe(403)
    expect((await revoke(boss)).status).toBe(200)
    expect((await w.call(stranger, 'GET', `/orders/${made.order.id}`)).status).toBe(403)
    const told = (await activity(boss, '&kind=access')).map((row) => [row.type, row.person])
    expect(told.slice(0, 2)).toEqual([
      ['record.access_revoked', '测试员'],
      ['record.access_granted', '测试员'],
    ])
  })

  test('closes again with the note that gave it', async () => {
    const stranger = await w.user(permissionsOf)
    const { noteId } = (await write(agent, mention(stranger))).body
    expect((await w.call(stranger, 'GET', `/orders/${made.order.id}`)).status).toBe(200)
    await w.call(agent, 'POST', `/notes/${noteId}/removal`, { reason: '误 @' })
    expect((await w.call(stranger, 'GET', `/orders/${made.order.id}`)).status).toBe(403)
  })

  test('by somebody who reads by a grant himself opens nothing', async () => {
    const [guest, friend] = [await w.user(permissionsOf), await w.user(permissionsOf)]
    await write(agent, mention(guest))
    expect((await write(guest, { body: '收到' })).status).toBe(200)
    const refused = await write(guest, mention(friend))
    expect([refused.body.code, refused.body.detail.includes('测试员')]).toEqual(['note.cannot_grant', true])
    expect((await write(guest, mention(boss))).status).toBe(200)
  })

  test('of a team means its members; grants nothing to who sees it anyway', async () => {
    const member = await w.user(permissionsOf)
    const teamId = newId()
    await w.call(boss, 'PUT', `/teams/${teamId}`, { name: '华南组', memberIds: [member.id, boss.id] })
    await write(agent, { mentions: [{ kind: 'team', id: teamId }] })
    const { followers, grants } = await people(agent)
    const idsOf = (rows: { id: string }[]) => rows.map((row) => row.id)
    expect(idsOf(followers)).toEqual(expect.arrayContaining([member.id, boss.id, agent.id]))
    expect(idsOf(grants)).toContain(member.id)
    expect(idsOf(grants)).not.toContain(boss.id)
    expect((await activity(agent, '&kind=note'))[0]?.note?.mentions).toEqual([
      expect.objectContaining({ name: '华南组' }),
    ])
  })

  test('crosses no company: neither its people nor its records', async () => {
    const foreigner = await w.user({ role: 'manager' }, { tenant: w.foreign })
    expect((await write(agent, mention(foreigner))).body.code).toBe('note.unknown_person')
    const paths = ['activity', 'people', 'attachments']
    for (const path of paths) expect((await w.call(foreigner, 'GET', at(path))).status).toBe(404)
    expect((await write(foreigner, {})).status).toBe(404)
    // Even a grant written by hand in the other company opens nothing of ours.
    await w.committed(
      (ctx) =>
        ctx.db.run(
          sql`insert into record_grant (tenant_id, record_type, record_id, user_id, granted_at, granted_by) values (${ctx.tenant.id}, 'order', ${made.order.id}, ${foreigner.id}, now(), ${foreigner.id})`,
        ),
      w.foreign,
    )
    expect((await w.call(foreigner, 'GET', `/orders/${made.order.id}`)).status).toBe(404)
  })

  test('finds people by name, pinyin and initials', async () => {
    const lin = await w.committed(async (ctx) => {
      const id = newId()
      await ctx.db.run(
        sql`insert into app_user (tenant_id, id, email, name, password_hash) values (${ctx.tenant.id}, ${id}, 'lin@test.example', '林诺一', 'none')`,
      )
      return id
    })
    for (const typed of ['林诺', 'linnuo', 'LNY']) {
      const { body } = await w.call(agent, 'GET', `/mentionable?search=${encodeURIComponent(typed)}`)
      expect(body.rows).toEqual([{ kind: 'user', id: lin, name: '林诺一' }])
    }
  })
})

describe('followers', () => {
  test('come and go, and whoever makes a record follows it', async () => {
    expect((await people(boss)).isFollowing).toBe(true)
    await w.call(boss, 'DELETE', at('follower'))
    expect((await people(boss)).isFollowing).toBe(false)
    await w.call(boss, 'PUT', at('follower'))
    expect((await people(boss)).isFollowing).toBe(true)
    const { body: customer } = await w.call(boss, 'POST', '/customers', {
      name: '新客户',
      roles: ['shipper'],
    })
    await w.catchUp()
    const { body } = await w.call(boss, 'GET', `/records/customer/${customer.id}/people`)
    expect(body.followers).toMatchObject([{ id: boss.id, reason: 'created' }])
  })
})

describe('the activity', () => {
  test('says what a save changed, from what to what: lines by number, divisions by name, persons masked', async () => {
    const order = await w.committed((ctx) => placeOrder(ctx, orderOf(made.from)))
    const ref = `order/${order.id}`
    const amended = await w.call(agent, 'POST', `/orders/${order.id}/amendment`, {
      version: order.version,
      reason: '客户来电',
      consigneePhone: '13987654321',
      address: { city: '4403', district: '440305' },
      lines: [{ lineId: order.lines[0]?.id, quantity: 2 }],
      addLines: [],
    })
    expect(amended.status).toBe(200)
    const [entry] = await activity(agent, '&kind=change', ref)
    const changeOf = (field: string) => entry?.changes?.find((one) => one.field === field)
    expect(changeOf('line')).toMatchObject({ label: `1 · ${made.from.skus[0]}`, after: 2 })
    expect(changeOf('address.city')).toMatchObject({ before: '广州市', after: '深圳市' })
    expect(changeOf('consigneePhone')?.after).toBe('1******4321')
    expect(JSON.stringify(entry)).not.toContain('13987654321')
  })

  test('links the records that belong together, those the reader may see', async () => {
    const typesOf = async (as: TestUser) =>
      new Set((await w.call(as, 'GET', at('related'))).body.rows.map((row: { type: string }) => row.type))
    expect([...(await typesOf(boss))].toSorted()).toEqual(['customer', 'product', 'promise', 'shipment'])
    expect([...(await typesOf(await w.user(['order.read', 'customer.read'])))]).toEqual(['customer'])
  })

  test('is read in pages that neither repeat nor skip, by kind and person, and from a linked entry', async () => {
    await write(boss, { body: '请跟进' })
    const all = await activity(agent)
    const seen: number[] = []
    let cursor = ''
    do {
      const { body } = await w.call(agent, 'GET', at(`activity?limit=3${cursor && `&cursor=${cursor}`}`))
      seen.push(...body.rows.map((row: { seq: number }) => row.seq))
      cursor = body.next
    } while (cursor)
    expect(seen).toEqual(all.map((row) => row.seq))
    const kinds = ['note', 'file', 'change', 'promise', 'progress', 'print', 'access']
    const parts = await Promise.all(kinds.map((kind) => activity(agent, `&kind=${kind}`)))
    expect(parts.flatMap((rows, i) => rows.filter((row) => row.kind !== kinds[i]))).toEqual([])
    expect(parts.flat().length).toBe(all.length)
    const mine = await activity(agent, `&actorId=${boss.id}`)
    expect([mine.length > 0, mine.length < all.length]).toEqual([true, true])
    const third = all[2]?.seq
    expect((await activity(agent, `&from=${third}`))[0]?.seq).toBe(third)
  })
})
