import { useState } from 'react'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { refusals } from '#modules/shipments/refusals.ts'
import { leftToPick, whyNotPack } from '#modules/shipments/shipment.ts'
import type { Text } from '#platform/text.ts'
import type { Shipment } from '#web/features/shipments/shipment-text.tsx'
import { useBenchPrint } from '#web/features/shipments/use-bench-print.ts'
import { useSend } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { NumberInput } from '#web/ui/number-input.tsx'
import { isInRange, sayRange } from '#web/ui/number-range.ts'

const text = {
  parcels: { zh: '包裹数', en: 'Parcels' },
  pack: { zh: '包装完成', en: 'Packed' },
  short: {
    zh: '还差 {n} 件未拣；现在包装将按实际数量发出',
    en: '{n} are not picked yet; packing now sends what is there',
  },
} satisfies Text

const PARCELS = { min: 1, max: 100 }

/** Packs what is picked. Short packing is possible, and said. */
export function PackPanel({ shipment }: { shipment: Shipment }) {
  const t = useText(text)
  const r = useText(refusals)
  const [parcels, setParcels] = useState<number | null>(1)
  const print = useBenchPrint()
  const pack = useSend(shipmentsApi.packShipment, { onDone: (packed) => void print(packed.id) })
  const left = leftToPick(shipment.lineRows)
  const refusal = whyNotPack(shipment.state, shipment.lineRows)
  const run = () => {
    if (!isInRange(parcels, PARCELS)) return
    pack.mutate({
      params: { id: shipment.id },
      body: { version: shipment.version, parcels: Array.from({ length: parcels }, () => ({})) },
    })
  }
  return (
    <div className="n-shp-pack">
      {refusal === null && left > 0 && <p className="n-quiet">{fill(t.short, { n: left })}</p>}
      {pack.error && (
        <p role="alert" className="n-note n-note-bad">
          {pack.error.detail}
        </p>
      )}
      <span>{t.parcels}</span>
      <NumberInput {...PARCELS} value={parcels} onChange={setParcels} label={t.parcels} isShort />
      <ActionButton
        action={{
          key: 'pack',
          label: t.pack,
          isPrimary: left === 0,
          isBusy: pack.isPending,
          whyNot: refusal
            ? r[refusal]
            : isInRange(parcels, PARCELS)
              ? null
              : `${t.parcels}: ${sayRange(PARCELS)}`,
          run,
        }}
      />
    </div>
  )
}
