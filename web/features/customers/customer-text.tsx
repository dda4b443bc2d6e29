import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { customersApi } from '#modules/customers/api.ts'
import { channelNames, holdNames, kindNames, roleNames } from '#modules/customers/party.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import type { RowOf } from '#web/ui/list-types.ts'
import { StatusTag } from '#web/ui/status-tag.tsx'
import '#web/features/customers/customers.css'

export type CustomerRow = RowOf<typeof customersApi.listCustomers>
export type Customer = ResultOf<typeof customersApi.getCustomer>
export type Site = Customer['sites'][number]
export type Contact = Customer['contacts'][number]
export type Hold = Customer['holds'][number]

export const customerText = {
  title: { zh: '客户', en: 'Customers' },
  name: { zh: '名称', en: 'Name' },
  number: { zh: '编号', en: 'Number' },
  kind: { zh: '类型', en: 'Kind' },
  roles: { zh: '角色', en: 'Roles' },
  class: { zh: '等级', en: 'Class' },
  state: { zh: '状态', en: 'State' },
  channel: { zh: '首选渠道', en: 'Preferred channel' },
  locale: { zh: '沟通语言', en: 'Language' },
  externalRef: { zh: '外部编号', en: 'External reference' },
  note: { zh: '备注', en: 'Note' },
  reason: { zh: '原因', en: 'Reason' },
  active: { zh: '正常', en: 'Active' },
  archived: { zh: '已归档', en: 'Archived' },
  chinese: { zh: '中文', en: 'Chinese' },
  english: { zh: '英文', en: 'English' },
} satisfies Text

export function RoleNames({ roles }: { roles: CustomerRow['roles'] }) {
  const say = useSay()
  return <>{roles.map((role) => say(roleNames[role])).join(' · ')}</>
}

export function KindName({ kind }: { kind: CustomerRow['kind'] }) {
  return <>{useSay()(kindNames[kind])}</>
}

export function ChannelName({ channel }: { channel: CustomerRow['preferredChannel'] }) {
  const say = useSay()
  return <>{channel ? say(channelNames[channel]) : '–'}</>
}

/** A class with its own mark; the first classes stand out. */
export function ClassBadge({ of: classKey }: { of: string | null }) {
  if (classKey === null) return <>–</>
  return (
    <span className="n-cus-class" data-class={classKey}>
      {classKey}
    </span>
  )
}

/** How a customer stands: archived, held (by what), or active. */
export function CustomerState({
  customer,
}: {
  customer: Pick<CustomerRow, 'archivedAt'> & { holds: readonly Pick<Hold, 'kind'>[] }
}) {
  const t = useText(customerText)
  const say = useSay()
  if (customer.archivedAt) return <StatusTag tone="mute">{t.archived}</StatusTag>
  if (customer.holds.length === 0) return <StatusTag tone="good">{t.active}</StatusTag>
  const kinds = [...new Set(customer.holds.map((hold) => hold.kind))]
  return (
    <span className="n-tags">
      {kinds.map((kind) => (
        <StatusTag key={kind} tone="bad">
          {say(holdNames[kind])}
        </StatusTag>
      ))}
    </span>
  )
}

export const openHolds = (customer: Customer): Hold[] =>
  customer.holds.filter((hold) => hold.releasedAt === null)
