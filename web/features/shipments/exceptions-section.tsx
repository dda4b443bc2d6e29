import { exceptionKindNames } from '#modules/shipments/exception-names.ts'
import { useState } from 'react'
import { shipmentsApi } from '#modules/shipments/api.ts'
import type { Text } from '#platform/text.ts'
import { AssignForm, ResolveForm } from '#web/features/shipments/exception-forms.tsx'
import {
  Liable,
  type Shipment,
  exceptionStateTable,
  shipmentText,
  useReason,
  useResolution,
} from '#web/features/shipments/shipment-text.tsx'
import { RequestServiceForm } from '#web/features/services/request-service-form.tsx'
import { useOptimistic } from '#web/lib/optimistic.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan, useMe } from '#web/lib/session.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Time } from '#web/ui/values.tsx'

const text = {
  take: { zh: '我来处理', en: 'I take it' },
  assign: { zh: '指派', en: 'Assign' },
  resolve: { zh: '处理完毕', en: 'Resolve' },
  service: { zh: '换货或投诉', en: 'Exchange or complaint' },
  opened: { zh: '发现于', en: 'Opened' },
} satisfies Text

type Exception = Shipment['exceptions'][number]
type Form = 'assign' | 'resolve' | 'service'

/** What went wrong with this shipment, and who works on it. Nothing is shown while all is well. */
export function ExceptionsSection({ shipment }: { shipment: Shipment }) {
  const s = useText(shipmentText)
  const say = useSay()
  const reasonOf = useReason()
  const requestOf = ({ kind, reason }: Exception) =>
    `${shipment.number} ${say(exceptionKindNames[kind])} ${reasonOf(reason)}`
  const [open, setOpen] = useState<{ form: Form; exception: Exception } | null>(null)
  if (shipment.exceptions.length === 0) return null
  const close = () => setOpen(null)
  return (
    <Section title={s.exceptions}>
      <ul className="n-shp-list">
        {shipment.exceptions.map((exception) => (
          <ExceptionLine
            key={exception.id}
            exception={exception}
            onOpen={(form) => setOpen({ form, exception })}
          />
        ))}
      </ul>
      {open?.form === 'assign' && <AssignForm exception={open.exception} onClose={close} />}
      {open?.form === 'service' && (
        <RequestServiceForm
          orderId={shipment.order.id}
          given={{ request: requestOf(open.exception) }}
          onClose={close}
        />
      )}
      {open?.form === 'resolve' && <ResolveForm exception={open.exception} onClose={close} />}
    </Section>
  )
}

function ExceptionLine({ exception, onOpen }: { exception: Exception; onOpen: (form: Form) => void }) {
  const t = useText(text)
  const s = useText(shipmentText)
  const say = useSay()
  const me = useMe()
  const [reasonOf, resolutionOf] = [useReason(), useResolution()]
  const [canManage, canUsers] = [useCan('exception.manage'), useCan('user.read')]
  const canServe = useCan('service.manage')
  const assign = useOptimistic(
    shipmentsApi.assignException,
    shipmentsApi.getShipment,
    (shown, { params }) => ({
      ...shown,
      exceptions: shown.exceptions.map((one) =>
        one.id === params.id ? { ...one, owner: { id: me.user.id, name: me.user.name } } : one,
      ),
    }),
  )
  const take = () => assign.run({ params: { id: exception.id }, body: { ownerId: me.user.id } })
  const isOpen = exception.state !== 'resolved'
  return (
    <li className="n-shp-exception">
      <div>
        <strong>{say(exceptionKindNames[exception.kind])}</strong>{' '}
        <StateTag of={exceptionStateTable} state={exception.state} />
        <p>
          {reasonOf(exception.reason)} · {s.liable}: <Liable party={exception.liable} /> · {t.opened}{' '}
          <Time at={exception.openedAt} />
        </p>
        <p className="n-quiet">
          {s.owner}: {exception.owner?.name ?? s.nobody}
          {exception.resolution && ` · ${resolutionOf(exception.resolution)}`}
        </p>
      </div>
      <div className="n-row-actions">
        {canServe && (
          <button type="button" className="n-link" onClick={() => onOpen('service')}>
            {t.service}
          </button>
        )}
        {isOpen && canManage && (
          <>
            {exception.owner?.id !== me.user.id && (
              <button type="button" className="n-link" onClick={take}>
                {t.take}
              </button>
            )}
            {canUsers && (
              <button type="button" className="n-link" onClick={() => onOpen('assign')}>
                {t.assign}
              </button>
            )}
            <button type="button" className="n-link" onClick={() => onOpen('resolve')}>
              {t.resolve}
            </button>
          </>
        )}
      </div>
    </li>
  )
}
