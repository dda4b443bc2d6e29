import { fill } from '#platform/text.ts'
import { type Paper, paperSizes } from './document.ts'
import { type Item, type Measure, type Page, fitsCode128, shorten, sizeToFit, wrap } from './layout.ts'
import type { PrintFrame, PrintJobRecord, PrintedShipment } from './print-data.ts'
import { type Word, kilograms, say, sayName, stamp } from './words.ts'

/** Labels: one page for each parcel, or one for the shipment while it has none. Drawn for 100 × 150 mm and scaled to other papers. Pure. */

const MARGIN = 3
const DRAWN = { width: 100, height: 150 }

type Drawing = {
  frame: PrintFrame
  job: PrintJobRecord
  shipment: PrintedShipment
  measure: Measure
  /** Of paper to drawing: across and down. */ u: number
  v: number
  width: number
  parcel: { index: number; number: string; weightG: number | null } | null
}

export function drawLabels(frame: PrintFrame, job: PrintJobRecord, measure: Measure): Page[] {
  const { record } = job
  if (record.subject !== 'shipment') throw new Error('labels are of shipments')
  const { width, height } = sizeOf(frame.options.paper)
  const scale = { u: width / DRAWN.width, v: height / DRAWN.height, width: width - 2 * MARGIN }
  const parcels = record.parcels.map((parcel, index) => ({ ...parcel, index }))
  return (parcels.length > 0 ? parcels : [null]).map((parcel) => {
    const drawing = { frame, job, shipment: record, measure, ...scale, parcel }
    const items = frame.document === 'waybill' ? waybillItems(drawing) : parcelItems(drawing)
    return { width, height, items }
  })
}

const sizeOf = (paper: Paper) => paperSizes[paper]
const has = (d: Drawing, field: string): boolean =>
  (d.frame.options.fields as readonly string[]).includes(field)
const word = (d: Drawing, name: Word): string => say(d.job.locale, name)

function waybillItems(d: Drawing): Item[] {
  const { v, shipment } = d
  return [
    ...head(d, [shipment.carrier?.name ?? '', sayName(d.job.locale, shipment.service)]),
    rule(d, 15 * v),
    line(d, shipment.consignee.area || '–', { y: 17 * v, size: 9.5, align: 'center', least: 4.5 }),
    rule(d, 29 * v),
    ...codeOf(d, shipment.waybill ?? shipment.number, 31 * v),
    rule(d, 54 * v),
    ...consignee(d, 56 * v),
    rule(d, 80 * v),
    ...(has(d, 'sender') ? sender(d, 81.5 * v) : []),
    rule(d, 93 * v),
    ...facts(d, 95 * v),
    rule(d, 141 * v),
    ...foot(d, 142.5 * v),
  ]
}

function parcelItems(d: Drawing): Item[] {
  const { v, shipment, parcel } = d
  return [
    ...head(d, [word(d, 'parcel_label'), parcelCount(d)]),
    rule(d, 15 * v),
    line(d, shipment.consignee.area || '–', { y: 17 * v, size: 8, align: 'center', least: 4 }),
    rule(d, 28 * v),
    ...codeOf(d, parcel?.number ?? shipment.number, 31 * v),
    rule(d, 54 * v),
    ...consignee(d, 56 * v),
    rule(d, 80 * v),
    ...facts(d, 83 * v),
    rule(d, 141 * v),
    ...foot(d, 142.5 * v),
  ]
}

/** Logo and company at the left, two lines at the right. */
function head(d: Drawing, right: [string, string]): Item[] {
  const { u, v, width, frame } = d
  const logo = has(d, 'logo') && frame.logo ? fitInto(frame.logo, { width: 24 * u, height: 10 * v }) : null
  const at = MARGIN + (logo ? logo.width + 2 * u : 0)
  const half = width * 0.55 - (at - MARGIN)
  const [first = '', second = ''] = frame.options.companyLines
  const texts: Item[] = [
    textAt(d, { x: at, y: 3.5 * v, width: half, size: 3.8, text: frame.company }),
    textAt(d, { x: at, y: 8 * v, width: half, size: 2.5, text: first }),
    textAt(d, { x: at, y: 11 * v, width: half, size: 2.5, text: second }),
    textAt(d, {
      y: 3.5 * v,
      x: MARGIN + width * 0.56,
      width: width * 0.44,
      size: 4.4,
      text: right[0],
      align: 'end',
    }),
    textAt(d, {
      y: 9 * v,
      x: MARGIN + width * 0.56,
      width: width * 0.44,
      size: 3.6,
      text: right[1],
      align: 'end',
    }),
  ]
  return [...(logo ? [{ kind: 'image', x: MARGIN, y: 3.5 * v, ...logo } as Item] : []), ...texts]
}

/** The barcode of a number with the number below; where it would be too fine to scan, the number alone (the QR code has it too). */
function codeOf(d: Drawing, value: string, y: number): Item[] {
  const below = line(d, value, { y: y + 16.5 * d.v, size: 4.6, align: 'center', least: 2.6 })
  if (!fitsCode128(value, d.width))
    return [line(d, value, { y: y + 4 * d.v, size: 7, align: 'center', least: 2.6 })]
  return [{ kind: 'code128', x: MARGIN, y, width: d.width, height: 15.5 * d.v, value }, below]
}

function consignee(d: Drawing, y: number): Item[] {
  const { u, v, shipment, width } = d
  const { name, phone, area, street } = shipment.consignee
  const x = MARGIN + 11 * u
  const room = width - 11 * u
  const address = wrap(`${area}${isChinese(area) ? '' : ', '}${street}`, {
    size: 4.2 * u,
    width: room,
    lines: 3,
    measure: d.measure,
  })
  return [
    ...mark(d, y, word(d, 'to')),
    textAt(d, { x, y, width: room, size: 5.2, text: `${name}  ${phone}`.trim() }),
    ...address.map((text, i) => textAt(d, { x, y: y + (7 + i * 5.4) * v, width: room, size: 4.2, text })),
  ]
}

function sender(d: Drawing, y: number): Item[] {
  const { u, v, shipment, width } = d
  const { warehouse } = shipment
  const x = MARGIN + 11 * u
  const room = width - 11 * u
  return [
    ...mark(d, y, word(d, 'from'), 6),
    textAt(d, { x, y, width: room, size: 3.4, text: `${warehouse.code} ${warehouse.name}` }),
    textAt(d, { x, y: y + 4.8 * v, width: room, size: 3, text: `${warehouse.area}${warehouse.street}` }),
  ]
}

/** What helps who handles it, at the left of the QR code. */
function facts(d: Drawing, y: number): Item[] {
  const { u, v, shipment, width } = d
  const qr = has(d, 'qr')
  const room = qr ? width - 30 * u : width
  const weight = d.parcel?.weightG ?? (d.parcel ? null : shipment.weightG)
  const rows: [Word, string][] = [
    ['shipment', shipment.number],
    ...(has(d, 'order') ? [['order', shipment.order.number] as [Word, string]] : []),
    ...(has(d, 'customer') ? [['customer', shipment.customer.name] as [Word, string]] : []),
    ['parcel', parcelCount(d)],
    ...(has(d, 'weight') && weight !== null ? [['weight', kilograms(weight)] as [Word, string]] : []),
    ...(has(d, 'mode') && shipment.mode ? [['mode', shipment.mode] as [Word, string]] : []),
  ]
  const value =
    d.frame.document === 'waybill'
      ? (shipment.waybill ?? shipment.number)
      : (d.parcel?.number ?? shipment.number)
  const top = y + rows.length * 4.7 * v
  const note = has(d, 'note') && shipment.deliveryNote ? `${word(d, 'note')} ${shipment.deliveryNote}` : ''
  const noteLines = wrap(note, { size: 3.2 * u, width: room, lines: 3, measure: d.measure })
  return [
    ...rows.map(([name, text], i) =>
      textAt(d, { x: MARGIN, y: y + i * 4.7 * v, width: room, size: 3.4, text: `${word(d, name)}  ${text}` }),
    ),
    ...noteLines.map((text, i) =>
      textAt(d, { x: MARGIN, y: top + i * 4.2 * v, width: room, size: 3.2, text }),
    ),
    ...(qr ? [{ kind: 'qr', x: MARGIN + width - 26 * u, y, size: 26 * u, value } as Item] : []),
    ...(shipment.urgent
      ? [
          textAt(d, {
            x: MARGIN + width - 26 * u,
            y: y + 29 * u,
            width: 26 * u,
            size: 6,
            text: word(d, 'urgent'),
            align: 'center',
          }),
        ]
      : []),
  ]
}

function foot(d: Drawing, y: number): Item[] {
  const { frame, job, width } = d
  const left = [
    frame.isMasked ? word(d, 'privacy') : '',
    job.nth > 1 ? fill(word(d, 'reprint'), { n: job.nth }) : '',
    frame.options.footer,
  ]
  const at = stamp(frame.printedAt, frame.zone, job.locale)
  return [
    textAt(d, { x: MARGIN, y, width: width * 0.68, size: 2.8, text: left.filter(Boolean).join(' · ') }),
    textAt(d, { x: MARGIN + width * 0.68, y, width: width * 0.32, size: 2.6, text: at, align: 'end' }),
  ]
}

const parcelCount = ({ parcel, shipment }: Drawing): string =>
  parcel ? `${parcel.index + 1} / ${shipment.parcels.length}` : '–'

/** The word in a box that people find the address by. */
function mark(d: Drawing, y: number, text: string, size = 8): Item[] {
  const side = size * d.u
  return [
    { kind: 'box', x: MARGIN, y, width: side, height: side, thickness: 0.4 },
    {
      kind: 'text',
      x: MARGIN,
      y: y + side * 0.2,
      width: side,
      size: side * 0.6,
      text,
      align: 'center',
    },
  ]
}

const rule = (d: Drawing, y: number): Item => ({
  kind: 'line',
  x: MARGIN,
  y,
  toX: MARGIN + d.width,
  toY: y,
  thickness: 0.3,
})

type Placed = {
  x: number
  y: number
  width: number
  size: number
  text: string
  align?: 'start' | 'center' | 'end'
}

/** A line of the drawing's size, smaller down to three quarters where it is too wide, then cut. */
function textAt(d: Drawing, { size, align = 'start', ...placed }: Placed): Item {
  const wanted = size * d.u
  const fitted = sizeToFit(placed.text, {
    size: wanted,
    least: wanted * 0.75,
    width: placed.width,
    measure: d.measure,
  })
  const text = shorten(placed.text, { size: fitted, width: placed.width, measure: d.measure })
  return { kind: 'text', ...placed, size: fitted, text, align }
}

/** A line over the whole width. */
function line(
  d: Drawing,
  text: string,
  { y, size, align, least }: { y: number; size: number; align: 'start' | 'center'; least: number },
): Item {
  const fitted = sizeToFit(text, { size: size * d.u, least: least * d.u, width: d.width, measure: d.measure })
  return {
    kind: 'text',
    x: MARGIN,
    y: y + (size * d.u - fitted) / 2,
    width: d.width,
    size: fitted,
    text: shorten(text, { size: fitted, width: d.width, measure: d.measure }),
    align,
  }
}

const isChinese = (text: string): boolean => /\p{Script=Han}$/u.test(text)

/** The largest size of a picture within a box, its shape kept. */
export function fitInto(
  picture: { width: number; height: number },
  box: { width: number; height: number },
): { width: number; height: number } {
  const scale = Math.min(box.width / picture.width, box.height / picture.height)
  return { width: picture.width * scale, height: picture.height * scale }
}
