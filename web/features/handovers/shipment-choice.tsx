import { Checkbox } from 'antd'
import { useEffect } from 'react'
import { placeText } from '#modules/customers/place.ts'
import { handoversApi } from '#modules/handovers/api.ts'
import { refusals } from '#modules/handovers/refusals.ts'
import type { Text } from '#platform/text.ts'
import { Weight } from '#web/features/handovers/handover-parts.tsx'
import { handoverText } from '#web/features/handovers/handover-text.ts'
import { shipmentStates } from '#web/features/shipments/shipment-text.tsx'
import { useOperation } from '#web/lib/api.ts'
import type { ResultOf } from '#platform/api.ts'
import { fill, useLocale, useText } from '#web/lib/i18n.ts'
import { StateTag } from '#web/ui/status-tag.tsx'
import './handovers.css'

const text = {
  ...handoverText,
  count: { zh: '已选 {n} / {of} 单', en: '{n} of {of} chosen' },
  unassigned: { zh: '未定承运商', en: 'no carrier yet' },
  pieces: { zh: '{n} 件', en: 'Parcels: {n}' },
} satisfies Text

export type Candidate = ResultOf<typeof handoversApi.listHandoverCandidates>['rows'][number]
type Props = {
  id?: string
  /** Ids somebody ticked or unticked. */
  value?: string[]
  onChange?: (touched: string[]) => void
  place: { warehouseId: string; carrierId: string }
  onOffered: (rows: readonly Candidate[]) => void
}

/** Those that go: what has the carrier, until somebody says otherwise. */
export const chosenOf = (rows: readonly Candidate[], touched: readonly string[] = []): string[] =>
  rows.filter((row) => row.isAssigned !== touched.includes(row.id)).map((row) => row.id)

/** What can be listed for a carrier at a warehouse. */
export function ShipmentChoice({ id, value = [], onChange, place, onOffered }: Props) {
  const t = useText(text)
  const r = useText(refusals)
  const locale = useLocale()
  const { data } = useOperation(handoversApi.listHandoverCandidates, { query: place })
  const rows = data?.rows
  useEffect(() => onOffered(rows ?? []), [rows, onOffered])
  if (!rows) return null
  if (rows.length === 0) return <p className="n-note n-note-bad">{r['handover.nothing_ready']}</p>
  const chosen = new Set(chosenOf(rows, value))
  const toggle = (shipmentId: string) =>
    onChange?.(
      value.includes(shipmentId) ? value.filter((one) => one !== shipmentId) : [...value, shipmentId],
    )
  return (
    <div id={id}>
      <p className="n-quiet" role="status">
        {fill(t.count, { n: chosen.size, of: rows.length })}
      </p>
      <ul className="n-hov-choice">
        {rows.map((row) => (
          <li key={row.id}>
            <Checkbox checked={chosen.has(row.id)} onChange={() => toggle(row.id)}>
              {row.waybill ?? row.number} <StateTag of={shipmentStates} state={row.state} />{' '}
              {!row.isAssigned && <span className="n-quiet">{t.unassigned}</span>}
              <small>
                {placeText(row.destination, locale)} · {fill(t.pieces, { n: row.parcels })} ·{' '}
                <Weight grams={row.weightG} />
              </small>
            </Checkbox>
          </li>
        ))}
      </ul>
    </div>
  )
}
