import { useSend } from '#web/lib/api.ts'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { leftToPick } from '#modules/shipments/shipment.ts'
import type { Text } from '#platform/text.ts'
import { BenchSetting } from '#web/features/shipments/bench-setting.tsx'
import { HandOverPanel } from '#web/features/shipments/hand-over-panel.tsx'
import { PackPanel } from '#web/features/shipments/pack-panel.tsx'
import { PickPanel } from '#web/features/shipments/pick-panel.tsx'
import { LinesTable } from '#web/features/shipments/lines-table.tsx'
import type { Shipment } from '#web/features/shipments/shipment-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { Section } from '#web/ui/detail-page.tsx'
import '#web/features/shipments/shipments.css'

const text = {
  bench: { zh: '作业台', en: 'Bench' },
  lines: { zh: '货品', en: 'Goods' },
  pick: { zh: '拣货', en: 'Pick' },
  pack: { zh: '包装', en: 'Pack' },
  handOver: { zh: '交接', en: 'Hand over' },
  unpack: { zh: '拆包', en: 'Unpack' },
} satisfies Text

const STEPS = ['pick', 'pack', 'handOver'] as const

/** Pick, pack and hand over at one place, one step after the other; afterwards the lines as they left. */
export function Bench({ shipment }: { shipment: Shipment }) {
  const t = useText(text)
  const canWork = useCan('shipment.work')
  const canPrint = useCan('document.print')
  const isInside = shipment.state === 'planned' || shipment.state === 'picking' || shipment.state === 'packed'
  if (!isInside || !canWork) {
    return (
      <Section title={t.lines}>
        <LinesTable shipment={shipment} />
      </Section>
    )
  }
  const step =
    shipment.state === 'packed' ? 'handOver' : leftToPick(shipment.lineRows) === 0 ? 'pack' : 'pick'
  return (
    <Section
      title={t.bench}
      extra={
        shipment.state === 'packed' ? <Unpack shipment={shipment} /> : canPrint ? <BenchSetting /> : null
      }
    >
      <ol className="n-shp-steps">
        {STEPS.map((one) => (
          <li
            key={one}
            aria-current={one === step ? 'step' : undefined}
            data-done={STEPS.indexOf(one) < STEPS.indexOf(step)}
          >
            {t[one]}
          </li>
        ))}
      </ol>
      {shipment.state === 'packed' ? (
        <HandOverPanel shipment={shipment} />
      ) : (
        <>
          <PickPanel shipment={shipment} />
          <PackPanel shipment={shipment} />
        </>
      )}
    </Section>
  )
}

function Unpack({ shipment }: { shipment: Shipment }) {
  const t = useText(text)
  const unpack = useSend(shipmentsApi.unpackShipment)
  const run = () => unpack.mutate({ params: { id: shipment.id }, body: { version: shipment.version } })
  return <ActionButton action={{ key: 'unpack', label: t.unpack, isBusy: unpack.isPending, run }} />
}
