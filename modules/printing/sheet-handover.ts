import { fill } from '#platform/text.ts'
import type { PrintedHandover } from './print-data.ts'
import { addFacts, addParagraph, addSignatures, addTable } from './sheet-flow.ts'
import { type Sheet, columns, fact, has } from './sheet-parts.ts'
import { type Word, kilograms, say, stamp } from './words.ts'

type Item = PrintedHandover['items'][number]
type ListColumn = { word: Word; share: number; align?: 'end'; value: (item: Item, index: number) => string }

/** What the driver takes along: he counts, signs, and notes what is missing. After the hand-over it says what was. Pure. */
export function addHandover(sheet: Sheet, h: PrintedHandover): void {
  const { frame, locale, flow } = sheet
  const at = (instant: string) => stamp(instant, frame.zone, locale)
  addFacts(flow, [
    fact(locale, 'carrier', h.carrier.name),
    fact(locale, 'warehouse', `${h.warehouse.code} ${h.warehouse.name}`),
    fact(locale, 'pickUp', span(at(h.pickUpFrom), at(h.pickUpTo))),
    fact(locale, 'address', `${h.warehouse.area}${h.warehouse.street}`),
    fact(locale, 'signTime', h.signedAt && at(h.signedAt)),
    fact(locale, 'driver', [h.driverName, h.vehiclePlate].filter(Boolean).join(' ')),
  ])
  const shown = columnsOf(sheet, h.signedAt !== null)
  addTable(
    flow,
    columns(
      locale,
      shown.map(({ word, share, align }) => (align ? [word, share, align] : [word, share])),
    ),
    h.items.map((item, i) => shown.map((column) => column.value(item, i))),
  )
  const parcels = h.items.reduce((sum, item) => sum + item.parcels, 0)
  const weight = weightOf(h.items)
  const total = fill(say(locale, 'handoverTotal'), { shipments: h.items.length, parcels })
  addParagraph(flow, has(frame, 'weight') && weight !== null ? `${total} · ${kilograms(weight)}` : total)
  if (has(frame, 'note') && h.note) addParagraph(flow, `${say(locale, 'note')}  ${h.note}`)
  if (h.signedAt) return
  addParagraph(flow, say(locale, 'handoverSay'))
  const signers: Word[] = ['signWarehouse', 'signCarrier', 'signPlate', 'signTime']
  addSignatures(
    flow,
    signers.map((word) => say(locale, word)),
  )
}

const CLOCK = 'hh:mm'.length
/** Two times; the day once where it is the same. */
const span = (from: string, to: string): string =>
  `${from} – ${from.slice(0, -CLOCK) === to.slice(0, -CLOCK) ? to.slice(-CLOCK) : to}`

function columnsOf({ frame }: Sheet, isSigned: boolean): ListColumn[] {
  const only = (isShown: boolean, column: ListColumn): ListColumn[] => (isShown ? [column] : [])
  return [
    { word: 'lineNo', share: 9, align: 'end', value: (_, i) => String(i + 1) },
    { word: 'waybillNumber', share: 41, value: (item) => item.waybill ?? item.number },
    ...only(has(frame, 'consignee'), { word: 'consignee', share: 21, value: (item) => item.consignee.name }),
    { word: 'destination', share: 40, value: (item) => item.consignee.area },
    { word: 'parcels', share: 15, align: 'end', value: (item) => String(item.parcels) },
    ...only(has(frame, 'weight'), {
      word: 'weight',
      share: 18,
      align: 'end',
      value: (item) => (item.weightG === null ? '' : kilograms(item.weightG)),
    }),
    ...only(isSigned, {
      word: 'loaded',
      share: 16,
      align: 'end',
      value: (item) => `${item.loaded ?? 0}/${item.units}`,
    }),
    { word: 'note', share: 26, value: (item) => item.reason },
  ]
}

function weightOf(items: readonly Item[]): number | null {
  const known = items.flatMap((item) => item.weightG ?? [])
  return known.length === 0 ? null : known.reduce((sum, grams) => sum + grams, 0)
}
