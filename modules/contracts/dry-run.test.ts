import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import type { TestUser } from '#platform/testing/world.ts'
import { importPromises } from '#modules/promises/promises.ts'
import { DELIVER, contractDesk } from './fixture.ts'

const { w, who, contractOf, draft, publish } = contractDesk()
let boss: TestUser
let acme: string
let other: string
beforeAll(() => void ({ boss, acme, other } = who))

test('the preview says which clause binds, why, and when it is due', async () => {
  const { body } = await w.call(
    boss,
    'GET',
    `/clauses/preview?customerId=${other}&service=express&urgent=true&country=CN&province=65`,
  )
  const rows = Object.fromEntries(body.rows.map((r: { kind: string }) => [r.kind, r]))
  expect(rows.acknowledge).toMatchObject({ decidedBy: null, dueAt: '2025-09-22T03:00:00.000Z' })
  expect(rows.ship).toMatchObject({ decidedBy: 'urgent', dueAt: '2025-09-22T07:30:00.000Z' }) // 10:00 + 4 h, lunch 12:00-13:30
  expect(rows.deliver).toMatchObject({ decidedBy: 'service', dueAt: '2025-09-23T15:59:59.999Z' })
  expect(rows.receipt_back).toMatchObject({ startAt: rows.deliver.dueAt, dueAt: '2025-09-30T15:59:59.999Z' })
  const wished = await w.call(boss, 'GET', `/clauses/preview?customerId=${other}&requestedOn=2025-09-28`)
  expect(wished.body.rows.find((r: { kind: string }) => r.kind === 'deliver').dueAt).toBe(
    '2025-09-28T15:59:59.999Z',
  )
  expect(rows.deliver.candidates.map((c: { misfits: string[] }) => c.misfits)).toEqual([[], [], ['service']])
})

describe('the dry run', () => {
  const day = (d: number, time = '10:00') =>
    new Date(`2025-09-${String(d).padStart(2, '0')}T${time}:00+08:00`)
  const end = (d: number) => new Date(day(d, '23:59').getTime() + 59_999)

  test('judges the ledger anew under the changed clause, and writes nothing', async () => {
    const contract = await contractOf(acme)
    const now = await draft(contract.id, { ...DELIVER, service: 'dry', exclusions: ['weather'] })
    await publish(now.id)
    const narrower = await draft(contract.id, { ...DELIVER, service: 'dry', urgent: true })
    await publish(narrower.id)
    const promise = (startDay: number, fulfilledAt: Date | null, more: object = {}) => ({
      kind: 'deliver' as const,
      subjectType: 'order' as const,
      subjectId: newId(),
      orderId: newId(),
      customerId: acme,
      clauseId: now.id,
      madeAt: day(startDay),
      startedAt: day(startDay),
      dueAt: end(startDay + 5),
      service: 'dry',
      lane: 'GZ1>CN-65',
      fulfilledAt,
      ...more,
    })
    const rows = [
      promise(1, day(4)), // day 3: kept under 5 and 3 days
      promise(2, day(6)), // day 4: kept under 5, late under 3
      promise(3, day(12)), // day 9: late under both
      promise(19, null), // open: due the 24th, under 3 days the 22nd at midnight
      promise(18, null), // open, not overdue under 5 days; overdue under 3
      promise(4, day(8), { urgent: true }), // bound by the narrower clause
      promise(5, day(6), { service: 'else' }), // does not meet the conditions
      promise(6, day(7), { customerId: other }), // another customer's
      promise(7, null, { withdrawn: 'order_cancelled' }),
    ]
    await w.committed((ctx) => importPromises(ctx, rows))
    const changed = await w.call(boss, 'POST', `/clauses/${now.id}/versions`, {
      version: 1,
      service: 'dry',
      target: { unit: 'days', amount: 3 },
    })
    const before = await counts()
    const { body, status } = await w.call(boss, 'POST', `/clauses/${changed.body.id}/dry-run`, { last: 100 })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      asked: 100,
      scanned: 6,
      matched: 5,
      shiftMedianMinutes: -2 * 24 * 60,
      changed: 5,
      verdictsChanged: 2,
      before: { kept: 2, early: 0, late: 1, excused: 0, open: 2 },
      after: { kept: 1, early: 0, late: 3, excused: 0, open: 1 },
    })
    expect(
      body.rows
        .slice(0, 2)
        .map((r: { orderId: string; before: string; after: string }) => [r.orderId, r.before, r.after]),
    ).toEqual([
      [rows[4]?.orderId, 'open', 'late'],
      [rows[1]?.orderId, 'kept', 'late'],
    ])
    expect(body.rows[1]).toMatchObject({
      dueBefore: end(7).toISOString(),
      dueAfter: end(5).toISOString(),
      fulfilledAt: day(6).toISOString(),
      customerName: '甲公司',
    })
    expect(await counts()).toEqual(before)
    const few = await w.call(boss, 'POST', `/clauses/${changed.body.id}/dry-run`, { last: 2 })
    expect([few.body.scanned, few.body.matched]).toEqual([2, 2])
    const lately = await w.call(boss, 'POST', `/clauses/${changed.body.id}/dry-run`, { days: 5 })
    expect(lately.body).toMatchObject({
      days: 5,
      scanned: 2,
      matched: 2,
      before: { open: 2 },
      after: { open: 1, late: 1 },
    })
  })

  test('takes a clause not saved, an early limit and causes that do not count', async () => {
    const { body: list } = await w.call(
      boss,
      'GET',
      `/clauses?customerId=${acme}&state=published&service=dry`,
    )
    const line = list.rows.find((c: { urgent: boolean | null }) => c.urgent === null)
    await w.committed((ctx) =>
      ctx.db.run(sql`
      insert into promise_outcome (tenant_id, root_id, version, outcome, fulfilled_at, recorded_at, cause)
      select o.tenant_id, o.root_id, o.version + 1, o.outcome, o.fulfilled_at, ${ctx.now}, 'weather' from promise_outcome o where o.fulfilled_at = ${day(12)}`),
    )
    const { body } = await w.call(boss, 'POST', '/clauses/dry-run', {
      contractId: line.contractId,
      lineId: line.lineId,
      kind: 'deliver',
      service: 'dry',
      last: 50,
      target: { unit: 'days', amount: 4 },
      earlyToleranceMinutes: 0,
      exclusions: ['weather'],
    })
    expect(body.before).toEqual({ kept: 2, early: 0, late: 0, excused: 1, open: 2 })
    expect(body.after).toEqual({ kept: 1, early: 1, late: 0, excused: 1, open: 2 })
  })

  test('a wish the customer had is kept in the new reckoning', async () => {
    const contract = await contractOf(other)
    const wished = await draft(contract.id, {
      kind: 'deliver',
      service: 'wish',
      target: { unit: 'requested', amount: 3 },
    })
    await publish(wished.id)
    const promise = (dueAt: Date) => ({
      kind: 'deliver' as const,
      subjectType: 'order' as const,
      subjectId: newId(),
      orderId: newId(),
      customerId: other,
      clauseId: wished.id,
      madeAt: day(1),
      startedAt: day(1),
      dueAt,
      service: 'wish',
      fulfilledAt: day(5),
    })
    await w.committed((ctx) => importPromises(ctx, [promise(end(4)), promise(end(10))]))
    const changed = await w.call(boss, 'POST', `/clauses/${wished.id}/versions`, {
      version: 1,
      service: 'wish',
      target: { unit: 'requested', amount: 5 },
    })
    const { body } = await w.call(boss, 'POST', `/clauses/${changed.body.id}/dry-run`, {})
    expect(body).toMatchObject({
      matched: 2,
      changed: 1,
      before: { kept: 1, late: 1 },
      after: { kept: 2, late: 0 },
    })
    expect(body.rows[0].dueAfter).toBe(end(6).toISOString())
  })

  test('a warehouse’s own conditions, calendar and cutoff count', async () => {
    const calendars = await w.call(boss, 'GET', '/calendars')
    const sevenDays = calendars.body.rows.find((c: { key: string }) => c.key === 'seven_days')
    const id = newId()
    await w.committed((ctx) =>
      ctx.db.run(sql`
      insert into warehouse (tenant_id, id, code, name, country, province, calendar_id, cutoff)
      values (${ctx.tenant.id}, ${id}, 'DRY1', '试算仓', 'CN', '44', ${sevenDays.id}, '16:00')`),
    )
    const contract = await contractOf(acme)
    const clause = await draft(contract.id, {
      kind: 'ship',
      origin: 'CN-44',
      service: 'dry',
      target: { unit: 'working_days', amount: 1, at: '18:00' },
    })
    const promise = (startedAt: Date, warehouseId: string | null) => ({
      kind: 'ship' as const,
      subjectType: 'order' as const,
      subjectId: newId(),
      orderId: newId(),
      customerId: acme,
      madeAt: startedAt,
      startedAt,
      dueAt: end(30),
      service: 'dry',
      warehouseId,
      lane: 'DRY1>CN-65',
      fulfilledAt: day(21),
    })
    // Friday before and after the cutoff: due Saturday and Sunday 18:00, as the warehouse works seven days.
    await w.committed((ctx) =>
      importPromises(ctx, [
        promise(day(19, '15:59'), id),
        promise(day(19, '16:01'), id),
        promise(day(19), null),
      ]),
    )
    const { body } = await w.call(boss, 'POST', `/clauses/${clause.id}/dry-run`, {})
    expect([body.matched, body.rows.map((r: { dueAfter: string }) => r.dueAfter).toSorted()]).toEqual([
      2,
      [day(20, '18:00').toISOString(), day(21, '18:00').toISOString()],
    ])
  })

  async function counts() {
    return w.committed((ctx) =>
      ctx.db.one(sql`
      select (select count(*) from promise) as promises, (select count(*) from promise_outcome) as ends, (select count(*) from clause) as clauses, (select count(*) from event) as events`),
    )
  }
})
