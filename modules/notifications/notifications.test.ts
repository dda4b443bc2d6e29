import { beforeAll, expect, test } from 'vitest'
import { type Yard, sent, yard } from '#modules/shipments/fixture.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type StoredEvent, emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { queueMail } from '#platform/mail.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { kinds, noticeKinds, settingOf } from './kind.ts'
import { mailTenant } from './mailing.ts'
import { tellPeople } from './notices.ts'

const w = world()
const NOON = '2026-11-26T12:00:00+08:00'
let goods: Yard
let orderId = ''

beforeAll(async () => {
  w.setNow(NOON)
  goods = await w.committed((ctx) => yard(ctx, { products: 1, warehouses: 1 }))
  orderId = await w.committed(async (ctx) => (await sent(ctx, goods)).order.id)
})

const follow = (user: TestUser, id = orderId) =>
  w.committed((ctx) =>
    ctx.db.run(sql`
      insert into follower (tenant_id, record_type, record_id, user_id, since, reason)
      values (${ctx.tenant.id}, 'order', ${id}, ${user.id}, ${ctx.now}, 'chosen')`),
  )

/** An event by somebody, brought to its subscribers. */
async function announce(work: (ctx: Ctx) => void, by?: TestUser): Promise<void> {
  await w.committed(async (ctx) => {
    if (by) ctx.actor = { ...ctx.actor, kind: 'user', id: by.id, name: '某人' }
    work(ctx)
  })
  await w.catchUp()
}
const held = (ctx: Ctx) =>
  emit(ctx, 'order.held', { type: 'order', id: orderId }, { kinds: ['manual'], reason: null })
const mention = (user: TestUser) => (ctx: Ctx) =>
  emit(
    ctx,
    'record.mentioned',
    { type: 'order', id: orderId },
    { noteId: newId(), userIds: [user.id], grantedIds: [] },
  )

const listOf = async (user: TestUser, view = 'unread') =>
  (await w.call(user, 'GET', `/notices?view=${view}`)).body.rows as {
    id: string
    title: string
    unread: number
    news: { kind: string; event: string; by: string | null }[]
  }[]
const unreadOf = async (user: TestUser) => (await w.call(user, 'GET', '/notices/count')).body.unread as number
const mailsTo = (user: TestUser) =>
  w.committed((ctx) =>
    ctx.db.all(sql<{ subject: string; body_text: string }>`
      select subject, body_text from mail where tenant_id = ${ctx.tenant.id} and to_address = ${`${user.id}@test.example`} order by queued_at`),
  )
const mail = (at: string) =>
  mailTenant(w.database, w.tenant, { now: new Date(at), publicUrl: 'https://n.example' })

test('followers hear of a change, who did it does not; several news of one record are one group', async () => {
  const [one, two] = [await w.user({ role: 'agent' }), await w.user({ role: 'agent' })]
  await follow(one)
  await follow(two)
  await announce(held, two)
  await announce((ctx) =>
    emit(
      ctx,
      'shipment.delivered',
      { type: 'shipment', id: goods.carrierId, parentId: orderId },
      {
        number: 'X',
        deliveredAt: NOON,
        orderId,
      },
    ),
  )
  const rows = await listOf(one)
  expect(rows.map((row) => [row.id, row.unread, row.news.map((n) => n.event)])).toContainEqual([
    orderId,
    1,
    ['order.held'],
  ])
  const group = rows.find((row) => row.id === orderId)
  expect(group?.title).toMatch(/^SO/)
  expect(group?.news[0]).toMatchObject({ kind: 'followed', by: '测试员' })
  expect((await listOf(two)).filter((row) => row.id === orderId)).toEqual([])
})

test('who is mentioned is told once, as mentioned, though they follow the record too', async () => {
  const user = await w.user({ role: 'agent' })
  await follow(user)
  await announce((ctx) => {
    emit(
      ctx,
      'note.added',
      { type: 'order', id: orderId },
      { noteId: newId(), audience: 'internal', userIds: [user.id] },
    )
    mention(user)(ctx)
  })
  const [group] = await listOf(user)
  expect(group?.news.map((n) => n.kind).toSorted()).toEqual(['commented', 'mentioned'])
  expect(await unreadOf(user)).toBe(1)
})

test('an event handed over twice tells once; one of long ago tells nobody', async () => {
  const user = await w.user({ role: 'agent' })
  await announce(mention(user))
  const event = await w.committed((ctx) =>
    ctx.db.one(
      sql<
        StoredEvent<'record.mentioned'>
      >`select * from event where tenant_id = ${ctx.tenant.id} and type = 'record.mentioned' order by seq desc limit 1`,
    ),
  )
  await w.committed((ctx) => tellPeople(ctx, [event]))
  await w.committed((ctx) =>
    tellPeople(ctx, [{ ...event, seq: event.seq + 1_000_000, at: new Date('2026-11-24') }]),
  )
  expect((await listOf(user))[0]?.news).toHaveLength(1)
})

test('a promise’s owner is warned, and told when it is given to them', async () => {
  const [owner, giver] = [await w.user({ role: 'agent' }), await w.user({ role: 'agent' })]
  const promise = await w.committed((ctx) =>
    ctx.db.one(
      sql<{
        id: string
        root_id: string
      }>`update promise set owner_id = ${owner.id} where (tenant_id, id) = (select tenant_id, id from promise where tenant_id = ${ctx.tenant.id} and order_id = ${orderId} and supersedes_id is null limit 1) returning id, root_id`,
    ),
  )
  const named = { kind: 'deliver' as const, orderId, subjectId: orderId }
  const subject = { type: 'promise', id: promise.root_id, parentId: orderId }
  await announce((ctx) => emit(ctx, 'promise.assigned', subject, { ...named, ownerId: owner.id }), giver)
  await announce((ctx) => emit(ctx, 'promise.overdue', subject, { ...named, level: 3, dueAt: NOON }))
  const [group] = await listOf(owner)
  expect(group?.news.map((n) => n.kind)).toEqual(['promise_late', 'assigned'])
})

test('read, unread, all read, snoozed and back', async () => {
  const user = await w.user({ role: 'agent' })
  await announce(mention(user))
  const record = { type: 'order', id: orderId }
  const mark = (isRead: boolean, of: object | null = record) =>
    w.call(user, 'POST', '/notices/marks', { record: of, isRead })
  expect((await mark(true)).status).toBe(200)
  expect([await unreadOf(user), (await listOf(user, 'all')).length]).toEqual([0, 1])
  await mark(false)
  expect(await unreadOf(user)).toBe(1)
  const snooze = (until: string | null) => w.call(user, 'POST', '/notices/snooze', { record, until })
  await snooze('2026-11-26T14:00:00+08:00')
  expect([await unreadOf(user), (await listOf(user, 'snoozed')).length]).toEqual([0, 1])
  await announce(mention(user))
  expect(await unreadOf(user)).toBe(0)
  w.setNow('2026-11-26T14:00:01+08:00')
  expect([await unreadOf(user), (await listOf(user, 'snoozed')).length]).toEqual([1, 0])
  w.setNow(NOON)
  await snooze(null)
  await mark(true, null)
  expect(await unreadOf(user)).toBe(0)
})

test('what one may not read any more is not shown, and never another’s', async () => {
  const user = await w.user({ role: 'agent' }, { scopes: { customer: [newId()] } })
  await announce(mention(user))
  expect(await listOf(user)).toEqual([])
  const other = await w.user({ role: 'agent' })
  expect(await listOf(other)).toEqual([])
  const foreign = await w.user({ role: 'agent' }, { tenant: w.foreign })
  expect(await listOf(foreign, 'all')).toEqual([])
})

test('mail goes out by the settings: at once, as a digest, not in quiet hours, not when it was read', async () => {
  const user = await w.user({ role: 'agent' })
  const schedule = {
    quiet: 'hours',
    quietFrom: '22:00',
    quietTo: '07:00',
    calendarId: null,
    digestAt: '08:30',
    zone: 'Asia/Shanghai',
  }
  const set = (kind: object) => w.call(user, 'PUT', '/me/notice-settings', { kinds: [kind], schedule })
  expect((await set({ kind: 'mentioned', inApp: true, mail: 'now' })).status).toBe(200)
  await announce(mention(user))
  await mail(NOON)
  expect(await mailsTo(user)).toEqual([])
  await mail('2026-11-26T12:01:01+08:00')
  await mail('2026-11-26T12:01:02+08:00')
  expect((await mailsTo(user)).map((m) => m.subject)).toEqual([expect.stringMatching(/订单 SO.*提到了您/)])
  expect((await mailsTo(user))[0]?.body_text).toContain('https://n.example/notices')

  w.setNow('2026-11-26T23:00:00+08:00')
  await announce(mention(user))
  await announce(mention(user))
  await mail('2026-11-27T06:59:00+08:00')
  expect(await mailsTo(user)).toHaveLength(1)
  await mail('2026-11-27T07:00:00+08:00')
  expect((await mailsTo(user)).map((m) => m.subject).at(-1)).toBe('您有 2 条新消息')

  await announce(mention(user))
  await w.call(user, 'POST', '/notices/marks', { record: null, isRead: true })
  await mail('2026-11-28T12:00:00+08:00')
  expect(await mailsTo(user)).toHaveLength(2)

  await set({ kind: 'mentioned', inApp: false, mail: 'off' })
  await announce(mention(user))
  expect((await listOf(user, 'all'))[0]?.news).toHaveLength(4)
  w.setNow(NOON)
})

test('the company’s defaults hold until a person chooses', async () => {
  const manager = await w.user({ role: 'manager' })
  const agent = await w.user({ role: 'agent' })
  const defaults = noticeKinds.map((kind) => ({ kind, inApp: kind !== 'followed', mail: 'off' }))
  expect((await w.call(agent, 'PUT', '/notice-defaults', { kinds: defaults })).status).toBe(403)
  expect((await w.call(manager, 'PUT', '/notice-defaults', { kinds: defaults })).status).toBe(200)
  const mine = async () => (await w.call(agent, 'GET', '/me/notice-settings')).body
  expect((await mine()).kinds.find((k: { kind: string }) => k.kind === 'followed')).toMatchObject({
    inApp: false,
    isOwn: false,
  })
  const { schedule } = await mine()
  await w.call(agent, 'PUT', '/me/notice-settings', {
    kinds: [{ kind: 'followed', inApp: true, mail: 'daily' }],
    schedule,
  })
  expect((await mine()).kinds.find((k: { kind: string }) => k.kind === 'followed')).toMatchObject({
    inApp: true,
    mail: 'daily',
    isOwn: true,
  })
  const bad = await w.call(agent, 'PUT', '/me/notice-settings', {
    kinds: [],
    schedule: { ...schedule, zone: 'Mars/Base' },
  })
  expect([bad.status, bad.body.code]).toEqual([422, 'notice.zone_unknown'])
})

test('a mail that failed is told to who looks after the outbox, who sees it masked', async () => {
  const manager = await w.user({ role: 'manager' })
  const agent = await w.user({ role: 'agent' })
  const id = await w.committed((ctx) =>
    queueMail(ctx, { key: newId(), to: 'lisi@customer.example', subject: 'S', text: 'T' }),
  )
  await announce((ctx) => emit(ctx, 'mail.failed', { type: 'mail', id: id ?? '' }, { reason: '550' }))
  expect((await listOf(manager)).map((row) => row.news[0]?.kind)).toContain('mail_failed')
  expect(await listOf(agent)).toEqual([])
  const { body } = await w.call(manager, 'GET', '/mails')
  expect(body.isConfigured).toBe(false)
  expect(body.rows.find((row: { id: string }) => row.id === id)).toMatchObject({
    to: 'l***@customer.example',
    state: 'waiting',
  })
  expect((await w.call(manager, 'POST', `/mails/${id}/discard`)).status).toBe(200)
  expect((await w.call(manager, 'POST', `/mails/${id}/resend`)).body.code).toBe('mail.ended')
  expect((await w.call(manager, 'POST', '/mails/test')).body.code).toBe('mail.not_configured')
  expect((await w.call(agent, 'GET', '/mails')).status).toBe(403)
})

test('a person’s choice comes before the company’s, and that before ours', () => {
  const own = new Map([['followed', { inApp: false, mail: 'now' as const }]])
  const company = new Map([['followed', { inApp: true, mail: 'daily' as const }]])
  expect(settingOf('followed', own, company).mail).toBe('now')
  expect(settingOf('followed', undefined, company).mail).toBe('daily')
  expect(settingOf('followed', undefined, undefined)).toEqual(kinds.followed.setting)
})
