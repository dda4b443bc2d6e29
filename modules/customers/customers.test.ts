import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/ids.ts'
import type { TestUser } from '#platform/testing/world.ts'
import { CONTACT, SITE, customerDesk, names } from './fixture.ts'
import { createParties } from './parties.ts'
import { placeHold, releaseHold } from './holds.ts'
import { REVEALS_PER_HOUR } from './reveals.ts'

const { w, who, create } = customerDesk()
let boss: TestUser
beforeAll(() => void ({ boss } = who))

describe('a new customer', () => {
  test('has a number, its sites and contacts masked, and is announced', async () => {
    const answer = await create('广州诺达', { classKey: 'A', sites: [SITE], contacts: [CONTACT] })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      name: '广州诺达',
      classKey: 'A',
      roles: ['shipper'],
      version: 1,
      promises: { open: 0, late: 0 },
    })
    expect(answer.body.number).toMatch(/^C\d{6}-[0-9A-Z]{8}$/)
    expect(answer.body.sites[0]).toMatchObject({
      areaName: '广东省广州市天河区',
      street: '天河路123号***',
      country: 'CN',
    })
    expect(answer.body.contacts[0]).toMatchObject({
      name: '林*',
      phone: '1******5678',
      email: 'l***@example.com',
      wechat: 'l***',
    })
    expect(answer.body.classes).toMatchObject([{ classKey: 'A', toAt: null }])
    const timeline = await w.call(boss, 'GET', `/records/customer/${answer.body.id}/activity`)
    expect(timeline.body.rows.map((r: { type: string }) => r.type)).toEqual(['customer.created'])
  })

  test('a person is shown by a masked name', async () => {
    const answer = await create('王小明', { kind: 'person' })
    expect(answer.body.name).toBe('王**')
  })

  test.each([
    ['an empty name', { name: '' }, 400, 'name'],
    ['no role', { roles: [] }, 400, 'roles'],
    ['an unknown role', { roles: ['boss'] }, 400, 'roles[0]'],
    ['a column nobody may set', { tenant_id: newId() }, 400, 'tenant_id'],
    ['a city of another province', { sites: [{ ...SITE, city: '1101' }] }, 400, 'sites[0].city'],
    ['an unknown calendar', { sites: [{ ...SITE, calendarId: newId() }] }, 400, 'calendarId'],
    ['a phone that is none', { contacts: [{ ...CONTACT, phone: 'call me' }] }, 400, 'contacts[0].phone'],
  ])('%s is refused and named', async (_what, more, status, path) => {
    const answer = await create('某公司', more)
    expect(answer.status).toBe(status)
    expect(answer.body.fields.map((f: { path: string }) => f.path)).toContain(path)
  })

  test('an unknown class and a taken reference are refused', async () => {
    expect((await create('甲', { classKey: 'Z' })).body.code).toBe('customer.class_unknown')
    expect((await create('甲', { externalRef: 'ERP-1' })).status).toBe(200)
    expect((await create('乙', { externalRef: 'ERP-1' })).body.code).toBe('customer.reference_taken')
  })
})

describe('the list', () => {
  beforeAll(async () => {
    await create('深圳前海物流', { roles: ['carrier'], contacts: [{ name: '周', phone: '13900009876' }] })
    await create('上海外高桥', { roles: ['consignee', 'payer'], classKey: 'B', externalRef: 'SH-9' })
  })

  test.each([
    ['part of the name', '前海', ['深圳前海物流']],
    ['pinyin', 'shenzhenqian', ['深圳前海物流']],
    ['initials', 'szqh', ['深圳前海物流']],
    ['a phone tail', '9876', ['深圳前海物流']],
    ['a whole phone', '139 0000 9876', ['深圳前海物流']],
    ['the external reference', 'SH-9', ['上海外高桥']],
    ['nothing that is there', '%', []],
  ])('is searched by %s', async (_how, search, found) => {
    expect(names(await w.call(boss, 'GET', `/customers?search=${encodeURIComponent(search)}`))).toEqual(found)
  })

  test('is searched by number', async () => {
    const { body } = await create('按编号查找')
    expect(names(await w.call(boss, 'GET', `/customers?search=${body.number.toLowerCase()}`))).toEqual([
      '按编号查找',
    ])
  })

  test('is filtered by role, class and hold', async () => {
    const held = await create('被冻结的客户', { roles: ['supplier'] })
    await w.call(boss, 'POST', `/customers/${held.body.id}/holds`, { kind: 'credit', reason: '逾期未付' })
    expect(names(await w.call(boss, 'GET', '/customers?role=carrier'))).toEqual(['深圳前海物流'])
    expect(names(await w.call(boss, 'GET', '/customers?class=B'))).toEqual(['上海外高桥'])
    expect(names(await w.call(boss, 'GET', '/customers?hold=credit'))).toEqual(['被冻结的客户'])
    expect(names(await w.call(boss, 'GET', '/customers?hold=compliance'))).toEqual([])
    expect(names(await w.call(boss, 'GET', '/customers?hold=none&role=supplier'))).toEqual([])
  })

  test('begins with those who order, whatever their names; then who receives, who supplies, who carries', async () => {
    const roles = [['carrier', 'supplier'], ['consignee'], ['internal', 'carrier'], ['carrier'], ['payer']]
    for (const [index, some] of roles.entries()) await create(`次序${index}`, { roles: some })
    const ordered = names(await w.call(boss, 'GET', '/customers?search=%E6%AC%A1%E5%BA%8F'))
    expect(ordered).toEqual(['次序2', '次序4', '次序1', '次序0', '次序3'])
  })

  test('comes in pages that meet without gap or repeat', async () => {
    const all = names(await w.call(boss, 'GET', '/customers?limit=200'))
    const paged: string[] = []
    let cursor = ''
    do {
      const { body } = await w.call(boss, 'GET', `/customers?limit=3${cursor && `&cursor=${cursor}`}`)
      paged.push(...body.rows.map((r: { name: string }) => r.name))
      cursor = body.next ?? ''
    } while (cursor)
    expect(paged).toEqual(all)
    expect(all.length).toBeGreaterThan(5)
  })
})

describe('changes', () => {
  test('a stale save is refused and changes nothing', async () => {
    const { body } = await create('原名')
    const first = await w.call(boss, 'PATCH', `/customers/${body.id}`, {
      version: 1,
      name: '新名',
      note: '重点',
    })
    const second = await w.call(boss, 'PATCH', `/customers/${body.id}`, { version: 1, name: '别名' })
    expect(first.body).toMatchObject({ name: '新名', note: '重点', version: 2, roles: ['shipper'] })
    expect([second.status, second.body.code]).toEqual([409, 'request.stale'])
    expect(names(await w.call(boss, 'GET', '/customers?search=xinming'))).toEqual(['新名'])
  })

  test('an archived customer is hidden and closed until restored', async () => {
    const { body } = await create('要归档的')
    const archived = await w.call(boss, 'POST', `/customers/${body.id}/archived`, {
      archived: true,
      version: 1,
    })
    expect(archived.body.archivedAt).not.toBeNull()
    expect((await w.call(boss, 'PATCH', `/customers/${body.id}`, { version: 2, name: '改' })).body.code).toBe(
      'customer.archived',
    )
    expect((await w.call(boss, 'POST', `/customers/${body.id}/contacts`, CONTACT)).body.code).toBe(
      'customer.archived',
    )
    expect(names(await w.call(boss, 'GET', '/customers?search=要归档的'))).toEqual([])
    expect(names(await w.call(boss, 'GET', '/customers?search=要归档的&archived=true'))).toEqual(['要归档的'])
    const restored = await w.call(boss, 'POST', `/customers/${body.id}/archived`, {
      archived: false,
      version: 2,
    })
    expect(restored.body.archivedAt).toBeNull()
  })

  test('a contact keeps what is not sent; its site must be the customer’s own', async () => {
    const { body } = await create('联系人测试', { sites: [SITE], contacts: [CONTACT] })
    const other = await create('别家', { sites: [SITE] })
    const at = `/customers/${body.id}/contacts/${body.contacts[0].id}`
    expect(
      (await w.call(boss, 'PATCH', at, { version: 1, phone: '13700001111', siteId: body.sites[0].id }))
        .status,
    ).toBe(200)
    expect(
      (await w.call(boss, 'PATCH', at, { version: 2, siteId: other.body.sites[0].id })).body.fields[0].path,
    ).toBe('siteId')
    const stale = await w.call(boss, 'PATCH', at, { version: 1, phone: '13700002222' })
    expect(stale.body).toMatchObject({
      code: 'request.stale',
      details: { conflicts: [{ field: 'phone', now: '1******1111', mine: '1******2222', isMasked: true }] },
    })
    expect(JSON.stringify(stale.body)).not.toContain('13700001111')
    expect((await w.call(boss, 'PATCH', at, { version: 1, position: '经理' })).status).toBe(200)
    const shown = await w.call(boss, 'POST', `${at}/reveal`, { reason: '核对电话' })
    expect(shown.body).toEqual({
      name: '林诺',
      phone: '13700001111',
      email: 'lin@example.com',
      wechat: 'linnuo88',
    })
  })

  test('a site of another customer is not found under this one', async () => {
    const { body } = await create('地点测试', { sites: [SITE] })
    const other = await create('别家二')
    expect(
      (
        await w.call(boss, 'PATCH', `/customers/${other.body.id}/sites/${body.sites[0].id}`, {
          version: 1,
          name: '偷改',
        })
      ).status,
    ).toBe(404)
    expect(
      (
        await w.call(boss, 'PATCH', `/customers/${body.id}/sites/${body.sites[0].id}`, {
          version: 1,
          city: '4403',
          district: '',
        })
      ).status,
    ).toBe(200)
    expect(
      (
        await w.call(boss, 'PATCH', `/customers/${body.id}/sites/${body.sites[0].id}`, {
          version: 2,
          city: '1101',
        })
      ).body.fields[0].path,
    ).toBe('city')
  })

  test('the class has a history', async () => {
    const { body } = await create('分级测试', { classKey: 'C' })
    const up = await w.call(boss, 'POST', `/customers/${body.id}/class`, {
      classKey: 'A',
      reason: '年度销售额达标',
    })
    expect(up.body.classKey).toBe('A')
    expect(
      up.body.classes.map((c: { classKey: string; toAt: string | null }) => [c.classKey, c.toAt === null]),
    ).toEqual([
      ['A', true],
      ['C', false],
    ])
    expect(
      (await w.call(boss, 'POST', `/customers/${body.id}/class`, { classKey: 'A', reason: '再来一次' })).body
        .code,
    ).toBe('customer.class_unchanged')
    expect(
      (await w.call(boss, 'POST', `/customers/${body.id}/class`, { classKey: 'X', reason: '没有的等级' }))
        .body.code,
    ).toBe('customer.class_unknown')
  })

  test('a hold is placed once of a kind, released once, with reasons', async () => {
    const { body } = await create('冻结测试')
    const at = `/customers/${body.id}/holds`
    const held = await w.call(boss, 'POST', at, { kind: 'credit', reason: '超过信用额度' })
    expect((await w.call(boss, 'POST', at, { kind: 'credit', reason: '再冻结一次' })).body.code).toBe(
      'customer.already_held',
    )
    expect((await w.call(boss, 'POST', at, { kind: 'manual', reason: '客户要求' })).status).toBe(200)
    const release = `${at}/${held.body.holds[0].id}/release`
    expect((await w.call(boss, 'POST', release, { reason: '已付款' })).status).toBe(200)
    expect((await w.call(boss, 'POST', release, { reason: '已付款' })).body.code).toBe(
      'customer.hold_released',
    )
    const agent = await w.user({ role: 'agent' })
    expect((await w.call(agent, 'POST', at, { kind: 'compliance', reason: '越权' })).status).toBe(403)
  })

  test('verbs announce what they did', async () => {
    const { events } = await w.rolledBack(async (ctx) => {
      const [id = ''] = await createParties(ctx, [{ name: '甲', roles: ['shipper'] }])
      const holdId = await placeHold(ctx, { partyId: id, kind: 'manual', reason: '测试' })
      await releaseHold(ctx, { partyId: id, holdId, reason: '完成' })
    })
    expect(events.map((e) => e.type)).toEqual(['customer.created', 'customer.held', 'customer.released'])
  })
})

describe('revealing', () => {
  test('needs the permission and a reason, and leaves one audit row each time', async () => {
    const { body } = await create('隐私测试', { sites: [SITE], contacts: [CONTACT] })
    const reader = await w.user(['customer.read'])
    const at = `/customers/${body.id}/contacts/${body.contacts[0].id}/reveal`
    expect((await w.call(reader, 'POST', at, { reason: '想看看' })).status).toBe(403)
    expect((await w.call(boss, 'POST', at, { reason: '' })).status).toBe(400)
    expect((await w.call(boss, 'POST', at, { reason: '回访客户' })).body.phone).toBe('13812345678')
    expect((await w.call(boss, 'POST', at, { reason: '再次回访' })).body.name).toBe('林诺')
    expect(
      (
        await w.call(boss, 'POST', `/customers/${body.id}/sites/${body.sites[0].id}/reveal`, {
          reason: '派车',
        })
      ).body.street,
    ).toBe(SITE.street)
    const audit = await w.call(boss, 'GET', `/audit?subjectId=${body.id}&type=customer.revealed`)
    expect(audit.body.rows.map((r: { data: object }) => r.data)).toEqual([
      { what: 'site', siteId: body.sites[0].id, contactId: null, reason: '派车' },
      { what: 'contact', siteId: null, contactId: body.contacts[0].id, reason: '再次回访' },
      { what: 'contact', siteId: null, contactId: body.contacts[0].id, reason: '回访客户' },
    ])
    expect(JSON.stringify(audit.body)).not.toContain('13812345678')
  })

  test('is slowed down for whoever would copy the customer base', async () => {
    const { body } = await create('大量查看', { kind: 'person' })
    const curious = await w.user(['personal_data.reveal'])
    const reveal = () => w.call(curious, 'POST', `/customers/${body.id}/reveal`, { reason: '批量查看' })
    for (let i = 0; i < REVEALS_PER_HOUR; i += 1) expect((await reveal()).status).toBe(200)
    expect((await reveal()).status).toBe(429)
  })
})
