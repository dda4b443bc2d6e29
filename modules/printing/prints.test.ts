import { beforeAll, describe, expect, test } from 'vitest'
import { customer } from '#modules/orders/fixture.ts'
import { type Yard, planned, sent, yard } from '#modules/shipments/fixture.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { readPdf } from './fixture.ts'

const w = world()
const NAME = '欧阳娜娜'
const PHONE = '13812345678'

let goods: Yard
let shipmentId: string
let orderId: string
let waybill: string
let packer: TestUser
let boss: TestUser

const consignee = { consigneeName: NAME, consigneePhone: PHONE }
const shipped = (ctx: Ctx) => sent(ctx, goods, { ...consignee, notDuplicate: true })

beforeAll(async () => {
  goods = await w.committed((ctx) => yard(ctx, { onHand: 500 }))
  const made = await w.committed(shipped)
  shipmentId = made.shipmentId
  orderId = made.order.id
  waybill = made.waybill
  packer = await w.user([
    'document.print',
    'print.read',
    'shipment.read',
    'order.read',
    'inside.read',
    'handover.read',
  ])
  boss = await w.user({ role: 'manager' })
})

const print = (as: TestUser, body: object) => w.call(as, 'POST', '/prints', body)
const textOf = async (as: TestUser, id: string): Promise<string> => {
  const { status, body } = await w.call(as, 'GET', `/prints/${id}/file`)
  expect(status).toBe(200)
  return readPdf(body).text
}

describe('a print', () => {
  test('is a row and an event; its file is the document, persons masked', async () => {
    const made = await print(packer, { document: 'waybill', recordIds: [shipmentId] })
    expect(made.status).toBe(200)
    expect(made.body).toMatchObject({ printed: 1, reprints: 0, pages: 1, leftOut: [] })
    const text = await textOf(packer, made.body.id)
    expect(text).toContain(waybill)
    expect(text).toContain('隐私面单')
    expect(text).not.toContain(NAME)
    expect(text).not.toContain(PHONE)
    const log = await w.call(packer, 'GET', `/prints?subjectId=${shipmentId}`)
    expect(log.body.rows).toMatchObject([
      {
        document: 'waybill',
        subject: { id: shipmentId },
        nth: 1,
        copies: 1,
        fullParts: [],
        printedBy: '测试员',
      },
    ])
    const events = await w.call(boss, 'GET', `/records/order/${orderId}/activity`)
    expect(events.body.rows).toContainEqual(expect.objectContaining({ type: 'document.printed' }))
  })

  test('again asks for a reason and counts on', async () => {
    const check = await w.call(packer, 'POST', '/print-checks', {
      document: 'waybill',
      recordIds: [shipmentId],
    })
    expect(check.body).toMatchObject({
      fresh: 0,
      reprints: [{ recordId: shipmentId, times: 1 }],
      fullParts: [],
    })
    const without = await print(packer, { document: 'waybill', recordIds: [shipmentId] })
    expect(without).toMatchObject({ status: 409, body: { code: 'print.reason_needed' } })
    expect(without.body.detail).toContain('1 单')
    const again = await print(packer, { document: 'waybill', recordIds: [shipmentId], reason: '标签破损' })
    expect(again.body).toMatchObject({ printed: 1, reprints: 1 })
    expect(await textOf(packer, again.body.id)).toContain('补打 第 2 次打印')
    const log = await w.call(packer, 'GET', '/prints?kind=again')
    expect(log.body.rows).toMatchObject([{ nth: 2, reason: '标签破损' }])
  })

  test('of many leaves out what has no such document, and says why', async () => {
    const unpacked = await w.committed((ctx) => planned(ctx, goods, { ...consignee, notDuplicate: true }))
    const packed = await w.committed((ctx) => planned(ctx, goods, { ...consignee, notDuplicate: true }))
    await w.call(boss, 'POST', `/shipments/${packed.shipmentId}/picks`, {
      scans: [{ code: goods.skus[0], quantity: 1 }],
    })
    await w.call(boss, 'POST', `/shipments/${packed.shipmentId}/packing`, { parcels: [{}, {}] })
    const made = await print(packer, {
      document: 'parcel_label',
      recordIds: [unpacked.shipmentId, packed.shipmentId],
      format: 'zpl_203',
      copies: 2,
    })
    expect(made.body).toMatchObject({
      printed: 1,
      pages: 4,
      leftOut: [
        { recordId: unpacked.shipmentId, code: 'print.not_packed', message: '尚未包装，没有包裹标签可打' },
      ],
    })
    const file = await w.call(packer, 'GET', `/prints/${made.body.id}/file`)
    expect(file.headers['content-disposition']).toMatch(/^attachment; .*\.zpl$/)
    expect(String(file.body).match(/\^XA/g)).toHaveLength(2)
    const alone = await print(packer, { document: 'parcel_label', recordIds: [unpacked.shipmentId] })
    expect(alone).toMatchObject({ status: 409, body: { code: 'print.not_packed' } })
  })

  test('can be opened for an hour only', async () => {
    const made = await print(packer, { document: 'pick_list', recordIds: [shipmentId] })
    const at = w.now()
    w.setNow(new Date(at.getTime() + 61 * 60_000))
    const late = await w.call(packer, 'GET', `/prints/${made.body.id}/file`)
    w.setNow(at)
    expect(late).toMatchObject({ status: 409, body: { code: 'print.too_old' } })
  })

  test('refuses formats and papers the document does not have, and too many pages', async () => {
    const sheet = { document: 'pick_list', recordIds: [shipmentId] }
    expect((await print(packer, { ...sheet, format: 'zpl_203' })).body.fields).toMatchObject([
      { path: 'format' },
    ])
    expect((await print(packer, { ...sheet, paper: 'label_76x130' })).body.fields).toMatchObject([
      { path: 'paper' },
    ])
    expect((await print(packer, { ...sheet, copies: 21 })).status).toBe(400)
  })

  test('out of one’s scope is not there', async () => {
    const other = await w.committed((ctx) => customer(ctx))
    const bound = await w.user(
      ['document.print', 'print.read', 'shipment.read', 'order.read', 'inside.read'],
      { scopes: { customer: [other] } },
    )
    expect((await print(bound, { document: 'waybill', recordIds: [shipmentId] })).status).toBe(404)
    expect((await w.call(bound, 'GET', '/prints')).body.rows).toEqual([])
    const made = await print(packer, { document: 'pick_list', recordIds: [shipmentId], reason: 'x' })
    expect((await w.call(bound, 'GET', `/prints/${made.body.id}/file`)).status).toBe(404)
    expect((await w.call(bound, 'GET', `/prints/${made.body.id}`)).status).toBe(404)
  })
})

describe('personal data in full', () => {
  const full = { document: 'delivery_note', isFull: true, reason: '司机需电话联系' }

  test('needs a rule, the permission and a reason; only who printed it opens it; it is audited', async () => {
    const revealer = await w.user(['document.print', 'personal_data.reveal', 'shipment.read', 'inside.read'])
    const body = { ...full, recordIds: [shipmentId] }
    expect((await print(revealer, body)).body.code).toBe('print.full_not_allowed')
    const rules = [{ document: 'delivery_note', carrierId: goods.carrierId, fullParts: ['name', 'phone'] }]
    expect((await w.call(boss, 'PUT', '/print-privacy-rules', { rules })).body.rows).toEqual(rules)
    expect((await print(packer, body)).status).toBe(403)
    expect((await print(revealer, { ...body, reason: '' })).body.code).toBe('print.full_reason_needed')
    const made = await print(revealer, body)
    const text = await textOf(revealer, made.body.id)
    expect(text).toContain(NAME)
    expect(text).toContain(PHONE)
    expect(text).not.toContain('1203')
    expect((await w.call(boss, 'GET', `/prints/${made.body.id}/file`)).status).toBe(404)
    const { rows } = (await w.call(boss, 'GET', '/prints?personalData=full')).body
    expect(rows).toMatchObject([
      { batchId: made.body.id, fullParts: ['name', 'phone'], reason: '司机需电话联系' },
    ])
    const events = await w.committed((ctx) =>
      ctx.db.all(
        sql<{
          data: object
        }>`select data from event where tenant_id = ${ctx.tenant.id} and type = 'document.printed' and data->>'batchId' = ${made.body.id}`,
      ),
    )
    expect(events).toMatchObject([{ data: { fullParts: ['name', 'phone'], reason: '司机需电话联系' } }])
    expect(JSON.stringify(events)).not.toContain(PHONE)
  })

  test('is not printed without being asked for, whoever prints', async () => {
    const made = await print(boss, { document: 'delivery_note', recordIds: [shipmentId] })
    const text = await textOf(boss, made.body.id)
    expect(text).not.toContain(NAME)
    expect(text).not.toContain(PHONE)
  })

  test('two rules for the same thing, or of no carrier, are refused by their field', async () => {
    const rule = { document: 'waybill', carrierId: null, fullParts: [] }
    const twice = await w.call(boss, 'PUT', '/print-privacy-rules', { rules: [rule, rule] })
    expect(twice.body.fields).toMatchObject([{ path: 'rules[1].carrierId' }])
    const wrong = { ...rule, carrierId: goods.customerId }
    const unknown = await w.call(boss, 'PUT', '/print-privacy-rules', { rules: [wrong] })
    expect(unknown.body.fields).toMatchObject([{ path: 'rules[0].carrierId' }])
  })
})

describe('a template', () => {
  const options = {
    paper: 'a4',
    language: 'en',
    companyLines: ['电话 020-8888'],
    footer: '谢谢惠顾',
    fields: [],
    asksReprintReason: true,
  }
  const save = (version: number, given: object = {}) =>
    w.call(boss, 'PUT', '/print-templates/receipt_slip', {
      version,
      isOn: true,
      options,
      logoId: null,
      ...given,
    })

  test('is kept by versions, refused when stale, and used for the next print', async () => {
    await w.committed((ctx) =>
      ctx.db.run(
        sql`update shipment set receipt_needed = true where tenant_id = ${ctx.tenant.id} and id = ${shipmentId}`,
      ),
    )
    expect((await save(0)).body).toMatchObject({ version: 1, options })
    expect(await save(0)).toMatchObject({ status: 409, body: { code: 'request.stale' } })
    const made = await print(packer, { document: 'receipt_slip', recordIds: [shipmentId] })
    const text = await textOf(packer, made.body.id)
    expect(text).toContain('Signed receipt')
    expect(text).toContain('电话 020-8888')
    expect(text).toContain('谢谢惠顾')
    expect((await save(1, { isOn: false })).body.version).toBe(2)
    const off = await print(packer, { document: 'receipt_slip', recordIds: [shipmentId], reason: 'x' })
    expect(off.body.code).toBe('print.document_off')
    const versions = await w.call(boss, 'GET', '/print-templates/receipt_slip/versions')
    expect(versions.body.rows.map((row: { version: number }) => row.version)).toEqual([2, 1])
  })

  test('is previewed with a real record, masked, marked, and is no print', async () => {
    const before = (await w.call(boss, 'GET', '/prints')).body.rows.length
    const shown = await w.call(boss, 'POST', '/print-templates/delivery_note/preview', {
      options,
      logoId: null,
    })
    const { text } = readPdf(shown.body)
    expect(text).toContain('SPECIMEN')
    expect(text).not.toContain(NAME)
    expect((await w.call(boss, 'GET', '/prints')).body.rows).toHaveLength(before)
  })

  test('takes a logo that is a picture, whatever it says it is', async () => {
    const upload = (bytes: Buffer) =>
      w.call(boss, 'POST', '/print-logos', bytes, { 'content-type': 'image/png' })
    const dot = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const kept = await upload(dot)
    expect(kept.body).toMatchObject({ width: 1, height: 1 })
    const bomb = Buffer.concat([dot.subarray(0, 16), Buffer.from([0, 0, 0xff, 0xff]), dot.subarray(20)])
    for (const wrong of [Buffer.from('<svg onload=alert(1)>'), dot.subarray(0, 40), bomb])
      expect(await upload(wrong)).toMatchObject({ status: 422, body: { code: 'print.logo_not_an_image' } })
    const shown = await w.call(boss, 'POST', '/print-templates/delivery_note/preview', {
      options: { ...options, fields: ['logo'] },
      logoId: kept.body.logoId,
    })
    expect(Buffer.from(shown.body).toString('latin1')).toContain('/Subtype /Image')
  })
})
