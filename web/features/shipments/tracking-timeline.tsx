import { useState } from 'react'
import { shipmentsApi } from '#modules/shipments/api.ts'
import type { Text } from '#platform/text.ts'
import { reasonNames, statusNames } from '#modules/shipments/tracking-names.ts'
import { Liable, type Shipment, shipmentText, toneOfStatus } from '#web/features/shipments/shipment-text.tsx'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { Timeline, type TimelineEntry } from '#web/ui/timeline.tsx'

const text = {
  planned: { zh: '生成发运单', en: 'Planned' },
  picked: { zh: '拣货完成', en: 'Picked' },
  packed: { zh: '包装完成', en: 'Packed' },
  handedOver: { zh: '交接给承运商', en: 'Handed over to the carrier' },
  routeChanged: { zh: '变更运输路线', en: 'Route changed' },
  revocation: { zh: '更正：撤销一条轨迹', en: 'Correction: an event is revoked' },
  revoked: { zh: '已撤销', en: 'Revoked' },
  revoke: { zh: '更正', en: 'Revoke' },
  revokeAsk: { zh: '撤销这条轨迹？', en: 'Revoke this event?' },
  revokeHelp: {
    zh: '原记录保留并标为已撤销，状态、签收与承诺将按其余轨迹重新计算。',
    en: 'The row stays, marked as revoked. Status, delivery and promises follow the other events again.',
  },
  fromApi: { zh: '承运商', en: 'Carrier' },
  fromDesk: { zh: '客服', en: 'Desk' },
  fromProof: { zh: '签收登记', en: 'Proof of delivery' },
  fromImport: { zh: '导入', en: 'Import' },
} satisfies Text

type Event = Shipment['events'][number]

/** Our own steps and what the carriers told, newest first; wrong ones can be revoked. */
export function TrackingTimeline({ shipment }: { shipment: Shipment }) {
  const t = useText(text)
  const canRevoke = useCan('shipment.deliver')
  const [asked, setAsked] = useState<Event | null>(null)
  const entryOf = useEntry(canRevoke ? setAsked : null)
  const own: TimelineEntry[] = [
    { key: 'planned', at: shipment.createdAt, title: t.planned },
    ...(shipment.pickedAt ? [{ key: 'picked', at: shipment.pickedAt, title: t.picked }] : []),
    ...(shipment.packedAt ? [{ key: 'packed', at: shipment.packedAt, title: t.packed }] : []),
  ]
  const entries = [...own, ...shipment.events.map(entryOf)]
    .toReversed()
    .toSorted((a, b) => b.at.localeCompare(a.at))
  return (
    <>
      <Timeline entries={entries} />
      {asked && (
        <ConfirmAction
          title={t.revokeAsk}
          help={t.revokeHelp}
          confirmText={t.revoke}
          isDanger
          needsReason
          operation={shipmentsApi.revokeTracking}
          toInput={(note) => ({ params: { id: shipment.id, eventId: asked.id }, body: { note } })}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}

function useEntry(onRevoke: ((event: Event) => void) | null): (event: Event) => TimelineEntry {
  const t = useText(text)
  const s = useText(shipmentText)
  const say = useSay()
  const sources: Record<string, string> = {
    api: t.fromApi,
    desk: t.fromDesk,
    proof: t.fromProof,
    import: t.fromImport,
  }
  const special: Record<string, string> = {
    handed_over: t.handedOver,
    route_changed: t.routeChanged,
    revoked: t.revocation,
  }
  const reasons: Record<string, { zh: string; en: string }> = reasonNames
  return (event) => {
    const name = event.scheme === 'nuoda' ? special[event.code] : undefined
    const reason = event.reason && reasons[event.reason]
    const unknown = event.status === 'info' && !name ? ` (${event.scheme} ${event.code})` : ''
    return {
      key: event.id,
      at: event.at,
      title: event.revoked ? (
        <del>{name ?? say(statusNames[event.status])}</del>
      ) : (
        `${name ?? say(statusNames[event.status])}${unknown}`
      ),
      by: sources[event.source] ?? null,
      tone: event.revoked ? 'mute' : toneOfStatus(event.status),
      body: (
        <>
          {[event.location, reason ? say(reason) : '', event.note].filter(Boolean).join(' · ')}
          {event.liable && (
            <span className="n-quiet">
              {' '}
              ({s.liable}: <Liable party={event.liable} />)
            </span>
          )}
          {event.revoked && <span className="n-quiet"> {t.revoked}</span>}
          {onRevoke && !event.revoked && event.code !== 'handed_over' && (
            <button type="button" className="n-link n-shp-revoke" onClick={() => onRevoke(event)}>
              {t.revoke}
            </button>
          )}
        </>
      ),
    }
  }
}
