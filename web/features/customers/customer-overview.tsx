import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { holdNames } from '#modules/customers/party.ts'
import {
  ChannelName,
  ClassBadge,
  type Customer,
  KindName,
  RoleNames,
  customerText,
  openHolds,
} from '#web/features/customers/customer-text.tsx'
import { Reveal } from '#web/features/customers/reveal.tsx'
import { UrgentFollowOn } from '#web/features/orders/urgent-follow-on.tsx'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Properties, Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { Figure, Time } from '#web/ui/values.tsx'

const text = {
  ...customerText,
  properties: { zh: '基本信息', en: 'Properties' },
  created: { zh: '建档时间', en: 'Added' },
  fullName: { zh: '姓名', en: 'Name' },
  now: { zh: '当前情况', en: 'As it stands' },
  open: { zh: '进行中的承诺', en: 'Open promises' },
  late: { zh: '已逾期', en: 'Overdue' },
  sites: { zh: '地点', en: 'Sites' },
  contacts: { zh: '联系人', en: 'Contacts' },
  held: { zh: '冻结原因', en: 'On hold because' },
  related: { zh: '相关列表', en: 'Lists' },
  orders: { zh: '该客户的订单', en: 'Orders of this customer' },
  promises: { zh: '该客户的承诺', en: 'Promises to this customer' },
  contracts: { zh: '该客户的合同', en: 'Contracts of this customer' },
} satisfies Text

export function CustomerOverview({ customer }: { customer: Customer }) {
  const t = useText(text)
  const say = useSay()
  const holds = openHolds(customer)
  const canOrders = useCan('order.read')
  const { promises } = customer
  return (
    <div className="n-cus-stack">
      {holds.length > 0 && (
        <div className="n-note n-note-bad">
          <strong>{t.held}</strong>
          <ul>
            {holds.map((hold) => (
              <li key={hold.id}>
                {say(holdNames[hold.kind])}: {hold.reason}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Section title={t.now}>
        <div className="n-cus-counts">
          <Count name={t.open} value={promises.open} />
          <Count name={t.late} value={promises.late} isBad={promises.late > 0} />
          <Count name={t.sites} value={customer.sites.filter((site) => site.archivedAt === null).length} />
          <Count
            name={t.contacts}
            value={customer.contacts.filter((contact) => contact.archivedAt === null).length}
          />
        </div>
      </Section>
      {canOrders && <UrgentFollowOn customerId={customer.id} />}
      <Section title={t.properties}>
        <Properties rows={useProperties(customer)} />
      </Section>
      <Related customerId={customer.id} />
    </div>
  )
}

function Count({ name, value, isBad = false }: { name: string; value: number; isBad?: boolean }) {
  return (
    <div className="n-cus-count" data-tone={isBad ? 'bad' : 'mute'}>
      <span className="n-quiet">{name}</span>
      <b>
        <Figure value={value} />
      </b>
    </div>
  )
}

function useProperties(customer: Customer) {
  const t = useText(text)
  const language = { zh: t.chinese, en: t.english }
  return [
    { label: t.number, value: <span className="n-figure">{customer.number}</span> },
    ...(customer.kind === 'person' ? [{ label: t.fullName, value: <FullName customer={customer} /> }] : []),
    { label: t.roles, value: <RoleNames roles={customer.roles} /> },
    { label: t.kind, value: <KindName kind={customer.kind} /> },
    { label: t.class, value: <ClassBadge of={customer.classKey} /> },
    { label: t.channel, value: <ChannelName channel={customer.preferredChannel} /> },
    { label: t.locale, value: customer.preferredLocale ? language[customer.preferredLocale] : '–' },
    { label: t.externalRef, value: customer.externalRef ?? '–' },
    { label: t.created, value: <Time at={customer.createdAt} /> },
    ...(customer.note ? [{ label: t.note, value: customer.note, isWide: true }] : []),
  ]
}

function FullName({ customer }: { customer: Customer }) {
  const [name, setName] = useState<string | null>(null)
  return (
    <span className="n-cus-name">
      {name ?? customer.name}
      {name === null && (
        <Reveal
          of={customer.name}
          operation={customersApi.revealCustomer}
          toInput={(reason) => ({ params: { id: customer.id }, body: { reason } })}
          onShown={(shown) => setName(shown.name)}
        />
      )}
    </span>
  )
}

function Related({ customerId }: { customerId: string }) {
  const t = useText(text)
  const tail = `?customerId=${customerId}`
  const links = [
    { to: paths.orders + tail, label: t.orders, isAllowed: useCan('order.read') },
    { to: paths.promises + tail, label: t.promises, isAllowed: useCan('promise.read') },
    { to: paths.contracts + tail, label: t.contracts, isAllowed: useCan('contract.read') },
  ].filter((link) => link.isAllowed)
  if (links.length === 0) return null
  return (
    <Section title={t.related}>
      <div className="n-cus-facts">
        {links.map((link) => (
          <PageLink key={link.to} to={link.to}>
            {link.label}
          </PageLink>
        ))}
      </div>
    </Section>
  )
}
