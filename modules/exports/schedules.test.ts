import { expect, test } from 'vitest'
import { listSources } from '../../compose-lists.ts'
import { composeOperations } from '../../compose.ts'
import { createAuthenticator } from '#modules/identity/authentication.ts'
import { orderOf, shelf } from '#modules/orders/fixture.ts'
import { placeOrder } from '#modules/orders/orders.ts'
import { serveLists } from '#modules/views/lists.ts'
import { sql } from '#platform/db.ts'
import { readStoredFile } from '#platform/files.ts'
import { newId } from '#platform/ids.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { sendDue } from './schedule-job.ts'

const w = world()
const RIGHTS = ['order.read', 'export.schedule']
type Mail = { to: string; subject: string; text: string; files: string[] }

const tools = () => ({
  lists: serveLists(listSources, composeOperations(createAuthenticator(undefined as never))),
  publicUrl: 'https://app.example',
})
const run = () => sendDue(w.database, w.tenant, { now: w.now(), ...tools() })
const mails = (): Promise<Mail[]> =>
  w.committed((ctx) =>
    ctx.db.all(sql<Mail>`
      select to_address as to, subject, body_text as text, attachment_ids as files from mail where tenant_id = ${ctx.tenant.id} order by queued_at desc, id desc`),
  )
const schedule = async (as: TestUser, recipients: TestUser[], search = '') => {
  const view = await w.call(as, 'POST', '/views', {
    list: 'orders',
    name: '每日订单',
    search,
    layout: { keys: ['state'] },
  })
  return w.call(as, 'POST', '/export-schedules', {
    viewId: view.body.id,
    format: 'csv',
    every: 'day',
    day: null,
    time: '08:00',
    recipientIds: recipients.map((one) => one.id),
  })
}

test('a schedule sends what its owner sees, once for each time, and logs it; a paused one sends nothing', async () => {
  w.setNow('2026-11-26T23:00:00Z')
  const { customerId, number } = await w.committed(async (ctx) => {
    const goods = await shelf(ctx)
    const mine = await placeOrder(ctx, orderOf(goods, { notDuplicate: true }))
    await placeOrder(ctx, orderOf(await shelf(ctx), { notDuplicate: true }))
    return { customerId: goods.customerId, number: mine.number }
  })
  const owner = await w.user(RIGHTS, { scopes: { customer: [customerId] } })
  const mate = await w.user([])
  const made = await schedule(owner, [owner, mate])
  expect(made).toMatchObject({
    status: 200,
    body: { nextAt: expect.stringContaining('2026-11-27'), recipients: [{}, {}] },
  })
  expect(await run()).toBe(0)

  w.setNow('2026-11-27T00:00:30Z')
  expect([await run(), await run()]).toEqual([1, 0])
  const sent = await mails()
  expect(sent.map((mail) => mail.to).toSorted()).toEqual(
    [`${owner.id}@test.example`, `${mate.id}@test.example`].toSorted(),
  )
  const file = await w.committed((ctx) => readStoredFile(ctx, sent[0]?.files[0] ?? ''))
  expect(file.bytes.toString('utf8').trim().split('\r\n')).toEqual(['订单号,状态', `${number},已受理`])
  const { rows } = (await w.call(owner, 'GET', '/export-schedules')).body
  expect(rows[0].runs).toMatchObject([{ outcome: 'sent', rows: 1, recipients: 2 }])

  await w.call(owner, 'PUT', `/export-schedules/${made.body.id}/paused`, { paused: true })
  expect((await w.call(mate, 'GET', '/export-schedules')).status).toBe(403)
  expect((await w.call(await w.user(RIGHTS), 'DELETE', `/export-schedules/${made.body.id}`)).status).toBe(404)
  w.setNow('2026-11-28T00:00:30Z')
  expect(await run()).toBe(0)
})

test('it stops with a notice when its owner may no longer see the list, and silently goes on for nobody', async () => {
  w.setNow('2026-12-01T01:00:00Z')
  const owner = await w.user(RIGHTS)
  const made = await schedule(owner, [owner])
  await w.committed((ctx) =>
    ctx.db
      .run(sql`update role set permissions = array['export.schedule'] where tenant_id = ${ctx.tenant.id} and id in (
      select role_id from user_role where tenant_id = ${ctx.tenant.id} and user_id = ${owner.id})`),
  )
  w.setNow('2026-12-02T00:00:30Z')
  await run()
  const [notice] = await mails()
  expect([notice?.to, notice?.files]).toEqual([`${owner.id}@test.example`, []])
  expect(notice?.subject).toContain('已停止')
  const [row] = await w.committed((ctx) =>
    ctx.db.all(
      sql<{
        stopped: string
      }>`select stopped from export_schedule where tenant_id = ${ctx.tenant.id} and id = ${made.body.id}`,
    ),
  )
  expect(row?.stopped).toBe('export.not_allowed')
})

test('a shared view that somebody else changes is not sent with the rights of its owner until he has seen it', async () => {
  w.setNow('2026-12-03T23:50:00Z')
  const owner = await w.user([...RIGHTS, 'view.share'])
  const mate = await w.user(['order.read', 'view.share', 'activity.read'])
  const view = (
    await w.call(owner, 'POST', '/views', { list: 'orders', name: '共享', search: '', layout: {} })
  ).body
  await w.call(owner, 'PUT', `/views/${view.id}/sharing`, { visibility: 'global', teamId: null })
  const made = await w.call(owner, 'POST', '/export-schedules', {
    viewId: view.id,
    format: 'csv',
    every: 'day',
    day: null,
    time: '08:00',
    recipientIds: [owner.id, mate.id],
  })
  const versionNow = async () =>
    (await w.call(owner, 'GET', '/views?list=orders')).body.rows.find(
      (row: { id: string }) => row.id === view.id,
    ).version
  const change = async (as: TestUser, search: string) =>
    w.call(as, 'PATCH', `/views/${view.id}`, { version: await versionNow(), search })
  const runAgain = async () => {
    await w.committed((ctx) =>
      ctx.db.run(sql`update export_schedule set next_at = ${ctx.now} where id = ${made.body.id}`),
    )
    w.setNow(new Date(w.now().getTime() + 60_000))
    await run()
  }
  const outcome = async () => (await w.call(owner, 'GET', '/export-schedules')).body.rows[0].runs[0]

  expect((await change(owner, 'state=confirmed')).status).toBe(200)
  w.setNow('2026-12-04T00:00:30Z')
  await run()
  expect(await outcome()).toMatchObject({ outcome: 'sent' })

  expect((await change(mate, '')).status).toBe(200)
  await runAgain()
  expect(await outcome()).toMatchObject({ outcome: 'failed', code: 'export.view_changed' })
  const [notice] = await mails()
  expect([notice?.to, notice?.files]).toEqual([`${owner.id}@test.example`, []])
  expect(notice?.text).toContain('被他人修改')

  await w.call(owner, 'PUT', `/export-schedules/${made.body.id}/paused`, { paused: false })
  await runAgain()
  expect(await outcome()).toMatchObject({ outcome: 'sent' })
})

test('only people of the company, only days that exist, only lists one sees', async () => {
  const owner = await w.user(RIGHTS)
  const stranger = await w.user([], { tenant: w.foreign })
  expect((await schedule(owner, [stranger])).body.code).toBe('export.no_such_recipient')
  const view = await w.call(owner, 'POST', '/views', { list: 'orders', name: 'x', search: '', layout: {} })
  const ask = (given: object) =>
    w.call(owner, 'POST', '/export-schedules', {
      viewId: view.body.id,
      format: 'xlsx',
      every: 'week',
      day: 1,
      time: '08:00',
      recipientIds: [owner.id],
      ...given,
    })
  expect((await ask({ day: 9 })).body.code).toBe('export.no_such_day')
  expect((await ask({ viewId: newId() })).status).toBe(404)
  expect((await ask({})).status).toBe(200)
})
