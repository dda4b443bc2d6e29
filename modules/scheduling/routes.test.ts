import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { addWorkingTime, isWorkingDay } from './calendar.ts'
import {
  type CalendarRow,
  calendarOf,
  calendarsFragment,
  ensureDefaultCalendars,
  findCalendar,
  loadCalendars,
} from './calendars.ts'

const w = world()
const day = [{ from: '08:00', to: '17:00' }]
const week = { 1: day, 2: day, 3: day, 4: day, 5: day, 6: [], 7: [] }
const draft = (more: object = {}) => ({
  name: '一号仓',
  zone: 'Asia/Shanghai',
  week,
  holidaySet: 'cn',
  exceptions: [],
  ...more,
})

let boss: TestUser
let reader: TestUser
beforeAll(async () => {
  boss = await w.user(['calendar.read', 'calendar.manage'])
  reader = await w.user(['calendar.read'])
})
let n = 0
const make = async (more: object = {}) =>
  (await w.call(boss, 'POST', '/calendars', { key: `c_${(n += 1)}`, ...draft(more) })).body

describe('default calendars', () => {
  test('come with the company, once, and compute with the Chinese holidays', async () => {
    await w.catchUp()
    const rows = await w.committed(async (ctx) => {
      await ensureDefaultCalendars(ctx)
      return loadCalendars(ctx)
    })
    expect(rows.map((r) => r.key)).toEqual(['natural', 'seven_days', 'standard'])
    const standard = calendarOf(rows[2] as CalendarRow)
    expect(standard).toBe(calendarOf(rows[2] as CalendarRow))
    expect([
      isWorkingDay(standard, '2026-10-01'),
      isWorkingDay(standard, '2026-10-10'),
      isWorkingDay(standard, '2026-10-11'),
    ]).toEqual([false, true, false])
    expect(calendarOf(rows[0] as CalendarRow).alwaysOpen).toBe(true)
  })

  test('the fragment is one JSON value of the tenant alone', async () => {
    const { result } = await w.rolledBack((ctx) =>
      ctx.db.one(sql<{ rows: CalendarRow[] }>`select ${calendarsFragment(ctx)} as rows`),
    )
    const { result: one } = await w.rolledBack((ctx) => findCalendar(ctx, (result.rows[0] as CalendarRow).id))
    expect(one).toEqual(result.rows[0])
    const foreign = await w.committed((ctx) => loadCalendars(ctx), w.foreign)
    expect(foreign).toEqual([])
  })
})

describe('saving', () => {
  test('a calendar is made, changed by who read its version, and every change compiles anew', async () => {
    const made = await make({ exceptions: [{ date: '2026-03-02', name: '盘点', windows: [] }] })
    expect(made).toMatchObject({ name: '一号仓', version: 1, builtIn: false, holidaySet: 'cn' })
    const changed = await w.call(boss, 'PUT', `/calendars/${made.id}`, {
      ...draft({ name: '二号仓' }),
      version: 1,
    })
    expect(changed.body).toMatchObject({ name: '二号仓', version: 2, exceptions: [] })
    const stale = await w.call(boss, 'PUT', `/calendars/${made.id}`, {
      ...draft({ name: '三号仓' }),
      version: 1,
    })
    expect([stale.status, stale.body.code]).toEqual([409, 'request.stale'])
    const asked = await w.committed(async (ctx) => calendarOf(await findCalendar(ctx, made.id)))
    expect(isWorkingDay(asked, '2026-03-02')).toBe(true)
  })

  test.each([
    [{ zone: 'Asia/Shanghais' }, 'zone'],
    [{ week: { ...week, 3: [{ from: '17:00', to: '08:00' }] } }, 'week.3'],
    [{ exceptions: [{ date: '2026-13-01', name: '', windows: [] }] }, 'exceptions.2026-13-01'],
    [{ week: null }, 'exceptions'],
  ])('%j is refused at %s', async (more, path) => {
    const answer = await w.call(boss, 'POST', '/calendars', { key: `bad_${(n += 1)}`, ...draft(more) })
    expect([answer.status, answer.body.fields?.map((f: { path: string }) => f.path)]).toEqual([400, [path]])
  })

  test('a key is taken once', async () => {
    const { key } = await make()
    expect((await w.call(boss, 'POST', '/calendars', { key, ...draft() })).body.code).toBe(
      'calendar.key_taken',
    )
  })
})

describe('deleting', () => {
  test('is refused for built-in calendars and for those in use, and done otherwise', async () => {
    const { body } = await w.call(boss, 'GET', '/calendars')
    const builtIn = body.rows.find((r: { key: string }) => r.key === 'natural')
    expect((await w.call(boss, 'DELETE', `/calendars/${builtIn.id}`)).body.code).toBe('calendar.built_in')
    const used = await make()
    await w.committed((ctx) =>
      ctx.db.run(
        sql`insert into warehouse (tenant_id, id, code, name, calendar_id) values (${ctx.tenant.id}, ${newId()}, 'W1', '一号仓', ${used.id})`,
      ),
    )
    expect((await w.call(boss, 'DELETE', `/calendars/${used.id}`)).body.code).toBe('calendar.in_use')
    const free = await make()
    expect((await w.call(boss, 'DELETE', `/calendars/${free.id}`)).status).toBe(200)
    expect((await w.call(boss, 'GET', `/calendars/${free.id}`)).status).toBe(404)
  })
})

describe('who may', () => {
  test('readers read and try, and change nothing; others see nothing', async () => {
    const { id } = await make()
    const nobody = await w.user(['order.read'])
    const trial = {
      calendar: { zone: 'Asia/Shanghai', week, holidaySet: null, exceptions: [] },
      from: '2026-03-02T00:00:00Z',
      minutes: 1,
    }
    for (const [method, path, input, status] of [
      ['GET', '/calendars', undefined, 200],
      ['GET', `/calendars/${id}`, undefined, 200],
      ['GET', '/holiday-sets/cn/2026', undefined, 200],
      ['POST', '/calendars/trial', trial, 200],
      ['POST', '/calendars', { key: 'mine', ...draft() }, 403],
      ['PUT', `/calendars/${id}`, { ...draft(), version: 1 }, 403],
      ['DELETE', `/calendars/${id}`, undefined, 403],
    ] as const) {
      expect((await w.call(reader, method, path, input)).status, `${method} ${path}`).toBe(status)
      expect((await w.call(nobody, method, path, input)).status, `${method} ${path}`).toBe(403)
    }
  })

  test('a calendar of another company is not found', async () => {
    const stranger = await w.user(['calendar.read', 'calendar.manage'], { tenant: w.foreign })
    const { id } = await make()
    expect((await w.call(stranger, 'GET', `/calendars/${id}`)).status).toBe(404)
    expect((await w.call(stranger, 'PUT', `/calendars/${id}`, { ...draft(), version: 1 })).status).toBe(404)
    expect((await w.call(stranger, 'DELETE', `/calendars/${id}`)).status).toBe(404)
  })
})

describe('holidays', () => {
  test('of a shipped year are named; of another year are said to be unknown', async () => {
    const known = (await w.call(reader, 'GET', '/holiday-sets/cn/2026')).body
    expect(known.known).toBe(true)
    expect(known.days).toContainEqual({ date: '2026-02-14', name: '春节', isOffDay: false })
    expect((await w.call(reader, 'GET', '/holiday-sets/cn/2035')).body).toMatchObject({
      known: false,
      days: [],
    })
    expect((await w.call(reader, 'GET', '/holiday-sets/cn/1')).status).toBe(400)
  })
})

describe('trying', () => {
  const calendar = { zone: 'Asia/Shanghai', week, holidaySet: 'cn', exceptions: [] }
  // Case a) of domain §8.1 with the notice of 2025: Tuesday 16:00 + 4 h over the National Day holiday.
  test('domain §8.1 a and e', async () => {
    const { body } = await w.call(reader, 'POST', '/calendars/trial', {
      calendar,
      from: '2025-09-30T16:00:00+08:00',
      minutes: 240,
      to: '2025-10-09T11:00:00+08:00',
    })
    expect(body).toEqual({
      openAtFrom: true,
      nextOpen: '2025-09-30T08:00:00.000Z',
      due: '2025-10-09T03:00:00.000Z',
      elapsedMinutes: 240,
    })
  })

  test('a draft that cannot be saved is refused at the field; a time too far is said so', async () => {
    const bad = await w.call(reader, 'POST', '/calendars/trial', {
      calendar: { ...calendar, zone: 'x' },
      from: '2025-09-30T16:00:00Z',
      minutes: 1,
    })
    expect([bad.status, bad.body.fields[0].path]).toEqual([400, 'zone'])
    const far = await w.call(reader, 'POST', '/calendars/trial', {
      calendar,
      from: '2025-09-30T16:00:00Z',
      minutes: 5_000_000,
    })
    expect([far.status, far.body.code]).toEqual([422, 'calendar.too_far'])
  })

  test('the engine behind it is the one promises use', async () => {
    const { id } = await make()
    const compiled = await w.committed(async (ctx) => calendarOf(await findCalendar(ctx, id)))
    const { body } = await w.call(reader, 'POST', '/calendars/trial', {
      calendar,
      from: '2026-03-06T08:30:00Z',
      minutes: 60,
    })
    expect(Date.parse(body.due)).toBe(addWorkingTime(compiled, Date.parse('2026-03-06T08:30:00Z'), 3_600_000))
  })
})

test('a calendar that is off is chosen by nothing anew; what goes by it still does', async () => {
  const calendar = await make()
  const manager = await w.user({ role: 'manager' })
  const body = (code: string) => ({ code, name: '夜仓', country: 'CN', calendarId: calendar.id })
  const used = await w.call(manager, 'POST', '/warehouses', body('NIGHT-1'))
  expect(used.status).toBe(200)
  const turn = (id: string, disabled: boolean) =>
    w.call(boss, 'POST', `/calendars/${id}/disabled`, { disabled, reason: '改用新日历' })
  expect((await turn(calendar.id, true)).body.disabledAt).toEqual(expect.any(String))

  const refused = await w.call(manager, 'POST', '/warehouses', body('NIGHT-2'))
  expect([refused.status, refused.body.fields[0].path]).toEqual([400, 'calendarId'])
  const { archivedAt: _a, id, ...stands } = used.body
  const renamed = await w.call(manager, 'PUT', `/warehouses/${id}`, {
    ...body('NIGHT-1'),
    name: '夜间仓',
    version: stands.version,
  })
  expect(renamed.body).toMatchObject({ name: '夜间仓', calendarId: calendar.id })

  await turn(calendar.id, false)
  expect((await w.call(manager, 'POST', '/warehouses', body('NIGHT-2'))).status).toBe(200)
  const standard = (await w.call(boss, 'GET', '/calendars')).body.rows.find(
    (row: { builtIn: boolean }) => row.builtIn,
  )
  expect((await turn(standard.id, true)).body.code).toBe('calendar.needed')
  expect(
    (await w.call(reader, 'POST', `/calendars/${calendar.id}/disabled`, { disabled: true, reason: 'x' }))
      .status,
  ).toBe(403)
})
