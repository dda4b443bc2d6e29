import { Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { contractsApi } from '#modules/contracts/api.ts'
import { ContractForm } from '#web/features/contracts/contract-form.tsx'
import { type ContractRow, ContractState, contractText } from '#web/features/contracts/contract-text.tsx'
import { contractList } from '#modules/contracts/contract-list.ts'
import { useLookups } from '#web/features/lookups.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { useGo } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { Day, Figure } from '#web/ui/values.tsx'

const text = {
  ...contractText,
  title: { zh: '合同与条款', en: 'Contracts and clauses' },
  add: { zh: '新建合同', en: 'Add a contract' },
  preview: { zh: '条款试算', en: 'Try the clauses' },
  search: { zh: '编号、名称、客户', en: 'Number, name, customer' },
  published: { zh: '生效条款', en: 'Clauses in force' },
  drafts: { zh: '草稿', en: 'Drafts' },
  empty: { zh: '还没有合同', en: 'No contracts yet' },
  emptyHelp: { zh: '没有合同的客户适用默认服务标准。', en: 'Customers without one have the default set.' },
} satisfies Text

const columns: readonly Column<ContractRow>[] = [
  { key: 'name', title: contractText.name, render: (k) => k.name, sort: 'name', isLine: true },
  {
    key: 'number',
    title: contractText.number,
    render: (k) => <span className="n-figure">{k.number}</span>,
    sort: 'number',
  },
  {
    key: 'customer',
    title: contractText.customer,
    render: (k) => <CustomerName contract={k} />,
    isLine: true,
  },
  {
    key: 'from',
    title: contractText.from,
    render: (k) => <Day day={k.validFrom} />,
    sort: 'from',
    isOffPhone: true,
  },
  { key: 'to', title: contractText.to, render: (k) => <EndDay day={k.validTo} />, sort: 'to' },
  {
    key: 'published',
    title: text.published,
    render: (k) => <Figure value={k.published} />,
    align: 'end',
    sort: 'published',
  },
  {
    key: 'drafts',
    title: text.drafts,
    render: (k) => <Figure value={k.drafts} />,
    align: 'end',
    sort: 'drafts',
  },
  { key: 'state', title: contractText.state, render: (k) => <ContractState contract={k} /> },
]

export function ContractsPage() {
  const t = useText(text)
  const { customer } = useLookups()
  const filters: readonly Filter[] = [
    { kind: 'search', name: 'search', label: text.search },
    ...fieldFilters(contractList, {
      first: ['customerId', 'ended', 'to'],
      lookups: { customerId: customer },
    }),
  ]
  const canManage = useCan('contract.manage')
  const go = useGo()
  const [isAdding, setAdding] = useState(false)
  const actions = (
    <>
      <Button onClick={() => go(paths.clausePreview)}>{t.preview}</Button>
      {canManage && (
        <Button type="primary" onClick={() => setAdding(true)}>
          {t.add}
        </Button>
      )}
    </>
  )
  return (
    <>
      <ListPage
        title={t.title}
        name="contracts"
        operation={contractsApi.listContracts}
        columns={columns}
        filters={filters}
        defaultSort={contractList.defaultSort}
        rowKey={(k) => k.id}
        open={(k) => paths.contract(k.id)}
        recordType="contract"
        actions={actions}
        empty={{ title: t.empty, help: t.emptyHelp }}
      />
      {isAdding && (
        <ContractForm
          contract={null}
          onClose={() => setAdding(false)}
          onDone={(made) => go(paths.contract(made.id))}
        />
      )}
    </>
  )
}

export function CustomerName({ contract }: { contract: Pick<ContractRow, 'customerId' | 'customerName'> }) {
  const t = useText(contractText)
  return <>{contract.customerId === null ? t.everyone : contract.customerName}</>
}

export function EndDay({ day }: { day: string | null }) {
  const t = useText(contractText)
  return day ? <Day day={day} /> : <>{t.openEnd}</>
}
