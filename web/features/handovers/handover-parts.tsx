import type { Text } from '#platform/text.ts'
import { placeText } from '#modules/customers/place.ts'
import { type HandoverItem, handoverText, kilosOf } from '#web/features/handovers/handover-text.ts'
import { formatNumber } from '#web/lib/format.ts'
import { useLocale, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'
import { Time } from '#web/ui/values.tsx'
import '#web/features/shipments/shipments.css'
import './handovers.css'

const text = {
  ...handoverText,
  views: { zh: '交接视图', en: 'Views of hand-overs' },
  until: { zh: '至', en: 'to' },
} satisfies Text

/** By list, or by shipment: a day's hand-overs. */
export function HandoverTabs() {
  const t = useText(text)
  return (
    <nav aria-label={t.views} className="n-shp-tabs">
      <PageLink to={paths.handovers} isExact>
        {t.lists}
      </PageLink>
      <PageLink to={paths.handoverItems} isExact>
        {t.items}
      </PageLink>
    </nav>
  )
}

/** When the driver is expected. */
export function Window({ from, to }: { from: string; to: string }) {
  const t = useText(text)
  return (
    <>
      <Time at={from} /> <span className="n-quiet">{t.until}</span> <Time at={to} />
    </>
  )
}

export function Weight({ grams }: { grams: number | null }) {
  const kilos = kilosOf(grams)
  return <>{kilos === null ? '–' : `${formatNumber(kilos, 1)} kg`}</>
}

export function Destination({ item }: { item: Pick<HandoverItem, 'destination'> }) {
  return <>{placeText(item.destination, useLocale())}</>
}
