import { fill } from '#platform/text.ts'
import type { PrintedShipment } from './print-data.ts'
import { addFacts, addParagraph, addSignatures, addTable } from './sheet-flow.ts'
import { type Sheet, columns, fact, has } from './sheet-parts.ts'
import { say, stamp } from './words.ts'

/** Longer than this, what a product is sorted into goes on in the next row: no cell may cut a place off. */
const CELL_CHARS = 90

/**
 * Many shipments of one warehouse picked together: each product once with its whole quantity and the places it is sorted into, then which
 * shipment each place is. Places are numbered in the order of the print. Pure. Source: requirements ORD-06.
 */
export function addSorting(sheet: Sheet, shipments: readonly PrintedShipment[]): void {
  const { locale, flow } = sheet
  const [first] = shipments
  const products = productsOf(shipments)
  addFacts(flow, [fact(locale, 'warehouse', first ? `${first.warehouse.code} ${first.warehouse.name}` : '')])
  addParagraph(flow, say(locale, 'sortPick'), 4)
  addTable(
    flow,
    columns(locale, [
      ['sku', 26],
      ['barcode', 24],
      ['product', 38],
      ['quantity', 18, 'end'],
      ['unit', 11],
      ['sortInto', 46],
      ['picked', 14],
    ]),
    products.flatMap(({ line, units, places }) =>
      inCells(places).map((cell, i) =>
        i === 0
          ? [line.sku, line.barcode ?? '', line.name, String(units), line.unit, cell, '']
          : [line.sku, '', '', '', '', cell, ''],
      ),
    ),
  )
  addParagraph(flow, say(locale, 'sortPlaces'), 4)
  addPlaces(sheet, shipments)
  const units = products.reduce((sum, product) => sum + product.units, 0)
  const counted = { shipments: shipments.length, products: products.length, units }
  addParagraph(flow, fill(say(locale, 'sortTotal'), counted))
  addSignatures(flow, [say(locale, 'signPicker'), say(locale, 'signChecker')])
}

function addPlaces({ frame, locale, flow }: Sheet, shipments: readonly PrintedShipment[]): void {
  const hasCustomer = has(frame, 'customer')
  addTable(
    flow,
    columns(locale, [
      ['place', 11, 'end'],
      ['shipment', 43],
      ['order', 43],
      ...(hasCustomer ? ([['customer', 24]] as ['customer', number][]) : []),
      ['carrier', 20],
      ['destination', 20],
      ['shipBy', 24],
      ['quantity', 14, 'end'],
    ]),
    shipments.map((s, i) => [
      String(i + 1),
      s.urgent ? `${s.number} ${say(locale, 'urgent')}` : s.number,
      s.order.number,
      ...(hasCustomer ? [s.customer.name] : []),
      s.carrier?.name ?? '',
      s.consignee.area,
      s.shipBy ? stamp(s.shipBy, frame.zone, locale) : '',
      String(s.lines.reduce((sum, line) => sum + line.quantity, 0)),
    ]),
  )
}

type Product = { line: PrintedShipment['lines'][number]; units: number; places: string[] }

/** By SKU, in its order; two lines of one shipment are one place. */
function productsOf(shipments: readonly PrintedShipment[]): Product[] {
  const lines = shipments.flatMap((s, i) => s.lines.map((line) => ({ line, place: i + 1 })))
  return [...Map.groupBy(lines, ({ line }) => line.sku)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, same]) => {
      const [head] = same
      if (!head) return []
      const places = [...Map.groupBy(same, ({ place }) => place)].map(
        ([place, own]) => `${place}×${own.reduce((sum, { line }) => sum + line.quantity, 0)}`,
      )
      return [{ line: head.line, units: same.reduce((sum, { line }) => sum + line.quantity, 0), places }]
    })
}

/** Joined as far as a cell holds them. */
function inCells(places: readonly string[]): string[] {
  const cells: string[] = []
  for (const place of places) {
    const last = cells.at(-1)
    if (last !== undefined && last.length + place.length + 2 <= CELL_CHARS)
      cells[cells.length - 1] = `${last}, ${place}`
    else cells.push(place)
  }
  return cells
}
