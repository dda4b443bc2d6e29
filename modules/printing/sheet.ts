import { type Locale, fill } from '#platform/text.ts'
import { fitInto } from './label.ts'
import { addHandover } from './sheet-handover.ts'
import { addPurchase } from './sheet-purchase.ts'
import { addSorting } from './sheet-sorting.ts'
import { type Sheet, columns, fact, has } from './sheet-parts.ts'
import { type Item, type Measure, type Page, fitsCode128 } from './layout.ts'
import type { PrintFrame, PrintJobRecord, PrintedOrder, PrintedShipment } from './print-data.ts'
import { SHEET, addFacts, addFeet, addParagraph, addSignatures, addTable, startFlow } from './sheet-flow.ts'
import { type Word, amount, kilograms, say, sayName, stamp } from './words.ts'

/** Documents on A4. Pure. */

export function drawSheet(frame: PrintFrame, job: PrintJobRecord, measure: Measure): Page[] {
  const head = { locale: job.locale, number: job.record.number }
  const flow = startFlow(measure, (page) => headOf(frame, head, page))
  const sheet: Sheet = { frame, job, locale: job.locale, flow }
  const { record } = job
  if (record.subject === 'handover_list') addHandover(sheet, record)
  else if (record.subject === 'purchase_order') addPurchase(sheet, record)
  else if (record.subject === 'order') addAcknowledgement(sheet, record)
  else if (frame.document === 'pick_list') addPickList(sheet, record)
  else addDelivery(sheet, record)
  return addFeet(flow, (page, of) => footOf(sheet, page, of))
}

/** One document of all shipments of a print, a part for each warehouse. */
export function drawJoint(frame: PrintFrame, jobs: readonly PrintJobRecord[], measure: Measure): Page[] {
  const shipments = jobs.flatMap(({ record }) => (record.subject === 'shipment' ? [record] : []))
  const [job] = jobs
  if (!job) return []
  // A reprint is what has been printed as a whole before.
  const whole = { ...job, nth: Math.min(...jobs.map(({ nth }) => nth)) }
  return [...Map.groupBy(shipments, ({ warehouse }) => warehouse.id).values()].flatMap((own) => {
    const head = { locale: job.locale, number: '' }
    const flow = startFlow(measure, (page) => headOf(frame, head, page))
    const sheet: Sheet = { frame, job: whole, locale: job.locale, flow }
    addSorting(sheet, own)
    return addFeet(flow, (page, of) => footOf(sheet, page, of))
  })
}

const NUMBER_WIDTH = 70

type Head = { locale: Locale; number: string }

/** Company at the left, the document's name and number with its barcode at the right; smaller from the second page on. */
function headOf(frame: PrintFrame, { locale, number }: Head, page: number): { items: Item[]; y: number } {
  const { margin, width } = SHEET
  const right = width - margin - NUMBER_WIDTH
  const title = say(locale, frame.document)
  const line = (text: string, y: number, size: number): Item => ({
    kind: 'text',
    x: right,
    y,
    width: NUMBER_WIDTH,
    size,
    text,
    align: 'end',
  })
  if (page > 1) return { items: [line(`${title} ${number}`, margin - 5, 3.4)], y: margin + 2 }
  const logo = has(frame, 'logo') && frame.logo ? fitInto(frame.logo, { width: 38, height: 16 }) : null
  const x = margin + (logo ? logo.width + 4 : 0)
  const left = [frame.company, ...frame.options.companyLines]
  const items: Item[] = [
    ...(logo ? [{ kind: 'image', x: margin, y: margin, ...logo } as Item] : []),
    ...left.map((text, i): Item => ({
      kind: 'text',
      x,
      y: margin + (i === 0 ? 0 : 3 + i * 4.4),
      width: right - x - 4,
      size: i === 0 ? 5 : 3,
      text,
      align: 'start',
    })),
    line(title, margin - 1, 7.5),
    line(number, margin + 9, 4),
    ...(number !== '' && fitsCode128(number, NUMBER_WIDTH)
      ? [
          {
            kind: 'code128',
            x: right,
            y: margin + 15,
            width: NUMBER_WIDTH,
            height: 10,
            value: number,
          } as Item,
        ]
      : []),
    { kind: 'line', x: margin, y: margin + 28, toX: width - margin, toY: margin + 28, thickness: 0.4 },
  ]
  return { items, y: margin + 32 }
}

function footOf({ frame, job, locale }: Sheet, page: number, of: number) {
  const left = [
    frame.options.footer,
    `${say(locale, 'printedAt')} ${stamp(frame.printedAt, frame.zone, locale)}`,
    has(frame, 'printed_by') ? `${say(locale, 'printedBy')} ${frame.printedBy}` : '',
    job.nth > 1 ? fill(say(locale, 'reprint'), { n: job.nth }) : '',
  ]
  return { left: left.filter(Boolean).join(' · '), right: fill(say(locale, 'page'), { n: page, of }) }
}

const addressOf = ({ consignee }: PrintedOrder | PrintedShipment): string =>
  [
    `${consignee.area}${/^[\x20-\x7e]*$/.test(consignee.area) ? ' ' : ''}${consignee.street}`,
    consignee.postcode,
  ]
    .filter(Boolean)
    .join(' ')
    .trim()

function addPickList({ frame, locale, flow }: Sheet, s: PrintedShipment): void {
  addFacts(flow, [
    fact(locale, 'warehouse', `${s.warehouse.code} ${s.warehouse.name}`),
    fact(locale, 'order', s.order.number),
    ...(has(frame, 'customer') ? [fact(locale, 'customer', s.customer.name)] : []),
    fact(locale, 'carrier', s.carrier?.name ?? ''),
    fact(locale, 'shipBy', s.shipBy ? stamp(s.shipBy, frame.zone, locale) : ''),
    fact(locale, 'service', `${sayName(locale, s.service)}${s.urgent ? ` · ${say(locale, 'urgent')}` : ''}`),
  ])
  addTable(
    flow,
    columns(locale, [
      ['lineNo', 7, 'end'],
      ['sku', 24],
      ['barcode', 24],
      ['product', 46],
      ['quantity', 13, 'end'],
      ['unit', 10],
      ['picked', 14],
    ]),
    s.lines.map((l, i) => [String(i + 1), l.sku, l.barcode ?? '', l.name, String(l.quantity), l.unit, '']),
  )
  addParagraph(flow, `${say(locale, 'total')} ${s.lines.reduce((sum, l) => sum + l.quantity, 0)}`)
  if (has(frame, 'note') && s.deliveryNote) addParagraph(flow, `${say(locale, 'note')}  ${s.deliveryNote}`)
  addSignatures(flow, [say(locale, 'signPicker'), say(locale, 'signChecker')])
}

/** The delivery note goes with the goods; the receipt slip is the page that comes back signed. */
function addDelivery({ frame, locale, flow }: Sheet, s: PrintedShipment): void {
  const isSlip = frame.document === 'receipt_slip'
  addFacts(flow, [
    fact(locale, 'waybillNumber', s.waybill ?? s.number),
    fact(locale, 'carrier', s.carrier?.name ?? ''),
    fact(locale, 'order', s.order.number),
    fact(locale, 'reference', s.order.externalRef),
    fact(locale, 'customer', s.customer.name),
    fact(locale, 'parcels', s.parcels.length > 0 ? String(s.parcels.length) : ''),
    fact(locale, 'consignee', s.consignee.name),
    fact(locale, 'phone', s.consignee.phone),
    fact(locale, 'address', addressOf(s)),
    ...(has(frame, 'sender')
      ? [fact(locale, 'sender', `${s.warehouse.name} ${s.warehouse.area}${s.warehouse.street}`)]
      : []),
    ...(has(frame, 'weight') && s.weightG !== null ? [fact(locale, 'weight', kilograms(s.weightG))] : []),
    ...(has(frame, 'mode') ? [fact(locale, 'mode', s.mode)] : []),
  ])
  const sent = (l: PrintedShipment['lines'][number]) => (s.parcels.length > 0 ? l.packed : l.quantity)
  addTable(
    flow,
    columns(locale, [
      ['lineNo', 7, 'end'],
      ['sku', 24],
      ['product', 54],
      ['quantity', 14, 'end'],
      ['unit', 10],
      ['received', 14],
      ['damaged', 14],
    ]),
    s.lines.map((l, i) => [String(i + 1), l.sku, l.name, String(sent(l)), l.unit, '', '']),
  )
  addParagraph(flow, `${say(locale, 'total')} ${s.lines.reduce((sum, l) => sum + sent(l), 0)}`)
  if (has(frame, 'note') && s.deliveryNote) addParagraph(flow, `${say(locale, 'note')}  ${s.deliveryNote}`)
  addParagraph(flow, say(locale, isSlip ? 'receiptSay' : 'deliverySay'))
  const signers: Word[] = ['signDriver', 'signConsignee', 'signDay']
  addSignatures(
    flow,
    signers.map((one) => say(locale, one)),
  )
}

function addAcknowledgement({ frame, locale, flow }: Sheet, o: PrintedOrder): void {
  const showsPrices = has(frame, 'prices')
  const showsPromises = has(frame, 'promises')
  addParagraph(flow, say(locale, 'acknowledgeSay'))
  addFacts(flow, [
    fact(locale, 'customer', o.customer.name),
    fact(locale, 'reference', o.externalRef),
    fact(locale, 'placedAt', stamp(o.placedAt, frame.zone, locale)),
    fact(locale, 'acknowledgedAt', o.acknowledgedAt ? stamp(o.acknowledgedAt, frame.zone, locale) : ''),
    fact(locale, 'consignee', o.consignee.name),
    fact(locale, 'phone', o.consignee.phone),
    fact(locale, 'address', addressOf(o)),
    fact(locale, 'service', sayName(locale, o.service)),
  ])
  const promises: [Word, number][] = showsPromises
    ? [
        ['shipBy', 22],
        ['deliverBy', 22],
      ]
    : []
  const prices: [Word, number, 'end'][] = showsPrices
    ? [
        ['price', 16, 'end'],
        ['amount', 18, 'end'],
      ]
    : []
  addTable(
    flow,
    columns(locale, [
      ['lineNo', 7, 'end'],
      ['sku', 22],
      ['product', 40],
      ['quantity', 12, 'end'],
      ['unit', 9],
      ...promises,
      ...prices,
    ]),
    o.lines.map((l) => [
      String(l.lineNo),
      l.sku,
      l.name,
      String(l.quantity),
      l.unit,
      ...(showsPromises ? [stamp(l.shipBy, frame.zone, locale), stamp(l.deliverBy, frame.zone, locale)] : []),
      ...(showsPrices ? [amount(l.unitPriceMinor, o.currency), amount(l.amountMinor, o.currency)] : []),
    ]),
  )
  if (showsPrices)
    addParagraph(flow, `${say(locale, 'total')} ${o.currency} ${amount(o.amountMinor, o.currency)}`)
  if (has(frame, 'note') && o.deliveryNote) addParagraph(flow, `${say(locale, 'note')}  ${o.deliveryNote}`)
}
