import { useState } from 'react'
import { statusNames } from '#modules/shipments/tracking-names.ts'
import type { Tracking } from '#web/features/portal/tracking-page.tsx'
import { trackingText } from '#web/features/portal/tracking-text.ts'
import { formatDate, formatExact, formatNumber, formatTime } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'

type Part = Tracking['shipments'][number]

const SHOWN_FIRST = 5

/** One part of the order: where it is, when it is expected, what happened. */
export function TrackedPart({ shipment, of }: { shipment: Part; of: number }) {
  const t = useText(trackingText)
  const say = useSay()
  return (
    <section className="n-trk-part">
      <div className="n-trk-part-head">
        <h2>{say(statusNames[shipment.status])}</h2>
        {of > 1 && <span>{fill(t.part, { n: shipment.part, of })}</span>}
      </div>
      <dl>
        <Expected shipment={shipment} />
        {shipment.waybill && (
          <div>
            <dt>{t.waybill}</dt>
            <dd>
              {shipment.carrier} <span className="n-trk-number">{shipment.waybill}</span>
            </dd>
          </div>
        )}
      </dl>
      <h3>{t.history}</h3>
      <History events={shipment.events} />
    </section>
  )
}

function Expected({ shipment }: { shipment: Part }) {
  const t = useText(trackingText)
  if (shipment.deliveredAt) {
    return (
      <div>
        <dt>{t.delivered}</dt>
        <dd>{formatTime(shipment.deliveredAt)}</dd>
      </div>
    )
  }
  const sure = { high: t.high, medium: t.medium, plan: t.plan, none: '' }[shipment.confidence]
  return (
    <div>
      <dt>{t.expected}</dt>
      <dd>
        {shipment.expectedAt ? formatDate(shipment.expectedAt) : t.no_estimate}
        {sure && <small>{fill(sure, { n: formatNumber(shipment.cases) })}</small>}
      </dd>
    </div>
  )
}

function History({ events }: { events: Part['events'] }) {
  const t = useText(trackingText)
  const say = useSay()
  const [isAll, setAll] = useState(false)
  if (events.length === 0) return <p className="n-trk-small">{t.none}</p>
  const shown = isAll ? events : events.slice(0, SHOWN_FIRST)
  return (
    <>
      <ol className="n-trk-events">
        {shown.map((event) => (
          <li key={`${event.at} ${event.status}`}>
            <strong>{say(statusNames[event.status])}</strong> {event.place}
            <time dateTime={event.at} title={formatExact(event.at)}>
              {formatTime(event.at)}
            </time>
          </li>
        ))}
      </ol>
      {events.length > shown.length && (
        <button type="button" className="n-link" onClick={() => setAll(true)}>
          {fill(t.more, { n: events.length - shown.length })}
        </button>
      )}
    </>
  )
}
