import { inflateSync } from 'node:zlib'
import type {
  PrintFrame,
  PrintedHandover,
  PrintedOrder,
  PrintedPurchase,
  PrintedRecord,
  PrintedShipment,
} from './print-data.ts'
import { type DocumentKind, type Paper, documents } from './document.ts'
import { defaultOptions } from './template.ts'

/** Records and readers for the tests of this module. */

export const shipment: PrintedShipment = {
  subject: 'shipment',
  id: '00000000-0000-7000-8000-000000000001',
  number: 'SH26112600012',
  waybill: 'SF1420993017755',
  state: 'packed',
  mode: '公路',
  service: 'express',
  urgent: true,
  weightG: 12_500,
  receiptNeeded: true,
  shipBy: '2026-11-26T10:00:00Z',
  order: { id: '00000000-0000-7000-8000-000000000002', number: 'SO26112600031', externalRef: 'PO-88231' },
  customer: { id: '3', number: 'C1', name: '上海恒远医疗器械有限公司', locale: null, isPerson: false },
  warehouse: {
    id: '4',
    code: 'W01',
    name: '广州黄埔一号仓',
    area: '广东省广州市黄埔区',
    street: '开泰大道36号',
  },
  carrier: { id: '5', name: '顺达快运' },
  consignee: {
    name: '张*',
    phone: '1******5678',
    street: '科技园南路88号***',
    area: '广东省深圳市南山区',
    postcode: '518000',
  },
  deliveryNote: '',
  lines: [
    {
      sku: 'P1-0',
      barcode: '6901234567892',
      name: '一次性使用无菌注射器 5ml',
      unit: '盒',
      quantity: 12,
      picked: 12,
      packed: 12,
    },
  ],
  parcels: [
    { number: 'PC26112600001', weightG: 6_500 },
    { number: 'PC26112600002', weightG: null },
  ],
}

export const order: PrintedOrder = {
  subject: 'order',
  id: '00000000-0000-7000-8000-000000000002',
  number: 'SO26112600031',
  externalRef: 'PO-88231',
  state: 'confirmed',
  service: 'standard',
  placedAt: '2026-11-26T02:00:00Z',
  acknowledgedAt: '2026-11-26T02:00:01Z',
  customer: shipment.customer,
  consignee: shipment.consignee,
  deliveryNote: '',
  amountMinor: 225_000,
  currency: 'CNY',
  lines: Array.from({ length: 60 }, (_, i) => ({
    lineNo: i + 1,
    sku: `P1-${i}`,
    name: `一次性使用无菌注射器 ${i}`,
    unit: '盒',
    quantity: 3,
    unitPriceMinor: 1_250,
    amountMinor: 3_750,
    shipBy: '2026-11-27T08:00:00Z',
    deliverBy: '2026-11-29T08:00:00Z',
  })),
}

export const handover: PrintedHandover = {
  subject: 'handover_list',
  id: '00000000-0000-7000-8000-000000000006',
  number: 'HL261126-7KQ4M2XZ',
  state: 'open',
  warehouse: shipment.warehouse,
  carrier: { id: '5', name: '顺达快运', locale: null },
  pickUpFrom: '2026-11-26T08:00:00Z',
  pickUpTo: '2026-11-26T10:00:00Z',
  note: '从 3 号门进',
  signedAt: null,
  driverName: '',
  vehiclePlate: '',
  items: Array.from({ length: 40 }, (_, i) => ({
    number: `SH26112600${i}`,
    waybill: `SF14209930177${i}`,
    consignee: shipment.consignee,
    parcels: 2,
    weightG: 12_500,
    units: 12,
    loaded: null,
    reason: '',
  })),
}

export const purchase: PrintedPurchase = {
  subject: 'purchase_order',
  id: '00000000-0000-7000-8000-000000000007',
  number: 'PO261126-3KQ4M2XZ',
  state: 'draft',
  supplier: { ...shipment.customer, name: '宏达制药有限公司' },
  customer: shipment.customer,
  customerRef: 'KH-2026-118',
  supplierRef: '',
  warehouse: shipment.warehouse,
  draftedAt: '2026-11-26T02:00:00Z',
  note: '冷链运输，请提前一天预约',
  currency: 'CNY',
  lines: Array.from({ length: 40 }, (_, i) => ({
    lineNo: i + 1,
    sku: `P1-${i}`,
    name: `一次性使用无菌注射器 ${i}`,
    unit: '盒',
    quantity: 1_200,
    wantedOn: '2026-12-01',
    unitPriceMinor: i === 3 ? null : 1_250,
  })),
}

export const recordFor = (kind: DocumentKind): PrintedRecord =>
  ({ order, shipment, handover_list: handover, purchase_order: purchase })[documents[kind].subject]

export function frameOf(document: DocumentKind, given: Partial<PrintFrame> = {}, paper?: Paper): PrintFrame {
  const options = defaultOptions(document)
  return {
    document,
    options: paper ? { ...options, paper } : options,
    company: '诺达演示物流',
    zone: 'Asia/Shanghai',
    isMasked: true,
    printedAt: '2026-11-26T14:30:00Z',
    printedBy: '李明',
    logo: null,
    ...given,
  }
}

export type PdfRead = { text: string; pages: number; fonts: number; rectangles: Rectangle[] }
type Rectangle = { x: number; y: number; width: number; height: number }

/** What can be searched and copied in a PDF of ours, by its ToUnicode maps; and the rectangles it fills. */
export function readPdf(bytes: Uint8Array): PdfRead {
  const raw = Buffer.from(bytes).toString('latin1')
  // A stream may end with a byte that looks like the beginning of a line's end.
  const streams = [...raw.matchAll(/stream\r?\n([\s\S]*?)\nendstream/g)].flatMap((match) => {
    try {
      return [inflateSync(Buffer.from(match[1] ?? '', 'latin1')).toString('latin1')]
    } catch {
      return []
    }
  })
  const unicode = new Map<number, string>()
  for (const map of streams.filter((one) => one.includes('beginbfrange')))
    for (const [, from = '0', list = ''] of map.matchAll(/<([0-9a-fA-F]+)> <[0-9a-fA-F]+> \[([^\]]*)\]/g))
      [...list.matchAll(/<([0-9a-fA-F ]*)>/g)].forEach((match, i) =>
        unicode.set(parseInt(from, 16) + i, hexText(match[1] ?? '')),
      )
  const contents = streams.filter((one) => /\bTJ\b/.test(one))
  const text = contents
    .flatMap((one) => [...one.matchAll(/\[([^\]]*)\] TJ/g)])
    .map((match) =>
      [...(match[1] ?? '').matchAll(/<([0-9a-fA-F]+)>/g)].map((m) => glyphs(m[1] ?? '', unicode)).join(''),
    )
    .join('\n')
  const rectangles = contents
    .flatMap((one) => [...one.matchAll(/([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) re/g)])
    .map((m) => ({ x: Number(m[1]), y: Number(m[2]), width: Number(m[3]), height: Number(m[4]) }))
  return {
    text,
    pages: [...raw.matchAll(/\/Type \/Page\b(?!s)/g)].length,
    fonts: [...raw.matchAll(/\/FontFile2/g)].length,
    rectangles,
  }
}

const hexText = (hex: string): string => {
  const units = hex.replaceAll(' ', '').match(/.{4}/g) ?? []
  return String.fromCharCode(...units.map((unit) => parseInt(unit, 16)))
}
const glyphs = (hex: string, unicode: Map<number, string>): string =>
  (hex.match(/.{4}/g) ?? []).map((one) => unicode.get(parseInt(one, 16)) ?? '\ufffd').join('')

/** Reads Code 128 from the widths of bars and spaces in modules, by the table of the standard (ISO/IEC 15417). */
export function readCode128(widths: readonly number[]): string {
  const symbols: number[] = []
  for (let i = 0; i + 7 < widths.length; i += 6)
    symbols.push(PATTERNS.indexOf(widths.slice(i, i + 6).join('')))
  const check = symbols.pop() ?? -1
  const sum = symbols.reduce((total, value, i) => total + value * Math.max(1, i), 0)
  if (symbols.includes(-1) || sum % 103 !== check) throw new Error('not Code 128')
  let set = 'ABC'[(symbols[0] ?? 0) - 103] ?? ''
  let text = ''
  for (const value of symbols.slice(1)) {
    if (value === 99 && set !== 'C') set = 'C'
    else if (value === 100 && set !== 'B') set = 'B'
    else if (value === 101 && set !== 'A') set = 'A'
    else if (set === 'C') text += String(value).padStart(2, '0')
    else text += String.fromCharCode(value + 32)
  }
  return text
}

const PATTERNS = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 ' +
  '223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 ' +
  '112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 ' +
  '311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 ' +
  '122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 ' +
  '214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232'
).split(' ')
