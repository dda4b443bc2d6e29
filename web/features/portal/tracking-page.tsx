import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import { portalApi } from '#modules/portal/api.ts'
import { PhoneCheck } from '#web/features/portal/phone-check.tsx'
import { TrackedPart } from '#web/features/portal/tracked-part.tsx'
import { nextText, trackingText } from '#web/features/portal/tracking-text.ts'
import { useOperation } from '#web/lib/api.ts'
import { formatTime, getCurrency, setHome } from '#web/lib/format.ts'
import { fill, setLocale, useLocale, useText } from '#web/lib/i18n.ts'
import { readStored } from '#web/lib/store.ts'
import { Mark } from '#web/ui/brand.tsx'
import { LanguageButton, ThemeButton } from '#web/ui/preferences.tsx'
import '#web/features/portal/tracking.css'

export type Tracking = ResultOf<typeof portalApi.getPublicTracking>

const REFRESH_MS = 60_000

/** One order for whoever holds its link. Plain HTML: it must open fast on a phone with a thin line. */
export function TrackingPage() {
  const t = useText(trackingText)
  const { token = '' } = useParams({ strict: false }) as { token?: string }
  const read = useOperation(portalApi.getPublicTracking, { params: { token } }, { refreshMs: REFRESH_MS })
  const [unlocked, setUnlocked] = useState<Tracking | null>(null)
  useVisitorLanguage()
  const tracking = read.data
  useEffect(() => {
    document.title = tracking
      ? `${fill(t.order, { number: tracking.order.number })} · ${tracking.company}`
      : t.title
  })
  if (tracking) setHome({ zone: tracking.zone, currency: getCurrency() })
  return (
    <div className="n-trk">
      <header>
        <Mark size={24} />
        <strong>{tracking?.company ?? t.title}</strong>
        <span className="n-space" />
        <LanguageButton />
        <ThemeButton />
      </header>
      <main>
        {tracking ? (
          <TrackingView
            tracking={tracking}
            consignee={unlocked?.consignee ?? null}
            token={token}
            onUnlock={setUnlocked}
          />
        ) : read.error ? (
          <Trouble
            isMissing={read.error.status === 404}
            detail={read.error.detail}
            onAgain={() => void read.refetch()}
          />
        ) : (
          <p role="status">{t.loading}</p>
        )}
      </main>
    </div>
  )
}

/** Who chose no language yet gets the browser's. */
function useVisitorLanguage(): void {
  useEffect(() => {
    if (readStored('locale') === null)
      setLocale(navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en')
  }, [])
}

type ViewProps = {
  tracking: Tracking
  consignee: Tracking['consignee']
  token: string
  onUnlock: (tracking: Tracking) => void
}

function TrackingView({ tracking, consignee, token, onUnlock }: ViewProps) {
  const t = useText(trackingText)
  const next = useText(nextText)
  useLocale()
  return (
    <>
      <section className="n-trk-head" data-next={tracking.next}>
        <p>{fill(t.order, { number: tracking.order.number })}</p>
        <h1>{next[tracking.next]}</h1>
        <NextButton tracking={tracking} />
        <Steps tracking={tracking} />
        <dl>
          <div>
            <dt>{t.promised}</dt>
            <dd>{formatTime(tracking.promisedAt)}</dd>
          </div>
        </dl>
        {tracking.late && <p className="n-trk-late">{t.late}</p>}
      </section>
      {tracking.shipments.map((shipment) => (
        <TrackedPart key={shipment.part} shipment={shipment} of={tracking.shipments.length} />
      ))}
      <PhoneCheck token={token} consignee={consignee} onUnlock={onUnlock} />
      <p className="n-trk-small">{t.privacy}</p>
    </>
  )
}

/** The telephone of the company where a call is the next step. */
function NextButton({ tracking }: { tracking: Tracking }) {
  const t = useText(trackingText)
  if (tracking.next !== 'arrange_again' && tracking.next !== 'contact_us' && tracking.next !== 'check_goods')
    return null
  const { company, supportPhone } = tracking
  if (!supportPhone) return tracking.next === 'check_goods' ? null : <p>{fill(t.contact, { company })}</p>
  return (
    <a className="n-button n-trk-call" href={`tel:${supportPhone.replace(/[^\d+]/g, '')}`}>
      {fill(t.call, { company })} {supportPhone}
    </a>
  )
}

const STEPS = ['step_placed', 'step_left', 'step_near', 'step_done'] as const

function Steps({ tracking }: { tracking: Tracking }) {
  const t = useText(trackingText)
  const reached = reachedStep(tracking)
  return (
    <ol className="n-trk-steps">
      {STEPS.map((step, i) => (
        <li key={step} data-done={i <= reached} aria-current={i === reached ? 'step' : undefined}>
          {t[step]}
        </li>
      ))}
    </ol>
  )
}

/** How far the part is that is the furthest behind. */
function reachedStep({ order, shipments }: Tracking): number {
  if (order.state === 'delivered') return 3
  if (order.state === 'preparing' || shipments.length === 0) return 0
  const near = ['out_for_delivery', 'available_for_collection', 'attempt_failed', 'delivered']
  return shipments.every((s) => near.includes(s.status)) ? 2 : 1
}

function Trouble({
  isMissing,
  detail,
  onAgain,
}: {
  isMissing: boolean
  detail: string
  onAgain: () => void
}) {
  const t = useText(trackingText)
  return (
    <section className="n-trk-trouble" role="alert">
      <h1>{isMissing ? t.missing : t.failed}</h1>
      <p>{isMissing ? t.missingHelp : detail}</p>
      {!isMissing && (
        <button type="button" className="n-button" onClick={onAgain}>
          {t.again}
        </button>
      )}
    </section>
  )
}
