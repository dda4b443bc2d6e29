import { useState } from 'react'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { refusals } from '#modules/shipments/refusals.ts'
import { shortAtLoading } from '#modules/shipments/shipment.ts'
import type { Text } from '#platform/text.ts'
import { CarrierLookup } from '#web/features/shipments/lookups.tsx'
import { type Shipment, shipmentText } from '#web/features/shipments/shipment-text.tsx'
import { useSend } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { ScanBox } from '#web/ui/scan-box.tsx'
import { ActionButton } from '#web/ui/action-button.tsx'
import { NumberInput } from '#web/ui/number-input.tsx'
import { isInRange, sayRange } from '#web/ui/number-range.ts'

const text = {
  scan: {
    zh: '扫描运单号后按回车即交接（留空用发运单号）',
    en: 'Scan the waybill; Enter hands over (empty: our own number)',
  },
  send: { zh: '确认交接', en: 'Hand over' },
  counted: { zh: '装车数与包装数不同', en: 'Less is loaded than was packed' },
  loaded: { zh: '装车 {sku}', en: 'Loaded {sku}' },
  of: { zh: '/ {n} {unit}', en: 'of {n} {unit}' },
  short: {
    zh: '短装 {n} 件：将登记异常，未发部分重新排入待出库',
    en: '{n} short: an exception is opened, the rest is planned again',
  },
  parcels: { zh: '包裹', en: 'Parcels' },
} satisfies Text

/** Gives the packed shipment to the carrier: choose it, scan the waybill, done. */
export function HandOverPanel({ shipment }: { shipment: Shipment }) {
  const t = useText(text)
  const s = useText(shipmentText)
  const r = useText(refusals)
  const [carrierId, setCarrier] = useState<string | null>(shipment.carrier?.id ?? null)
  const [waybill, setWaybill] = useState(shipment.waybill ?? '')
  const [loaded, setLoaded] = useState<Record<string, number | null>>({})
  const send = useSend(shipmentsApi.handOverShipment)
  const counted = shipment.lineRows.map((line) => {
    const n = loaded[line.id] === undefined ? line.packed : (loaded[line.id] ?? null)
    return { line, n, isWrong: !isInRange(n, { min: 0, max: line.packed }) }
  })
  const wrong = counted.find(({ isWrong }) => isWrong)
  const short = wrong ? 0 : counted.reduce((sum, { line, n }) => sum + shortAtLoading(line, n ?? 0), 0)
  const whyNot = whyNotSend()
  function whyNotSend(): string | null {
    if (!carrierId) return r['shipment.no_carrier']
    if (wrong) return `${fill(t.loaded, wrong.line)}: ${sayRange({ min: 0, max: wrong.line.packed })}`
    return counted.every(({ n }) => n === 0) ? r['shipment.nothing_loaded'] : null
  }
  const run = async (): Promise<boolean> => {
    if (whyNot) return false
    const lines = counted
      .filter(({ line }) => loaded[line.id] !== undefined)
      .map(({ line, n }) => ({ lineId: line.id, loaded: n ?? 0 }))
    const sent = send.mutateAsync({
      params: { id: shipment.id },
      body: {
        version: shipment.version,
        ...(carrierId ? { carrierId } : {}),
        ...(waybill.trim() ? { waybill: waybill.trim() } : {}),
        ...(lines.length > 0 ? { lines } : {}),
      },
    })
    return sent.then(
      () => true,
      () => false,
    )
  }
  const current = shipment.carrier ? { value: shipment.carrier.id, label: shipment.carrier.name } : undefined
  return (
    <div className="n-shp-leave">
      <p className="n-quiet">
        {t.parcels}: {shipment.parcels.map((p) => p.number).join(' · ')}
      </p>
      <div className="n-shp-field">
        <span>{s.carrier}</span>
        <CarrierLookup value={carrierId} onChange={setCarrier} current={current} />
      </div>
      <ScanBox label={t.scan} value={waybill} onChange={setWaybill} onScan={run} isKept />
      {(send.error || (whyNot && waybill)) && (
        <p role="alert" className="n-note n-note-bad">
          {send.error?.detail ?? whyNot}
        </p>
      )}
      <details className="n-shp-more">
        <summary>{t.counted}</summary>
        <ul className="n-shp-lines">
          {counted.map(({ line, n }) => (
            <li key={line.id}>
              <div>
                <strong>{line.sku}</strong> <span>{line.name}</span>
              </div>
              <span className="n-shp-count-in">
                <NumberInput
                  min={0}
                  max={line.packed}
                  value={n}
                  onChange={(next) => setLoaded({ ...loaded, [line.id]: next })}
                  label={fill(t.loaded, { sku: line.sku })}
                  isShort
                />
                {fill(t.of, { n: line.packed, unit: line.unit })}
              </span>
            </li>
          ))}
        </ul>
      </details>
      {short > 0 && <p className="n-shp-bad">{fill(t.short, { n: short })}</p>}
      <ActionButton
        action={{
          key: 'hand-over',
          label: t.send,
          isPrimary: true,
          isBusy: send.isPending,
          whyNot,
          run: () => void run(),
        }}
      />
    </div>
  )
}
