import { type Channel, channelNames } from '#modules/customers/party.ts'
import { refusals } from '#modules/customers/refusals.ts'
import { EditableCell } from '#web/ui/editable-cell.tsx'
import { customerBulk } from '#modules/customers/bulk.ts'
import { Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { customerList } from '#modules/customers/customer-list.ts'
import { CustomerForm } from '#web/features/customers/customer-form.tsx'
import {
  ChannelName,
  ClassBadge,
  type CustomerRow,
  CustomerState,
  RoleNames,
  customerText,
} from '#web/features/customers/customer-text.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { useGo } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, FieldFilter, Filter } from '#web/ui/list-types.ts'
import { Time } from '#web/ui/values.tsx'

const text = {
  ...customerText,
  add: { zh: '新建客户', en: 'Add a customer' },
  search: { zh: '名称、拼音、编号、电话尾号', en: 'Name, pinyin, number, end of phone' },
  archive: { zh: '归档', en: 'Archive' },
  onlyArchived: { zh: '只看已归档', en: 'Archived ones' },
  created: { zh: '建档时间', en: 'Added' },
  empty: { zh: '还没有客户', en: 'No customers yet' },
  emptyHelp: { zh: '新建客户，或从文件导入。', en: 'Add one, or import a file.' },
  emptyHelpOthers: {
    zh: '客户建档后会出现在这里。',
    en: 'Customers appear here once they are added.',
  },
} satisfies Text

const columns: readonly Column<CustomerRow>[] = [
  { key: 'name', title: customerText.name, render: (c) => c.name, sort: 'name', isLine: true },
  {
    key: 'number',
    title: customerText.number,
    render: (c) => <span className="n-figure">{c.number}</span>,
    sort: 'number',
  },
  {
    key: 'roles',
    title: customerText.roles,
    render: (c) => <RoleNames roles={c.roles} />,
    sort: 'relation',
  },
  { key: 'class', title: customerText.class, render: (c) => <ClassBadge of={c.classKey} /> },
  { key: 'state', title: customerText.state, render: (c) => <CustomerState customer={c} /> },
  {
    key: 'channel',
    title: customerText.channel,
    render: (c) => <ChannelCell customer={c} />,
    isOffPhone: true,
  },
  {
    key: 'ref',
    title: customerText.externalRef,
    render: (c) => <ReferenceCell customer={c} />,
    isHidden: true,
  },
  {
    key: 'created',
    title: text.created,
    render: (c) => <Time at={c.createdAt} />,
    sort: 'created',
    isOffPhone: true,
  },
]

export function CustomersPage() {
  const t = useText(text)
  const canManage = useCan('customer.manage')
  const go = useGo()
  const [isAdding, setAdding] = useState(false)
  const add = (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t.add}
    </Button>
  )
  return (
    <>
      <ListPage
        title={t.title}
        name="customers"
        bulkSpecs={customerBulk}
        operation={customersApi.listCustomers}
        columns={columns}
        filters={useFilters()}
        defaultSort={customerList.defaultSort}
        rowKey={(c) => c.id}
        open={(c) => paths.customer(c.id)}
        recordType="customer"
        actions={canManage && add}
        empty={{
          title: t.empty,
          help: t.emptyHelp,
          doer: { permission: 'customer.manage', otherwise: t.emptyHelpOthers },
          action: canManage && add,
        }}
      />
      {isAdding && (
        <CustomerForm
          customer={null}
          onClose={() => setAdding(false)}
          onDone={(made) => go(paths.customer(made.id))}
        />
      )}
    </>
  )
}

/** The classes are the company's own. */
function useFilters(): Filter[] {
  const schemes = useOperation(customersApi.listClassSchemes, {})
  const classes = schemes.data?.rows.find((scheme) => scheme.isDefault)?.classes ?? []
  const filters = fieldFilters(customerList, {
    first: ['role', 'class', 'hold'],
  })
  return [
    { kind: 'search', name: 'search', label: text.search },
    {
      kind: 'choice',
      name: 'archived',
      label: text.archive,
      choices: [{ value: 'true', text: text.onlyArchived }],
    },
    ...filters.map((filter): FieldFilter =>
      filter.name === 'class'
        ? {
            ...filter,
            kind: 'choice',
            isMany: true,
            ops: ['in', 'not', 'empty', 'filled'],
            choices: classes.map(({ key, name }) => ({ value: key, text: { zh: name, en: name } })),
          }
        : filter,
    ),
  ]
}

function ChannelCell({ customer: c }: { customer: CustomerRow }) {
  const t = useText(customerText)
  const r = useText(refusals)
  const say = useSay()
  const choices = Object.entries(channelNames).map(([value, name]) => ({ value, label: say(name) }))
  return (
    <EditableCell
      label={t.channel}
      value={c.preferredChannel}
      how={{ kind: 'choice', choices }}
      operation={customersApi.updateCustomer}
      permission="customer.manage"
      whyNot={c.archivedAt ? r['customer.archived'] : null}
      toInput={(channel) => ({ params: { id: c.id }, body: { preferredChannel: channel as Channel | null } })}
    >
      <ChannelName channel={c.preferredChannel} />
    </EditableCell>
  )
}

function ReferenceCell({ customer: c }: { customer: CustomerRow }) {
  const t = useText(customerText)
  const r = useText(refusals)
  return (
    <EditableCell
      label={t.externalRef}
      value={c.externalRef}
      how={{ kind: 'text', max: 80 }}
      operation={customersApi.updateCustomer}
      permission="customer.manage"
      whyNot={c.archivedAt ? r['customer.archived'] : null}
      toInput={(externalRef) => ({ params: { id: c.id }, body: { externalRef } })}
    >
      {c.externalRef ?? '–'}
    </EditableCell>
  )
}
