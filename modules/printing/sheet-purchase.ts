import { dayText } from '#platform/format.ts'
import type { PrintedPurchase } from './print-data.ts'
import { addFacts, addParagraph, addSignatures, addTable } from './sheet-flow.ts'
import { type Sheet, columns, fact, has } from './sheet-parts.ts'
import { type Word, amount, say, stamp } from './words.ts'

/** What a supplier shall bring, where and by when; with what he asks for it where that is agreed. Pure. */
export function addPurchase({ frame, locale, flow }: Sheet, p: PrintedPurchase): void {
  addParagraph(flow, say(locale, 'purchaseSay'))
  addFacts(flow, [
    fact(locale, 'supplier', p.supplier.name),
    fact(locale, 'orderedAt', stamp(p.draftedAt, frame.zone, locale)),
    fact(locale, 'deliverTo', `${p.warehouse.code} ${p.warehouse.name}`),
    fact(
      locale,
      'address',
      `${p.warehouse.area}${/^[\x20-\x7e]*$/.test(p.warehouse.area) ? ' ' : ''}${p.warehouse.street}`.trim(),
    ),
    ...(p.customer
      ? [fact(locale, 'onBehalf', [p.customer.name, p.customerRef].filter(Boolean).join(' · '))]
      : []),
    ...(p.supplierRef ? [fact(locale, 'reference', p.supplierRef)] : []),
  ])
  const priced = p.lines.filter((line) => line.unitPriceMinor !== null)
  const showsPrices = has(frame, 'prices') && priced.length > 0
  const money = (minor: number | null) => (minor === null ? '–' : amount(minor, p.currency))
  const sumOf = ({ unitPriceMinor, quantity }: PrintedPurchase['lines'][number]) =>
    unitPriceMinor === null ? null : unitPriceMinor * quantity
  const prices: [Word, number, 'end'][] = [
    ['price', 18, 'end'],
    ['amount', 22, 'end'],
  ]
  addTable(
    flow,
    columns(locale, [
      ['lineNo', 9, 'end'],
      ['sku', 24],
      ['product', showsPrices ? 42 : 70],
      ['quantity', 19, 'end'],
      ['unit', 10],
      ['wantedBy', 25],
      ...(showsPrices ? prices : []),
    ]),
    p.lines.map((line) => [
      String(line.lineNo),
      line.sku,
      line.name,
      String(line.quantity),
      line.unit,
      dayText(line.wantedOn, locale),
      ...(showsPrices ? [money(line.unitPriceMinor), money(sumOf(line))] : []),
    ]),
  )
  if (showsPrices) {
    const total = priced.reduce((sum, line) => sum + (sumOf(line) ?? 0), 0)
    addParagraph(flow, `${say(locale, 'total')} ${p.currency} ${amount(total, p.currency)}`)
  }
  if (has(frame, 'note') && p.note) addParagraph(flow, `${say(locale, 'note')}  ${p.note}`)
  addParagraph(flow, say(locale, 'purchaseAsk'))
  const signers: Word[] = ['signBuyer', 'signSupplier', 'signedOn']
  addSignatures(
    flow,
    signers.map((one) => say(locale, one)),
  )
}
