import { type FormEvent, useState } from 'react'
import { portalApi } from '#modules/portal/api.ts'
import type { Tracking } from '#web/features/portal/tracking-page.tsx'
import { trackingText } from '#web/features/portal/tracking-text.ts'
import { useSend } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'

type PhoneCheckProps = {
  token: string
  consignee: Tracking['consignee']
  onUnlock: (tracking: Tracking) => void
}

const TAIL = 4

/** The masked name and the city, for who knows the end of the telephone number. */
export function PhoneCheck({ token, consignee, onUnlock }: PhoneCheckProps) {
  const t = useText(trackingText)
  const [tail, setTail] = useState('')
  const unlock = useSend(portalApi.unlockPublicTracking, { onDone: onUnlock })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (tail.length === TAIL) unlock.mutate({ params: { token }, body: { tail } })
  }
  if (consignee) {
    return (
      <section className="n-trk-part">
        <dl>
          <div>
            <dt>{t.consignee}</dt>
            <dd>
              {consignee.name} {consignee.city}
            </dd>
          </div>
        </dl>
      </section>
    )
  }
  return (
    <section className="n-trk-part">
      <h2>{t.phoneTitle}</h2>
      <p className="n-trk-small" id="tail-help">
        {t.phoneHelp}
      </p>
      <form onSubmit={submit} className="n-trk-phone">
        <input
          inputMode="numeric"
          pattern={`\\d{${TAIL}}`}
          value={tail}
          onChange={(event) => setTail(event.target.value.replace(/\D/g, ''))}
          aria-label={t.phoneLabel}
          aria-describedby="tail-help"
          placeholder={t.phoneLabel}
          autoComplete="off"
        />
        <button type="submit" className="n-button" disabled={tail.length !== TAIL || unlock.isPending}>
          {t.check}
        </button>
      </form>
      {tail.length > TAIL && (
        <p role="status" className="n-trk-late">
          {t.phoneTooLong}
        </p>
      )}
      {unlock.error && (
        <p role="alert" className="n-trk-late">
          {unlock.error.detail}
        </p>
      )}
    </section>
  )
}
