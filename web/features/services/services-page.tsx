import type { Text } from '#platform/text.ts'
import { servicesApi } from '#modules/services/api.ts'
import { serviceList } from '#modules/services/service-list.ts'
import { serviceKinds } from '#modules/services/service.ts'
import { useLookups } from '#web/features/lookups.ts'
import {
  type Service,
  deadlineOf,
  serviceStateTags,
  serviceText,
} from '#web/features/services/service-text.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Deadline, Time } from '#web/ui/values.tsx'

const text = {
  ...serviceText,
  search: { zh: '服务单、订单、内容', en: 'Service order, order, words' },
  none: { zh: '没有服务单', en: 'No service orders' },
  noneHelp: {
    zh: '客户要求换货、安装、维修或投诉时，在订单页“登记服务请求”；受理后约定完成时间。',
    en: 'When a customer asks for an exchange, installation or repair, or complains, register it on the page of the order; then take it on with a time.',
  },
  noneHelpOthers: {
    zh: '客户的换货、安装、维修或投诉请求登记后，会出现在这里。',
    en: 'Requests for an exchange, installation or repair, and complaints, appear here once they are registered.',
  },
} satisfies Text

const REFRESH_MS = 30_000

const columns: readonly Column<Service>[] = [
  { key: 'number', title: text.number, sort: 'number', render: (s) => s.number },
  {
    key: 'state',
    title: text.state,
    sort: 'state',
    render: (s) => <StateTag of={serviceStateTags} state={s.state} />,
  },
  { key: 'kind', title: text.kind, render: (s) => <Kind service={s} /> },
  { key: 'due', title: text.deadline, sort: 'due', render: (s) => <Due service={s} /> },
  {
    key: 'order',
    title: text.order,
    render: (s) => <PageLink to={paths.order(s.orderId)}>{s.orderNumber}</PageLink>,
  },
  { key: 'customer', title: text.customer, render: (s) => s.customer.name, isLine: true },
  { key: 'request', title: text.request, render: (s) => s.request, isLine: true },
  {
    key: 'requested',
    title: text.requested,
    sort: 'requested',
    render: (s) => <Time at={s.requestedAt} />,
    isOffPhone: true,
  },
  { key: 'owner', title: text.owner, render: (s) => s.owner?.name ?? '–', isOffPhone: true },
  {
    key: 'replacement',
    title: text.replacement,
    render: (s) => s.replacement?.number ?? '–',
    isOffPhone: true,
    isHidden: true,
  },
  {
    key: 'result',
    title: text.result,
    render: (s) => s.result || '–',
    isLine: true,
    isOffPhone: true,
    isHidden: true,
  },
]

function Kind({ service }: { service: Service }) {
  const say = useSay()
  return <>{say(serviceKinds[service.kind])}</>
}

function Due({ service }: { service: Service }) {
  const due = deadlineOf(service)
  return due ? <Deadline due={due} /> : <span className="n-quiet">–</span>
}

/** What customers asked for after their orders, latest first. */
export function ServicesPage() {
  const t = useText(text)
  const { customer, order, user } = useLookups()
  const filters: readonly Filter[] = [
    { kind: 'search', name: 'search', label: text.search },
    ...fieldFilters(serviceList, {
      first: ['state', 'kind', 'customerId', 'ownerId'],
      lookups: { customerId: customer, orderId: order, ownerId: user },
    }),
  ]
  return (
    <ListPage
      title={t.title}
      name="services"
      recordType="service_order"
      operation={servicesApi.listServices}
      columns={columns}
      filters={filters}
      defaultSort={serviceList.defaultSort}
      rowKey={(s) => s.id}
      open={(s) => paths.serviceOrder(s.id)}
      refreshMs={REFRESH_MS}
      empty={{
        title: t.none,
        help: t.noneHelp,
        doer: { permission: 'service.manage', otherwise: t.noneHelpOthers },
      }}
    />
  )
}
