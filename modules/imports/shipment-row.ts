import { normalWaybill } from '#modules/shipments/tracking-row.ts'
import {
  instantOf,
  readCode,
  readDay,
  readPhone,
  readPrice,
  readText,
  readUnits,
  readWeight,
} from './cells.ts'
import type { RawRow, Setup } from './kind-work.ts'
import { type Origin, type OpenRow, readOrigin, rowOpener } from './row-reader.ts'

/** A row of a shipment file. */
export type ShipmentRow = {
  open: OpenRow
  orderNumber: string | undefined
  customerNumber: string | undefined
  externalRef: string | undefined
  warehouse: string | undefined
  carrier: string | undefined
  waybill: string
  sku: string | undefined
  quantity: number | undefined
  placedAt: Date | null
  handedOverAt: Date | null
  deliveredAt: Date | null
  expectedAt: Date | null
  weightG: number | undefined
  freightMinor: number | undefined
  consigneeName: string | undefined
  consigneePhone: string | undefined
  province: string | undefined
  city: string | undefined
  street: string | undefined
  origin: Origin
}

/** How the rows of one shipment are known: by carrier and tracking number. */
export function shipmentKey({ columns, mapping, constants }: Setup, { cells }: RawRow): string | null {
  const text = (field: string) => (cells[columns.indexOf(mapping[field] ?? '')] ?? '').trim()
  const waybill = text('waybill')
  return waybill === ''
    ? null
    : `${text('carrier') || (constants['carrier'] ?? '')}\u0000${normalWaybill(waybill)}`
}

export function shipmentReader(setup: Setup): (row: RawRow) => ShipmentRow {
  const opener = rowOpener(setup)
  return (raw) => {
    const open = opener(raw)
    const text = (field: string) => open.read(field, readText)
    const code = (field: string) => open.read(field, readCode)
    const time = (field: string) => {
      const read = open.read(field, (cell) => readDay(cell, setup.zone))
      return read === undefined ? null : instantOf(read, setup.zone)
    }
    open.require('waybill')
    return {
      open,
      orderNumber: code('orderNumber'),
      customerNumber: code('customerNumber'),
      externalRef: code('externalRef'),
      warehouse: text('warehouse'),
      carrier: text('carrier'),
      waybill: normalWaybill(code('waybill') ?? ''),
      sku: code('sku'),
      quantity: open.read('quantity', (cell) => readUnits(cell, 1)),
      placedAt: time('placedAt'),
      handedOverAt: time('handedOverAt'),
      deliveredAt: time('deliveredAt'),
      expectedAt: time('expectedAt'),
      weightG: open.read('weight', readWeight),
      freightMinor: open.read('freight', (cell) => readPrice(cell, setup.currency)),
      consigneeName: text('consigneeName'),
      consigneePhone: open.read('consigneePhone', readPhone),
      province: text('province'),
      city: text('city'),
      street: text('street'),
      origin: readOrigin(open, setup.zone),
    }
  }
}

export const isPast = ({ handedOverAt, deliveredAt }: ShipmentRow): boolean =>
  handedOverAt !== null || deliveredAt !== null
