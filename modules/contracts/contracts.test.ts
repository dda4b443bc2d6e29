import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import type { TestUser } from '#platform/testing/world.ts'
import { createParties } from '#modules/customers/parties.ts'
import { type Clause, pickClause } from './clause.ts'
import { clausesFragment } from './clauses.ts'
import { ensureDefaultClauses } from './default-clauses.ts'
import { DELIVER, contractDesk } from './fixture.ts'

const { w, who, contractOf, draft, publish } = contractDesk()
let boss: TestUser
let acme: string
let other: string
beforeAll(() => void ({ boss, acme, other } = who))
const inForce = (customerId: string, as = w.tenant) =>
  w.committed(
    async (ctx) =>
      (await ctx.db.one(sql<{ clauses: Clause[] }>`select ${clausesFragment(ctx, [customerId])} as clauses`))
        .clauses,
    as,
  )

describe('the default set', () => {
  test('is made once and binds every customer', async () => {
    await w.committed(ensureDefaultClauses)
    const clauses = await inForce(acme)
    expect(
      clauses.map((c) => [c.kind, c.service, c.urgent, c.target.unit, c.target.amount]).toSorted(),
    ).toEqual(
      [
        ['acknowledge', null, null, 'working_minutes', 60],
        ['deliver', 'economy', null, 'requested', 7],
        ['deliver', 'express', null, 'requested', 1],
        ['deliver', null, null, 'requested', 3],
        ['receipt_back', null, null, 'days', 7],
        ['ship', null, null, 'working_days', 1],
        ['ship', null, true, 'working_minutes', 240],
      ].toSorted(),
    )
    const list = await w.call(boss, 'GET', '/contracts')
    expect(list.body.rows.filter((r: { number: string }) => r.number === 'DEFAULT')).toMatchObject([
      { customerId: null, published: 7, drafts: 0 },
    ])
  })

  test('is made by the event of a new company', async () => {
    await w.catchUp(w.foreign)
    expect((await inForce(newId(), w.foreign)).length).toBe(7)
  })
})

describe('versions', () => {
  test('a draft binds nobody; published it binds; a change is a new version that replaces it when published', async () => {
    const contract = await contractOf(acme)
    const first = await draft(contract.id)
    expect([first.state, first.version]).toEqual(['draft', 1])
    expect((await inForce(acme)).some((c) => c.id === first.id)).toBe(false)
    expect((await publish(first.id)).body).toMatchObject({ state: 'published', publishedBy: '测试员' })
    expect((await publish(first.id)).body.code).toBe('clause.already_published')

    const changed = await w.call(boss, 'POST', `/clauses/${first.id}/versions`, {
      version: 1,
      target: { unit: 'days', amount: 4 },
    })
    expect(
      (await inForce(acme)).filter((c) => c.lineId === first.lineId).map((c) => c.target.amount),
    ).toEqual([5])
    expect((await publish(changed.body.id)).status).toBe(200)
    expect(
      (await inForce(acme)).filter((c) => c.lineId === first.lineId).map((c) => [c.version, c.target.amount]),
    ).toEqual([[2, 4]])
    const { body } = await w.call(boss, 'GET', `/contracts/${contract.id}`)
    expect(
      body.clauses.map((c: { version: number; state: string; target: object }) => [c.version, c.state]),
    ).toEqual([
      [2, 'published'],
      [1, 'retired'],
    ])
    expect((await publish(first.id)).body.code).toBe('clause.retired')
    const timeline = await w.call(boss, 'GET', `/records/contract/${contract.id}/activity`)
    expect(timeline.body.rows.map((r: { type: string }) => r.type)).toEqual([
      'clause.published',
      'clause.drafted',
      'clause.published',
      'clause.drafted',
      'contract.created',
    ])
    await w.call(boss, 'POST', `/contracts/${contract.id}/end`, { version: 1, reason: '测试结束' })
  })

  test('a change made from an old version is refused; a newer draft discards the older', async () => {
    const contract = await contractOf(other)
    const { id } = await draft(contract.id)
    const second = await w.call(boss, 'POST', `/clauses/${id}/versions`, {
      version: 1,
      target: { unit: 'days', amount: 4 },
    })
    const stale = await w.call(boss, 'POST', `/clauses/${id}/versions`, {
      version: 1,
      target: { unit: 'days', amount: 6 },
    })
    expect([stale.status, stale.body.code]).toEqual([409, 'request.stale'])
    expect((await w.call(boss, 'GET', `/clauses/${id}`)).body.state).toBe('discarded')
    expect((await publish(id)).body.code).toBe('clause.retired')
    expect(
      (await w.call(boss, 'POST', `/clauses/${second.body.id}/retirement`, { reason: '不需要了' })).body
        .state,
    ).toBe('discarded')
    expect(
      (await w.call(boss, 'POST', `/clauses/${second.body.id}/retirement`, { reason: '不需要了' })).body.code,
    ).toBe('clause.retired')
  })

  test('the database itself keeps a published text from changing by a change', async () => {
    const contract = await contractOf(acme)
    const { id } = await draft(contract.id, { kind: 'receipt_back', target: { unit: 'days', amount: 9 } })
    await publish(id)
    const before = (await w.call(boss, 'GET', `/clauses/${id}`)).body
    await w.call(boss, 'POST', `/clauses/${id}/versions`, { version: 1, target: { unit: 'days', amount: 2 } })
    expect((await w.call(boss, 'GET', `/clauses/${id}`)).body).toEqual(before)
    await w.call(boss, 'POST', `/contracts/${contract.id}/end`, { version: 1, reason: '测试结束' })
  })
})

test('a clause for a province that is none is refused with the place and the remedy', async () => {
  const mine = await contractOf(acme, { validTo: '2025-12-31' })
  for (const destination of ['CN-99', 'CN-4401', 'CN-广东']) {
    const body = { ...DELIVER, destination }
    const { status, body: told } = await w.call(boss, 'POST', `/contracts/${mine.id}/clauses`, body)
    expect([status, told.fields?.[0]?.path]).toEqual([400, 'destination'])
    expect(told.fields[0].message).toContain('CN-44')
  }
  await w.call(boss, 'POST', `/contracts/${mine.id}/end`, { version: 1, reason: '测试结束' })
})

describe('equally specific clauses', () => {
  test('are refused within a contract, across contracts of a customer, and by a change of dates', async () => {
    const mine = await contractOf(acme, { validTo: '2025-12-31' })
    const express = { ...DELIVER, service: 'express', destination: 'CN-65' }
    expect((await publish((await draft(mine.id, express)).id)).status).toBe(200)
    const twin = await publish((await draft(mine.id, express)).id)
    expect([twin.status, twin.body.code]).toEqual([409, 'clause.equally_specific'])

    const next = await contractOf(acme, { validFrom: '2026-01-01' })
    expect((await publish((await draft(next.id, express)).id)).status).toBe(200) // one follows the other
    const overlap = await w.call(boss, 'PATCH', `/contracts/${next.id}`, {
      version: 1,
      validFrom: '2025-12-31',
    })
    expect(overlap.body.code).toBe('clause.equally_specific')
    expect((await w.call(boss, 'GET', `/contracts/${next.id}`)).body.validFrom).toBe('2026-01-01')

    expect((await publish((await draft(mine.id, { ...express, urgent: true })).id)).status).toBe(200)
    const others = await contractOf(other)
    expect((await publish((await draft(others.id, express)).id)).status).toBe(200)
    for (const c of [mine, next, others])
      await w.call(boss, 'POST', `/contracts/${c.id}/end`, { version: 1, reason: '测试结束' })
  })

  test('two published at once do not both slip in', async () => {
    const [left, right] = [await contractOf(acme), await contractOf(acme)]
    const [a, b] = [
      await draft(left.id, { ...DELIVER, service: 'race' }),
      await draft(right.id, { ...DELIVER, service: 'race' }),
    ]
    const answers = await Promise.all([publish(a.id), publish(b.id)])
    expect(answers.map((x) => x.status).toSorted()).toEqual([200, 409])
    for (const c of [left, right])
      await w.call(boss, 'POST', `/contracts/${c.id}/end`, { version: 1, reason: '测试结束' })
  })
})

describe('contracts', () => {
  test('bind from their first to their last day, and not once ended', async () => {
    const future = await contractOf(acme, { validFrom: '2025-09-23' })
    const past = await contractOf(acme, { validFrom: '2025-01-01', validTo: '2025-09-21' })
    const today = await contractOf(acme, { validFrom: '2025-09-22', validTo: '2025-09-22' })
    for (const [i, c] of [future, past, today].entries())
      await publish((await draft(c.id, { ...DELIVER, service: `s${i}` })).id)
    const services = async () =>
      (await inForce(acme)).filter((c) => /^s\d$/.test(c.service ?? '')).map((c) => c.service)
    expect(await services()).toEqual(['s2'])
    expect(
      (await w.call(boss, 'POST', `/contracts/${today.id}/end`, { version: 1, reason: '提前终止' })).body
        .endedAt,
    ).not.toBeNull()
    expect(await services()).toEqual([])
    expect((await w.call(boss, 'POST', `/contracts/${today.id}/clauses`, DELIVER)).body.code).toBe(
      'contract.ended',
    )
    expect(
      (await w.call(boss, 'PATCH', `/contracts/${today.id}`, { version: 2, name: '改' })).body.code,
    ).toBe('contract.ended')
  })

  test('an ended one runs again, unless another took its place', async () => {
    const first = await contractOf(acme)
    const special = { ...DELIVER, service: 'resumed' }
    await publish((await draft(first.id, special)).id)
    const at = (path: string, version: number) =>
      w.call(boss, 'POST', `/contracts/${first.id}/${path}`, { version, reason: '客户续签' })
    expect((await at('resumption', 1)).body.code).toBe('contract.not_ended')
    await at('end', 1)
    expect((await at('resumption', 2)).body.endedAt).toBeNull()
    expect((await inForce(acme)).some((c) => c.service === 'resumed')).toBe(true)

    await at('end', 3)
    const second = await contractOf(acme)
    await publish((await draft(second.id, special)).id)
    expect((await at('resumption', 4)).body.code).toBe('clause.equally_specific')
  })

  test('a copy begins with the clauses in force of the other as drafts', async () => {
    const from = await contractOf(acme)
    await publish((await draft(from.id, { ...DELIVER, service: 'copied' })).id)
    await draft(from.id, { ...DELIVER, service: 'not published' })
    const body = { name: '副本', customerId: null, validFrom: '2025-01-01', clausesOf: from.id }
    const copy = await w.call(boss, 'POST', '/contracts', body)
    expect(copy.body.clauses).toMatchObject([{ service: 'copied', state: 'draft', version: 1 }])
    expect((await w.call(boss, 'POST', '/contracts', { ...body, clausesOf: newId() })).status).toBe(404)
  })

  test('a copy says which calendars are off by now, and is not published with them', async () => {
    const key = 'night_shift'
    const rule = { name: '夜班', zone: 'Asia/Shanghai', week: null, holidaySet: null, exceptions: [] }
    const { body: calendar } = await w.call(boss, 'POST', '/calendars', { key, ...rule })
    const from = await contractOf(acme)
    await publish((await draft(from.id, { ...DELIVER, service: 'night', calendarId: calendar.id })).id)
    const turn = (disabled: boolean) =>
      w.call(boss, 'POST', `/calendars/${calendar.id}/disabled`, { disabled, reason: '夜班取消' })
    await turn(true)
    const body = { name: '夜班副本', customerId: null, validFrom: '2025-01-01', clausesOf: from.id }
    const [clause] = (await w.call(boss, 'POST', '/contracts', body)).body.clauses
    expect(clause).toMatchObject({ isCalendarOff: true, calendarName: '夜班' })
    const refused = await publish(clause.id)
    expect([refused.status, refused.body.fields[0].path]).toEqual([400, 'calendarId'])
    await turn(false)
    expect((await publish(clause.id)).status).toBe(200)
  })

  test('a stale save and dates the wrong way round are refused', async () => {
    const contract = await contractOf(acme)
    expect(
      (await w.call(boss, 'PATCH', `/contracts/${contract.id}`, { version: 1, name: '新名称' })).body,
    ).toMatchObject({ name: '新名称', version: 2 })
    expect(
      (await w.call(boss, 'PATCH', `/contracts/${contract.id}`, { version: 1, name: '又一名称' })).body.code,
    ).toBe('request.stale')
    const inverted = await w.call(boss, 'PATCH', `/contracts/${contract.id}`, {
      version: 2,
      validTo: '2024-01-01',
    })
    expect([inverted.status, inverted.body.code]).toEqual([422, 'contract.dates_inverted'])
  })

  test.each([
    ['an unknown unit', { kind: 'deliver', target: { unit: 'weeks', amount: 1 } }, 'target.unit'],
    ['no minutes at all', { kind: 'deliver', target: { unit: 'minutes', amount: 0 } }, 'target.amount'],
    [
      'a time of day for minutes',
      { kind: 'deliver', target: { unit: 'minutes', amount: 5, at: '10:00' } },
      'target.at',
    ],
    ['too many days', { kind: 'deliver', target: { unit: 'days', amount: 999 } }, 'target.amount'],
    ['an unknown calendar', { ...DELIVER, calendarId: newId() }, 'calendarId'],
    ['a place that is none', { ...DELIVER, destination: 'Guangdong' }, 'destination'],
    ['an unknown cause', { ...DELIVER, exclusions: ['bad_luck'] }, 'exclusions[0]'],
    ['a negative tolerance', { ...DELIVER, lateToleranceMinutes: -1 }, 'lateToleranceMinutes'],
  ])('a clause with %s is refused and the field named', async (_what, body, path) => {
    const contract = await contractOf(acme)
    const answer = await w.call(boss, 'POST', `/contracts/${contract.id}/clauses`, body)
    expect([answer.status, answer.body.fields?.map((f: { path: string }) => f.path)]).toEqual([400, [path]])
  })
})

describe('who sees what', () => {
  test('a user bound to a customer reads the default set, works on own contracts, and finds no others', async () => {
    const [own, others] = [await contractOf(acme), await contractOf(other)]
    const foreignDraft = await draft(others.id)
    const bound = await w.user({ role: 'manager' }, { scopes: { customer: [acme] } })
    const seen = await w.call(bound, 'GET', '/contracts?limit=200')
    expect(new Set(seen.body.rows.map((r: { customerId: string | null }) => r.customerId))).toEqual(
      new Set([acme, null]),
    )
    expect((await w.call(bound, 'POST', `/contracts/${own.id}/clauses`, DELIVER)).status).toBe(200)
    const byDefault = seen.body.rows.find((r: { number: string }) => r.number === 'DEFAULT')
    const answers = await Promise.all([
      w.call(bound, 'GET', `/contracts/${others.id}`),
      w.call(bound, 'GET', `/records/contract/${others.id}/activity`),
      w.call(bound, 'PATCH', `/contracts/${others.id}`, { version: 1, name: '改' }),
      w.call(bound, 'POST', `/contracts/${others.id}/end`, { version: 1, reason: '越权' }),
      w.call(bound, 'POST', `/contracts/${others.id}/clauses`, DELIVER),
      w.call(bound, 'POST', `/contracts/${byDefault.id}/clauses`, DELIVER),
      w.call(bound, 'GET', `/clauses/${foreignDraft.id}`),
      w.call(bound, 'POST', `/clauses/${foreignDraft.id}/versions`, { version: 1, target: DELIVER.target }),
      w.call(bound, 'POST', `/clauses/${foreignDraft.id}/publication`),
      w.call(bound, 'POST', `/clauses/${foreignDraft.id}/retirement`, { reason: '越权' }),
      w.call(bound, 'POST', `/clauses/${foreignDraft.id}/dry-run`, {}),
      w.call(bound, 'POST', '/clauses/dry-run', { contractId: others.id, ...DELIVER }),
      w.call(bound, 'GET', `/clauses/preview?customerId=${other}`),
    ])
    expect(answers.map((a) => a.status)).toEqual(answers.map(() => 404))
    expect(
      (await w.call(bound, 'POST', '/contracts', { name: '默认', customerId: null, validFrom: '2025-01-01' }))
        .status,
    ).toBe(403)
    expect(
      (
        await w.call(bound, 'POST', '/contracts', {
          name: '他人',
          customerId: other,
          validFrom: '2025-01-01',
        })
      ).body.fields[0].path,
    ).toBe('customerId')
  })

  test('another company finds nothing, not even by ids in a body', async () => {
    const contract = await contractOf(acme)
    const { id } = await draft(contract.id)
    const stranger = await w.user({ role: 'manager' }, { tenant: w.foreign })
    expect((await w.call(stranger, 'GET', `/contracts/${contract.id}`)).status).toBe(404)
    expect((await w.call(stranger, 'POST', `/clauses/${id}/publication`)).status).toBe(404)
    expect(
      (
        await w.call(stranger, 'POST', '/contracts', {
          name: '甲',
          customerId: acme,
          validFrom: '2025-01-01',
        })
      ).status,
    ).toBe(400)
  })

  test('reading is not managing', async () => {
    const reader = await w.user(['contract.read'])
    expect((await w.call(reader, 'GET', '/clauses')).status).toBe(200)
    expect(
      (await w.call(reader, 'POST', '/contracts', { name: '甲', customerId: acme, validFrom: '2025-01-01' }))
        .status,
    ).toBe(403)
  })
})

test('the name of a person is masked in contracts and clauses', async () => {
  const [person = ''] = await w.committed((ctx) =>
    createParties(ctx, [{ name: '王小明', kind: 'person', roles: ['shipper'] }]),
  )
  const contract = await contractOf(person)
  await draft(contract.id)
  const { body } = await w.call(boss, 'GET', `/contracts/${contract.id}`)
  const list = await w.call(boss, 'GET', `/contracts?customerId=${person}`)
  expect([body.customerName, body.clauses[0].customerName, list.body.rows[0].customerName]).toEqual([
    '王**',
    '王**',
    '王**',
  ])
  expect(JSON.stringify([body, list.body])).not.toContain('王小明')
})

test('intake picks from one read', async () => {
  const clauses = await inForce(other)
  const picked = pickClause(clauses, {
    kind: 'deliver',
    customerId: other,
    classKey: null,
    service: 'express',
    origin: null,
    destination: null,
    urgent: false,
  })
  expect([picked?.service, picked?.target.amount]).toEqual(['express', 1])
})
