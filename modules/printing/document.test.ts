import fc from 'fast-check'
import { expect, test } from 'vitest'
import { documentKinds, documents, documentsOf, labelsOf, whyNotPrint } from './document.ts'
import { fitsCode128, shorten, sizeToFit, wrap } from './layout.ts'
import { fullPartsOf, personAsPrinted } from './privacy-rule.ts'
import { completeOptions, defaultOptions } from './template.ts'
import { stamp } from './words.ts'

const shipment = { subject: 'shipment', state: 'packed', parcels: 2, receiptNeeded: true } as const

test.each([
  ['waybill', shipment, null],
  ['waybill', { ...shipment, state: 'cancelled' }, 'print.record_cancelled'],
  ['parcel_label', shipment, null],
  ['parcel_label', { ...shipment, parcels: 0 }, 'print.not_packed'],
  ['receipt_slip', { ...shipment, receiptNeeded: false }, 'print.no_receipt_needed'],
  ['order_acknowledgement', { subject: 'order', state: 'held' }, 'print.order_held'],
  ['order_acknowledgement', { subject: 'order', state: 'confirmed' }, null],
] as const)('%s of %o: %s', (kind, record, refusal) => {
  expect(whyNotPrint(kind, record)).toBe(refusal)
})

test('labels are one for each parcel, one at least; sheets one', () => {
  expect(labelsOf('waybill', shipment)).toBe(2)
  expect(labelsOf('waybill', { ...shipment, parcels: 0 })).toBe(1)
  expect(labelsOf('pick_list', shipment)).toBe(1)
  expect(documentsOf('order')).toEqual(['order_acknowledgement'])
})

test('the carrier’s own rule counts before the document’s; without one nothing is in full', () => {
  const rules = [
    { document: 'waybill', carrierId: null, fullParts: ['name', 'street'] },
    { document: 'waybill', carrierId: 'k', fullParts: ['street'] },
  ] as const
  const given = rules.map((rule) => ({ ...rule, fullParts: [...rule.fullParts] }))
  expect(fullPartsOf(given, 'waybill', 'other')).toEqual(['name', 'street'])
  expect(fullPartsOf(given, 'waybill', 'k')).toEqual(['street'])
  expect(fullPartsOf(given, 'delivery_note', 'k')).toEqual([])
})

test('masked, a name hides a character, a phone six digits, an address its room', () => {
  const person = { name: '张三丰', phone: '13812345678', street: '天河路123号5栋1203室' }
  const shown = personAsPrinted(person, [])
  expect(shown).toEqual({ name: '张**', phone: '1******5678', street: '天河路123号***' })
  expect(personAsPrinted(person, ['phone'])).toEqual({ ...shown, phone: '13812345678' })
})

test('kept options are completed and trimmed to what the document has', () => {
  for (const kind of documentKinds) expect(completeOptions(kind, {})).toEqual(defaultOptions(kind))
  const odd = completeOptions('pick_list', { paper: 'label_76x130', fields: ['qr', 'note'] })
  expect(odd).toMatchObject({ paper: 'a4', fields: ['note'] })
  expect(documents.pick_list.fields).not.toContain('qr')
})

const measure = (text: string, size: number) =>
  [...text].reduce((sum, c) => sum + (/[\x00-\x7f]/.test(c) ? 0.5 : 1), 0) * size

const bare = (text: string) => text.replaceAll(' ', '')

test('wrapped text fits its width, loses nothing but blanks, and ends in … where it must', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('货', '架', 'a', 'B', '1', ' ', '-'), maxLength: 60 }),
      fc.integer({ min: 3, max: 30 }),
      (text, width) => {
        const lines = wrap(text, { size: 1, width, lines: 200, measure })
        for (const line of lines) expect(measure(line, 1)).toBeLessThanOrEqual(width)
        expect(bare(lines.join(''))).toBe(bare(text))
        const cut = wrap(text, { size: 1, width, lines: 2, measure })
        expect(cut.length).toBeLessThanOrEqual(2)
        const isWhole = bare(cut.join('')) === bare(text)
        expect(cut.at(-1)?.endsWith('…') ?? false).toBe(!isWhole)
      },
    ),
  )
})

test('Latin words stay whole where they fit', () => {
  expect(wrap('一次性 sterile syringe', { size: 1, width: 7, lines: 9, measure })).toEqual(
    ['一次性 sterile', 'syringe'].flatMap((l) => (measure(l, 1) <= 7 ? [l] : l.split(' '))),
  )
  expect(shorten('广东省深圳市', { size: 1, width: 4, measure })).toBe('广东省…')
  expect(sizeToFit('广东省深圳市', { size: 4, least: 1, width: 12, measure })).toBe(2)
})

test('a barcode is drawn only where a scanner can read it', () => {
  expect(fitsCode128('SF1420993017755', 70)).toBe(true)
  expect(fitsCode128('X'.repeat(45), 94)).toBe(false)
  expect(fitsCode128('运单1', 94)).toBe(false)
})

test('times are those of the company’s zone', () => {
  expect(stamp('2026-11-26T16:30:00Z', 'Asia/Shanghai', 'zh')).toBe('2026-11-27 00:30')
  expect(stamp('2026-11-26T16:30:00Z', 'Europe/Berlin', 'en')).toBe('26 Nov 2026, 17:30')
  expect(stamp(null, 'Asia/Shanghai', 'zh')).toBe('–')
})
