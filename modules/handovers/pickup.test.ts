import { beforeEach, expect, test } from 'vitest'
import { MONDAY } from '#modules/orders/fixture.ts'
import { type Yard, yard } from '#modules/shipments/fixture.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { readStoredFile } from '#platform/files.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { listOf, packed } from './fixture.ts'
import { makeHandoverList } from './handovers.ts'
import { keepCutOffs } from './pickup-job.ts'
import { requestPickup } from './pickup-requests.ts'
import type { PickupMode } from './pickup-rule.ts'
import { listPickupRules, savePickupRule } from './pickup-rules.ts'

// Carriers are written to through the real outbox; the clock is moved, the mail's end is said as the sender says it.

const w = world()
let goods: Yard
const HOUR = 3_600_000

const pack = () => w.committed((ctx) => packed(ctx, goods))
const contact = (email: string) =>
  w.committed((ctx) =>
    ctx.db.run(sql`insert into contact (tenant_id, id, party_id, name, phone, email)
      values (${ctx.tenant.id}, ${newId()}, ${goods.carrierId}, '钱调度', '13812345678', ${email})`),
  )
const rule = (mode: PickupMode, cutOff = '16:00') =>
  w.committed((ctx) => savePickupRule(ctx, { carrierId: goods.carrierId, mode, cutOff, windowHours: 2 }))
type List = { id: string; request: string; shipments: number; mailId: string | null; to: Date }
const lists = () =>
  w.committed((ctx) =>
    ctx.db.all(sql<List>`
      select h.id, h.request, h.mail_id as "mailId", h.pick_up_to as "to",
        (select count(*)::int from handover_item i where i.tenant_id = h.tenant_id and i.list_id = h.id) as shipments
      from handover_list h where h.tenant_id = ${ctx.tenant.id} and h.carrier_id = ${goods.carrierId} order by h.id`),
  )
const mailOf = (id: string) =>
  w.committed((ctx) =>
    ctx.db.one(sql<{ to: string; subject: string; text: string; files: string[] }>`
      select to_address as "to", subject, body_text as text, attachment_ids as files from mail where tenant_id = ${ctx.tenant.id} and id = ${id}`),
  )
const mailEnds = async (mailId: string, end: 'sent' | 'failed' | 'discarded') => {
  await w.committed(async (ctx) => {
    if (end === 'failed') emit(ctx, 'mail.failed', { type: 'mail', id: mailId }, { reason: '550' })
    else emit(ctx, end === 'sent' ? 'mail.sent' : 'mail.discarded', { type: 'mail', id: mailId }, {})
  })
  await w.catchUp()
}
const make = () => w.committed((ctx) => makeHandoverList(ctx, listOf(ctx, goods)))
const round = () => w.committed(keepCutOffs)
/** Local time of the Monday in the company's zone. */
const at = (clock: string, day = 0) => {
  const midnight = new Date(`${MONDAY.slice(0, 10)}T${clock}:00+08:00`)
  w.setNow(new Date(midnight.getTime() + day * 24 * HOUR))
}

beforeEach(async () => {
  w.setNow(MONDAY)
  goods = await w.committed((ctx) => yard(ctx))
})

test('a person asks the carrier to pick up: the mail has the list attached, its end is kept', async () => {
  await pack()
  const id = await make()
  const ask = () => w.committed((ctx) => requestPickup(ctx, { id }))
  await expect(ask()).rejects.toMatchObject({ code: 'handover.no_address' })
  await contact('dispatch@carrier.example')
  await ask()
  const [list] = await lists()
  expect(list).toMatchObject({ request: 'queued' })
  const mail = await mailOf(list?.mailId ?? '')
  expect(mail.to).toBe('dispatch@carrier.example')
  expect(mail.subject).toMatch(/^揽收通知 HL.*1 单 2 件$/)
  expect(mail.text).toContain('运单：1 单')
  expect(mail.text).not.toContain('李小明')
  const file = await w.committed((ctx) => readStoredFile(ctx, mail.files[0] ?? ''))
  expect(file.name).toMatch(/^HL.*\.xlsx$/)
  expect(file.bytes.subarray(0, 2).toString()).toBe('PK')
  await expect(ask()).rejects.toMatchObject({ code: 'handover.request_on_its_way' })
  await mailEnds(list?.mailId ?? '', 'failed')
  expect((await lists())[0]?.request).toBe('failed')
  await ask()
  await mailEnds((await lists())[0]?.mailId ?? '', 'sent')
  expect((await lists())[0]?.request).toBe('sent')
  await ask()
  expect((await mailOf((await lists())[0]?.mailId ?? '')).subject).toContain('（更新）')
  await mailEnds((await lists())[0]?.mailId ?? '', 'discarded')
  expect((await lists())[0]?.request).toBe('none')
})

test('a carrier that is not to be told is not', async () => {
  await pack()
  await contact('dispatch@carrier.example')
  await rule('off')
  const id = await make()
  await expect(w.committed((ctx) => requestPickup(ctx, { id }))).rejects.toMatchObject({
    code: 'handover.request_off',
  })
})

test('at the cut-off what is ready is listed and sent once a day; what comes later waits for the next', async () => {
  at('10:00')
  await contact('dispatch@carrier.example')
  await rule('auto')
  await pack()
  await pack()
  at('15:59')
  expect(await round()).toBe(0)
  at('16:00')
  expect(await round()).toBe(1)
  expect(await lists()).toMatchObject([{ request: 'queued', shipments: 2 }])
  expect((await lists())[0]?.to.toISOString()).toBe(new Date(w.now().getTime() + 2 * HOUR).toISOString())
  at('16:30')
  await pack()
  expect(await round()).toBe(0)
  at('16:00', 1)
  expect(await round()).toBe(1)
  expect((await lists()).map((list) => list.shipments)).toEqual([2, 1])
})

test('a list somebody made is sent at the cut-off as well; only by hand nothing goes by itself', async () => {
  at('10:00')
  await contact('dispatch@carrier.example')
  await pack()
  await make()
  at('16:01')
  expect(await round()).toBe(0)
  await rule('auto')
  expect(await round()).toBe(1)
  expect(await lists()).toMatchObject([{ request: 'queued', shipments: 1 }])
})

test('on a day the warehouse is closed nothing is sent; what packed after the cut-off does not start it late', async () => {
  at('10:00', 5)
  await contact('dispatch@carrier.example')
  await rule('auto')
  await pack()
  await w.committed((ctx) =>
    ctx.db.run(sql`
      update warehouse set calendar_id = (select id from calendar where tenant_id = ${ctx.tenant.id} and key = 'standard')
      where tenant_id = ${ctx.tenant.id} and id = ${goods.warehouseId}`),
  )
  at('17:00', 5)
  expect(await round()).toBe(0)
  at('17:00', 7)
  expect(await round()).toBe(1)

  goods = await w.committed((ctx) => yard(ctx))
  await contact('dispatch@carrier.example')
  await rule('auto', '09:00')
  await pack()
  expect(await round()).toBe(0)
})

test('without an address a person has to see it', async () => {
  at('10:00')
  await rule('auto')
  await pack()
  at('16:00')
  expect(await round()).toBe(0)
  expect(await lists()).toMatchObject([{ request: 'failed', shipments: 1 }])
})

test('the rule of a carrier is saved with its history; of anybody else there is none', async () => {
  await rule('auto', '17:30')
  const { rows } = await w.committed((ctx) => listPickupRules(ctx))
  expect(rows.find((row) => row.carrier.id === goods.carrierId)).toMatchObject({
    mode: 'auto',
    cutOff: '17:30',
    windowHours: 2,
    version: 2,
    hasEmail: false,
  })
  await expect(
    w.committed((ctx) =>
      savePickupRule(ctx, { carrierId: goods.customerId, mode: 'auto', cutOff: '17:30', windowHours: 2 }),
    ),
  ).rejects.toThrow('customer not found')
})
