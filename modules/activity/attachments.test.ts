import { deflateSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Shelf, orderOf, shelf } from '#modules/orders/fixture.ts'
import { placeOrder } from '#modules/orders/orders.ts'
import { stillReading } from '#modules/imports/reading.ts'
import { sql } from '#platform/db.ts'
import { readStoredFile } from '#platform/files.ts'
import { removeStrayFiles } from '#platform/stray-files.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { forgetRemoved } from './forgetting.ts'
import { FILE_MAX_BYTES, allowedExtensions, safeFileName, typeOfFile } from './file-type.ts'

const w = world()
let orderId: string
let goods: Shelf
let agent: TestUser

beforeAll(async () => {
  goods = await w.committed((ctx) => shelf(ctx))
  orderId = (await w.committed((ctx) => placeOrder(ctx, orderOf(goods)))).id
  agent = await w.user({ role: 'agent' })
})

const PNG = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  deflateSync(Buffer.from('picture')),
])
const HTML = Buffer.from('<html><script>alert(1)</script></html>')
const send = (as: TestUser, name: string, bytes: Buffer, query = '') =>
  w.call(as, 'POST', `/records/order/${orderId}/attachments${query}`, bytes, {
    'content-type': 'application/octet-stream',
    'x-file-name': encodeURIComponent(name),
  })
const list = async (as: TestUser) =>
  (await w.call(as, 'GET', `/records/order/${orderId}/attachments`)).body.rows

describe('a file', () => {
  test('comes back as it was, under the type its bytes have', async () => {
    const { body } = await send(agent, '破损照片.png', PNG)
    const saved = await w.call(agent, 'GET', `/attachments/${body.attachmentId}/file`)
    expect(Buffer.compare(saved.body, PNG)).toBe(0)
    expect(saved.headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('破损照片.png')}`,
      'x-content-type-options': 'nosniff',
    })
    const shown = await w.call(agent, 'GET', `/attachments/${body.attachmentId}/preview`)
    expect(shown.headers).toMatchObject({
      'content-type': 'image/png',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    expect(String(shown.headers['content-disposition'])).toMatch(/^inline/)
    expect(await list(agent)).toMatchObject([{ name: '破损照片.png', audience: 'internal' }])
  })

  test('of a polyglot is a picture and nothing else', async () => {
    const { body } = await send(agent, 'both.gif', Buffer.concat([Buffer.from('GIF89a/*'), HTML]))
    const shown = await w.call(agent, 'GET', `/attachments/${body.attachmentId}/preview`)
    expect(shown.headers).toMatchObject({
      'content-type': 'image/gif',
      'content-security-policy': expect.stringContaining('sandbox'),
      'x-content-type-options': 'nosniff',
    })
  })

  test('of text is shown as text even when it holds markup', async () => {
    const { body } = await send(agent, 'note.txt', HTML)
    const shown = await w.call(agent, 'GET', `/attachments/${body.attachmentId}/preview`)
    expect(shown.headers['content-type']).toBe('text/plain; charset=utf-8')
  })

  test('of another kind has no preview', async () => {
    const { body } = await send(agent, 'a.pdf', Buffer.from('%PDF-1.7 ...'))
    const shown = await w.call(agent, 'GET', `/attachments/${body.attachmentId}/preview`)
    expect(shown.body.code).toBe('attachment.no_preview')
  })

  test.each([
    ['HTML disguised as PNG', 'a.png', HTML, 'attachment.not_what_it_says'],
    ['PNG disguised as PDF', 'a.pdf', PNG, 'attachment.not_what_it_says'],
    ['binary disguised as text', 'a.txt', Buffer.from([65, 0, 66]), 'attachment.not_what_it_says'],
    ['HTML', 'a.html', HTML, 'attachment.kind_refused'],
    ['SVG', 'a.svg', Buffer.from('<svg onload="alert(1)"/>'), 'attachment.kind_refused'],
    ['an archive', '42.zip', Buffer.from([0x50, 0x4b, 3, 4]), 'attachment.kind_refused'],
    ['a program behind two extensions', 'photo.png.exe', PNG, 'attachment.kind_refused'],
    ['no extension', 'photo', PNG, 'attachment.kind_refused'],
    ['a name turned around', 'gpj.\u202egnp.exe', PNG, 'attachment.kind_refused'],
  ])('that is %s is refused by name', async (_what, name, bytes, code) => {
    const { status, body } = await send(agent, name, bytes)
    expect([status, body.code]).toEqual([422, code])
    expect(body.detail).toContain(safeFileName(name))
  })

  test('with nothing in it, or too much, is refused', async () => {
    expect((await send(agent, 'a.png', Buffer.alloc(0))).status).toBe(400)
    expect((await send(agent, 'a.png', Buffer.alloc(FILE_MAX_BYTES + 1))).status).toBe(413)
  })

  test('keeps no path in its name', async () => {
    const { body } = await send(agent, '../../etc/passwd\\..\\a.png', PNG)
    const [row] = (await list(agent)).filter((one: { id: string }) => one.id === body.attachmentId)
    expect(row.name).not.toMatch(/[/\\]|^\./)
  })

  test('that is internal is hidden from the customer, in the list and by its address', async () => {
    const inside = (await send(agent, '内部.png', PNG)).body.attachmentId
    const open = (await send(agent, '回单.png', PNG, '?audience=customer')).body.attachmentId
    const shipper = await w.user({ role: 'shipper' }, { scopes: { customer: [goods.customerId] } })
    expect((await list(shipper)).map((row: { name: string }) => row.name)).toEqual(['回单.png'])
    const get = (id: string, what: string) => w.call(shipper, 'GET', `/attachments/${id}/${what}`)
    expect((await get(open, 'file')).status).toBe(200)
    for (const what of ['file', 'preview']) expect((await get(inside, what)).status).toBe(404)
    const foreigner = await w.user({ role: 'manager' }, { tenant: w.foreign })
    expect((await w.call(foreigner, 'GET', `/attachments/${open}/file`)).status).toBe(404)
  })

  test('is removed with a reason by who added it, and is gone by every way', async () => {
    const { attachmentId } = (await send(agent, '证件.png', PNG)).body
    const remove = (as: TestUser) =>
      w.call(as, 'POST', `/attachments/${attachmentId}/removal`, { reason: '传错了' })
    const other = await w.user({ role: 'agent' })
    expect((await remove(other)).body.code).toBe('attachment.not_yours')
    expect((await remove(agent)).status).toBe(200)
    expect((await remove(agent)).body.code).toBe('attachment.removed')
    for (const what of ['file', 'preview'])
      expect((await w.call(agent, 'GET', `/attachments/${attachmentId}/${what}`)).status).toBe(404)
    expect((await list(agent)).map((row: { id: string }) => row.id)).not.toContain(attachmentId)
  })

  test('that was removed is forgotten a day later: no row, no bytes, but what was done stays', async () => {
    const kept = (await send(agent, '签收单.png', PNG)).body.attachmentId
    const removed = (await send(agent, '证件2.png', PNG)).body.attachmentId
    const fileOf = (id: string) =>
      w.committed((ctx) =>
        ctx.db.one(sql<{ fileId: string | null; removedBy: string | null }>`
          select file_id as "fileId", removed_by as "removedBy" from attachment where tenant_id = ${ctx.tenant.id} and id = ${id}`),
      )
    const { fileId } = await fileOf(removed)
    const file = fileId ?? ''
    const fetchBytes = () => w.committed((ctx) => readStoredFile(ctx, file))
    await w.call(agent, 'POST', `/attachments/${removed}/removal`, { reason: '传错了' })
    expect(await w.committed(forgetRemoved)).toBe(0)
    expect((await fetchBytes()).bytes.equals(PNG)).toBe(true)

    const today = w.now()
    w.setNow(new Date(today.getTime() + 2 * 86_400_000))
    expect(await w.committed(forgetRemoved)).toBeGreaterThan(0)
    expect(await fileOf(removed)).toEqual({ fileId: null, removedBy: agent.id })
    await expect(fetchBytes()).rejects.toThrow()
    const tools = { database: w.database, clock: w.now, isAwaited: stillReading }
    expect(await removeStrayFiles(tools, parseInt(file.slice(-2), 16))).toBeGreaterThan(0)
    w.setNow(today)
    expect((await w.call(agent, 'GET', `/attachments/${kept}/file`)).status).toBe(200)
    expect((await w.call(agent, 'GET', `/attachments/${removed}/file`)).status).toBe(404)
    const told = await w.call(agent, 'GET', `/records/order/${orderId}/activity`)
    expect(JSON.stringify(told.body)).toContain('证件2.png')
  })
})

describe('names and types', () => {
  test.each([
    ['../../a.png', 'a.png'],
    ['C:\\temp\\a.PNG', 'a.png'],
    ['..', 'file'],
    ['.htaccess.png', 'htaccess.png'],
    ['a\u202ebgnp.exe', 'abgnp.exe'],
    [`${'长'.repeat(300)}.pdf`, `${'长'.repeat(116)}.pdf`],
  ])('%s is kept as %s', (given, kept) => {
    expect(safeFileName(given)).toBe(kept)
  })

  test('no extension that a browser runs is taken', () => {
    const dangerous = ['html', 'htm', 'svg', 'xml', 'xhtml', 'js', 'mjs', 'exe', 'bat', 'zip', 'rar', 'swf']
    expect(dangerous.filter((one) => allowedExtensions.includes(one))).toEqual([])
    expect(typeOfFile('a.svg', HTML)).toBe('attachment.kind_refused')
  })
})
