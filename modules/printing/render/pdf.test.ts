import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { documentKinds, documents } from '../document.ts'
import { frameOf, order, readCode128, readPdf, recordFor, shipment } from '../fixture.ts'
import type { PrintJobRecord } from '../print-data.ts'
import { loadFont } from './font.ts'
import { type RenderJob, render } from './render.ts'

const silent = () => {}
const job = (given: Partial<RenderJob> & { frame: RenderJob['frame'] }): RenderJob => ({
  records: [{ record: recordFor(given.frame.document), locale: 'zh', nth: 1 }],
  format: 'pdf',
  copies: 1,
  logo: null,
  isSpecimen: false,
  asksToPrint: false,
  ...given,
})

test('the font is the one of the provenance note, whole', () => {
  const { bytes, font } = loadFont()
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(
    'b30853d205f3ecdde938b1488c735ee15a2e870d31331b992fdc53971e23ec4a',
  )
  for (const rare of ['㛃', '䶮', '𬭎', '龘', '镕'])
    expect([rare, font.hasGlyphForCodePoint(rare.codePointAt(0) ?? 0)]).toEqual([rare, true])
})

test.each(documentKinds)(
  '%s holds its texts so that they can be searched, in an embedded font',
  async (kind) => {
    for (const locale of ['zh', 'en'] as const) {
      const record = recordFor(kind)
      const records: PrintJobRecord[] = [{ record, locale, nth: 1 }]
      const { bytes, missing } = await render(job({ frame: frameOf(kind), records }), silent)
      const { text, fonts } = readPdf(bytes)
      expect(fonts).toBe(1)
      expect(missing).toEqual([])
      expect(text).not.toContain('\ufffd')
      expect(text).toContain(record.number)
      expect(text).toContain(
        documents[kind].isLabel
          ? '诺达演示物流'
          : locale === 'zh'
            ? '打印时间 2026-11-26 22:30'
            : 'Printed 26 Nov 2026, 22:30',
      )
      if (!['pick_list', 'sorting_list', 'purchase_order'].includes(kind)) expect(text).toContain('张*')
    }
  },
)

test('the waybill’s barcode reads as the waybill, its module no finer than a scanner sees', async () => {
  const { bytes } = await render(job({ frame: frameOf('waybill') }), silent)
  const bars = barsOf(readPdf(bytes).rectangles)
  const module = Math.min(...bars.map((bar) => bar.width))
  expect(module / 72).toBeGreaterThan(0.25 / 25.4)
  const widths = bars.flatMap((bar, i) => {
    const next = bars[i + 1]
    const width = Math.round(bar.width / module)
    return next ? [width, Math.round((next.x - bar.x - bar.width) / module)] : [width]
  })
  expect(readCode128(widths)).toBe('SF1420993017755')
})

/** The tall rectangles of the first label. */
function barsOf(rectangles: readonly { x: number; y: number; width: number; height: number }[]) {
  const tall = rectangles.filter((one) => one.height > 40)
  const [first] = tall
  return tall.filter((one, i) => one.y === first?.y && tall.findIndex((other) => other.x === one.x) === i)
}

test('a parcel is a page, a copy is a page more', async () => {
  const { bytes } = await render(job({ frame: frameOf('parcel_label'), copies: 3 }), silent)
  expect(readPdf(bytes).pages).toBe(6)
})

test('sixty lines go over pages, each with its number and the table’s heading', async () => {
  const { bytes } = await render(job({ frame: frameOf('order_acknowledgement') }), silent)
  const { text, pages } = readPdf(bytes)
  expect(pages).toBeGreaterThan(1)
  expect(text).toContain(`第 ${pages} 页，共 ${pages} 页`)
  expect(text.match(/商品编码/g)).toHaveLength(pages)
  for (const line of order.lines) expect(text).toContain(line.name)
  expect(text).not.toContain('2,250.00')
})

test('what the font lacks is printed as 〓 and reported, never dropped', async () => {
  const rare = { ...shipment, consignee: { ...shipment.consignee, name: '𠮷㛃' } }
  const { bytes, missing } = await render(
    job({ frame: frameOf('delivery_note'), records: [{ record: rare, locale: 'zh', nth: 1 }] }),
    silent,
  )
  expect(missing).toEqual(['𠮷'])
  expect(readPdf(bytes).text).toContain('〓㛃')
})

test('a reprint says so, a masked label too, a specimen across', async () => {
  const records: PrintJobRecord[] = [{ record: shipment, locale: 'zh', nth: 3 }]
  const { bytes } = await render(job({ frame: frameOf('waybill'), records, isSpecimen: true }), silent)
  const { text } = readPdf(bytes)
  expect(text).toContain('隐私面单 · 补打 第 3 次打印')
  expect(text).toContain('样张')
})

test('a PDF asks its viewer to print only when wished', async () => {
  const [plain, asking] = await Promise.all(
    [false, true].map((asksToPrint) => render(job({ frame: frameOf('waybill'), asksToPrint }), silent)),
  )
  const isAsking = (rendered: { bytes: Uint8Array } | undefined) =>
    Buffer.from(rendered?.bytes ?? [])
      .toString('latin1')
      .includes('/S /Named\n/N /Print')
  expect([isAsking(plain), isAsking(asking)]).toEqual([false, true])
})

test('progress counts every page', async () => {
  const seen: string[] = []
  await render(
    job({ frame: frameOf('waybill'), copies: 2 }),
    (done, total) => void seen.push(`${done}/${total}`),
  )
  expect(seen).toEqual(['1/4', '2/4', '3/4', '4/4'])
})

test('a pick-and-sort list is one sheet of each warehouse: every product once, and each shipment a place', async () => {
  const line = (sku: string, quantity: number) => ({ ...shipment.lines[0], sku, quantity }) as never
  const places = Array.from({ length: 40 }, (_, i) => ({
    ...shipment,
    id: `s${i}`,
    number: `SH-${i}`,
    warehouse: { ...shipment.warehouse, id: i < 39 ? 'w1' : 'w2', name: i < 39 ? '一号仓' : '二号仓' },
    lines: [line('SKU-A', 2), ...(i === 1 ? [line('SKU-B', 5), line('SKU-B', 1)] : [])],
  }))
  const records = places.map((record): PrintJobRecord => ({ record, locale: 'zh', nth: 1 }))
  const { bytes } = await render(job({ frame: frameOf('sorting_list'), records }), silent)
  const text = readPdf(bytes).text.replaceAll(/\s/g, '')
  expect(text.match(/一号仓/g)).toHaveLength(1)
  expect(text.match(/二号仓/g)).toHaveLength(1)
  expect(text).toContain('39个发运单，2种商品，共84件')
  expect(text).toContain('1个发运单，1种商品，共2件')
  // All places of a product, however many, and the two lines of one shipment together.
  for (let place = 1; place <= 39; place += 1) expect(text).toContain(`${place}×2`)
  expect(text).toContain('2×6')
  for (const { number } of places) expect(text).toContain(number)
})
