import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { channelNames } from '#modules/promises/telling.ts'
import { servicesApi } from '#modules/services/api.ts'
import { refusals } from '#modules/services/refusals.ts'
import { type ServiceAction, serviceKinds, serviceMoves } from '#modules/services/service.ts'
import { RecordPage } from '#web/features/activity/record-page.tsx'
import {
  AcceptServiceForm,
  CompleteServiceForm,
  ReplanServiceForm,
} from '#web/features/services/service-forms.tsx'
import {
  type Service,
  deadlineOf,
  serviceStateTags,
  serviceText,
} from '#web/features/services/service-text.ts'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import type { Action } from '#web/ui/action-button.tsx'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { Loaded, type Property, Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Time } from '#web/ui/values.tsx'

const text = {
  ...serviceText,
  accept: { zh: '受理', en: 'Take on' },
  replan: { zh: '改约时间', en: 'Another time' },
  complete: { zh: '完成', en: 'Complete' },
  decline: { zh: '不予受理', en: 'Decline' },
  declineHelp: {
    zh: '请把原因告诉客户；答复承诺随之兑现。',
    en: 'Tell the customer why. The promised answer is given with it.',
  },
  withdraw: { zh: '客户撤回', en: 'Taken back' },
  withdrawHelp: {
    zh: '客户不再需要。已生成的补发订单请在订单上取消或登记退货。',
    en: 'The customer does not want it any more. Cancel a replacement that was placed on its own page, or announce its return.',
  },
} satisfies Text

export function ServicePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const read = useOperation(servicesApi.getService, { params: { id } })
  return <Loaded read={read}>{(found) => <ServiceDetail key={found.id} service={found} />}</Loaded>
}

function ServiceDetail({ service }: { service: Service }) {
  const t = useText(text)
  const [open, setOpen] = useState<ServiceAction | null>(null)
  const close = () => setOpen(null)
  const due = deadlineOf(service)
  const ending = { service, onClose: close }
  return (
    <>
      <RecordPage
        record={{ type: 'service_order', id: service.id }}
        back={{ to: paths.serviceOrders, text: t.title }}
        title={service.number}
        state={<StateTag of={serviceStateTags} state={service.state} />}
        deadline={due ? { due, text: service.state === 'requested' ? t.answerBy : t.due } : null}
        actions={useActions(service, setOpen)}
        properties={useProperties(service)}
      >
        <Section title={t.request}>
          <p>{service.request}</p>
        </Section>
      </RecordPage>
      {open === 'accept' && <AcceptServiceForm {...ending} />}
      {open === 'replan' && <ReplanServiceForm {...ending} />}
      {open === 'complete' && <CompleteServiceForm {...ending} />}
      {open === 'decline' && (
        <ConfirmAction
          title={t.decline}
          help={t.declineHelp}
          confirmText={t.decline}
          isDanger
          needsReason
          operation={servicesApi.declineService}
          toInput={(reason) => ({ params: { id: service.id }, body: { reason } })}
          onClose={close}
        />
      )}
      {open === 'withdraw' && (
        <ConfirmAction
          title={t.withdraw}
          help={t.withdrawHelp}
          confirmText={t.withdraw}
          isDanger
          needsReason
          operation={servicesApi.withdrawService}
          toInput={(reason) => ({ params: { id: service.id }, body: { reason } })}
          onClose={close}
        />
      )}
    </>
  )
}

/** What can be done now; an ended one says why nothing can. */
function useActions(service: Service, setOpen: (open: ServiceAction) => void): Action[] {
  const t = useText(text)
  const r = useText(refusals)
  const canManage = useCan('service.manage')
  if (!canManage) return []
  const open = Object.keys(serviceMoves[service.state]) as ServiceAction[]
  if (open.length === 0)
    return [{ key: 'complete', label: t.complete, whyNot: r['service.ended'], run: () => undefined }]
  return open.map((key) => ({
    key,
    label: t[key],
    isPrimary: key === 'accept' || key === 'complete',
    isDanger: key === 'decline' || key === 'withdraw',
    run: () => setOpen(key),
  }))
}

function useProperties(service: Service): Property[] {
  const t = useText(text)
  const say = useSay()
  const { replacement } = service
  return [
    { label: t.order, value: <PageLink to={paths.order(service.orderId)}>{service.orderNumber}</PageLink> },
    {
      label: t.customer,
      value: <PageLink to={paths.customer(service.customer.id)}>{service.customer.name}</PageLink>,
    },
    { label: t.kind, value: say(serviceKinds[service.kind]) },
    {
      label: t.requested,
      value: (
        <>
          <Time at={service.requestedAt} /> {say(channelNames[service.channel])} {service.registeredBy}
        </>
      ),
    },
    { label: t.answerBy, value: <Time at={service.answerBy} /> },
    { label: t.owner, value: service.owner?.name ?? '–' },
    ...(service.acceptedAt ? [{ label: t.accepted, value: <Time at={service.acceptedAt} /> }] : []),
    ...(service.dueAt ? [{ label: t.due, value: <Time at={service.dueAt} /> }] : []),
    ...(replacement
      ? [
          {
            label: t.replacement,
            value: <PageLink to={paths.order(replacement.id)}>{replacement.number}</PageLink>,
          },
        ]
      : []),
    ...(service.endedAt
      ? [
          {
            label: t.ended,
            isWide: true,
            value: (
              <>
                <Time at={service.endedAt} /> {[service.endedBy, service.result].filter(Boolean).join(' · ')}
              </>
            ),
          },
        ]
      : []),
  ]
}
