import { useParams } from '@tanstack/react-router'
import type { Text } from '#platform/text.ts'
import { channelNames } from '#modules/promises/telling.ts'
import { servicesApi } from '#modules/services/api.ts'
import { refusals } from '#modules/services/refusals.ts'
import { type ServiceAction, serviceKinds, serviceMoves, whyNotService } from '#modules/services/service.ts'
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
import { Loaded, type Property, Section, endRow } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { ask, useActs } from '#web/ui/record-acts.tsx'
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
  const due = deadlineOf(service)
  const { open, close, actions, dialog } = useServiceActs(service)
  const form = { service, onClose: close }
  return (
    <>
      <RecordPage
        record={{ type: 'service_order', id: service.id }}
        back={{ to: paths.serviceOrders, text: t.title }}
        title={service.number}
        state={<StateTag of={serviceStateTags} state={service.state} />}
        deadline={due ? { due, text: service.state === 'requested' ? t.answerBy : t.due } : null}
        actions={actions}
        properties={useProperties(service)}
      >
        <Section title={t.request}>
          <p>{service.request}</p>
        </Section>
      </RecordPage>
      {open === 'accept' && <AcceptServiceForm {...form} />}
      {open === 'replan' && <ReplanServiceForm {...form} />}
      {open === 'complete' && <CompleteServiceForm {...form} />}
      {dialog}
    </>
  )
}

/** What can be done now; an ended one says why nothing can. */
function useServiceActs({ id, state }: Service) {
  const t = useText(text)
  const canManage = useCan('service.manage')
  const { act, ...acts } = useActs({
    words: t,
    refusals,
    whyNot: (key: ServiceAction) => whyNotService(state, key),
    questions: {
      decline: ask(servicesApi.declineService, { id, help: t.declineHelp, isDanger: true }),
      withdraw: ask(servicesApi.withdrawService, { id, help: t.withdrawHelp, isDanger: true }),
    },
  })
  const open = Object.keys(serviceMoves[state]) as ServiceAction[]
  const actions =
    open.length > 0
      ? open.map((key) => act(key, { isPrimary: key === 'accept' || key === 'complete' }))
      : [act('complete')]
  return { ...acts, actions: canManage ? actions : [] }
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
    ...endRow(t.ended, service.endedAt, service.endedBy, service.result),
  ]
}
