import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { servicesApi } from '#modules/services/api.ts'
import { serviceKinds } from '#modules/services/service.ts'
import { RequestServiceForm } from '#web/features/services/request-service-form.tsx'
import { deadlineOf, serviceStateTags, serviceText } from '#web/features/services/service-text.ts'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Deadline } from '#web/ui/values.tsx'

const text = {
  ...serviceText,
  register: { zh: '登记服务请求', en: 'Register a service request' },
  none: { zh: '没有售后服务请求', en: 'Nothing was asked for' },
} satisfies Text

const SHOWN_MAX = 20

/** What the customer asked for after this order, and what became of it. */
export function OrderServices({ orderId }: { orderId: string }) {
  const t = useText(text)
  const say = useSay()
  const canManage = useCan('service.manage')
  const [isAsking, setAsking] = useState(false)
  const read = useOperation(servicesApi.listServices, { query: { orderId, limit: SHOWN_MAX } })
  const rows = read.data?.rows ?? []
  if (!read.data || (rows.length === 0 && !canManage)) return null
  return (
    <Section
      title={t.title}
      extra={
        canManage && (
          <ActionButton action={{ key: 'register', label: t.register, run: () => setAsking(true) }} />
        )
      }
    >
      {rows.length === 0 && <p className="n-quiet">{t.none}</p>}
      <ul className="n-plain">
        {rows.map((service) => {
          const due = deadlineOf(service)
          return (
            <li key={service.id}>
              <div className="n-tags">
                <PageLink to={paths.serviceOrder(service.id)}>{service.number}</PageLink>
                <StateTag of={serviceStateTags} state={service.state} />
                {due && <Deadline due={due} />}
              </div>{' '}
              {say(serviceKinds[service.kind])} · {service.request}
              {service.replacement && (
                <>
                  {' · '}
                  {t.replacement}{' '}
                  <PageLink to={paths.order(service.replacement.id)}>{service.replacement.number}</PageLink>
                </>
              )}
            </li>
          )
        })}
      </ul>
      {isAsking && <RequestServiceForm orderId={orderId} onClose={() => setAsking(false)} />}
    </Section>
  )
}
