import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { contractsApi } from '#modules/contracts/api.ts'
import { whyNotChangeContract } from '#modules/contracts/contract.ts'
import { refusals } from '#modules/contracts/refusals.ts'
import { RecordPage } from '#web/features/activity/record-page.tsx'
import { ClausesTable } from '#web/features/contracts/clauses-table.tsx'
import { ContractForm } from '#web/features/contracts/contract-form.tsx'
import { type Contract, ContractState, contractText } from '#web/features/contracts/contract-text.tsx'
import { CustomerName, EndDay } from '#web/features/contracts/contracts-page.tsx'
import { useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { PageLink, useGo } from '#web/ui/link.tsx'
import { ask, useActs } from '#web/ui/record-acts.tsx'
import { Day, Time } from '#web/ui/values.tsx'

const text = {
  ...contractText,
  addClause: { zh: '新增条款', en: 'Add a clause' },
  edit: { zh: '修改合同', en: 'Change' },
  end: { zh: '终止合同', en: 'End' },
  endAsk: { zh: '终止合同“{name}”？', en: 'End the contract “{name}”?' },
  endHelp: {
    zh: '终止后其条款不再产生新的承诺；已作出的承诺不变。需要时可以恢复。',
    en: 'Its clauses make no more promises; those made stay. It can be resumed later.',
  },
  copy: { zh: '复制', en: 'Copy' },
  resume: { zh: '恢复', en: 'Resume' },
  resumeAsk: { zh: '恢复合同“{name}”？', en: 'Resume the contract “{name}”?' },
  resumeHelp: {
    zh: '恢复后其已发布的条款重新约束新订单；终止期间的订单不受影响。',
    en: 'Its published clauses bind new orders again. Orders placed meanwhile stay as they are.',
  },
  endedAt: { zh: '终止时间', en: 'Ended' },
  current: { zh: '生效与草稿条款', en: 'Clauses in force and drafts' },
  none: { zh: '还没有条款', en: 'No clauses yet' },
  noneHelp: { zh: '没有条款时适用默认服务标准。', en: 'Without clauses the default set holds.' },
  history: { zh: '显示历史版本（{count}）', en: 'Show old versions ({count})' },
  hide: { zh: '隐藏历史版本', en: 'Hide old versions' },
} satisfies Text

export function ContractPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const contract = useOperation(contractsApi.getContract, { params: { id } })
  return <Loaded read={contract}>{(found) => <ContractDetail contract={found} />}</Loaded>
}

function ContractDetail({ contract }: { contract: Contract }) {
  const t = useText(text)
  const go = useGo()
  const { open, close, actions, dialog } = useContractActs(contract)
  return (
    <>
      <RecordPage
        record={{ type: 'contract', id: contract.id }}
        copyId={contract.number}
        back={{ to: paths.contracts, text: t.contracts }}
        title={contract.name}
        state={<ContractState contract={contract} />}
        actions={actions}
        properties={useContractProperties(contract)}
      >
        <ClausesSection contract={contract} />
      </RecordPage>
      {open === 'edit' && <ContractForm contract={contract} onClose={close} />}
      {open === 'copy' && (
        <ContractForm
          contract={null}
          from={contract}
          onClose={close}
          onDone={(made) => go(paths.contract(made.id))}
        />
      )}
      {dialog}
    </>
  )
}

type ContractAct = 'clause' | 'edit' | 'copy' | 'end' | 'resume'

function useContractActs(contract: Contract) {
  const t = useText(text)
  const go = useGo()
  const canManage = useCan('contract.manage')
  const { id, version, name } = contract
  const resume = { id, version, title: fill(t.resumeAsk, { name }), help: t.resumeHelp }
  const end = { id, version, title: fill(t.endAsk, { name }), help: t.endHelp, isDanger: true }
  const { act, ...acts } = useActs({
    words: { ...t, clause: t.addClause },
    refusals,
    whyNot: (key: ContractAct) =>
      key === 'copy' || key === 'resume' ? null : whyNotChangeContract(contract),
    questions: {
      resume: ask(contractsApi.resumeContract, resume),
      end: ask(contractsApi.endContract, end),
    },
  })
  const actions = [
    act('clause', { isPrimary: true, run: () => go(paths.newClause(id)) }),
    act('edit'),
    act('copy'),
    act(contract.endedAt ? 'resume' : 'end'),
  ]
  return { ...acts, actions: canManage ? actions : [] }
}

function useContractProperties(contract: Contract) {
  const t = useText(text)
  const canSeeCustomer = useCan('customer.read')
  const customer =
    contract.customerId !== null && canSeeCustomer ? (
      <PageLink to={paths.customer(contract.customerId)}>{contract.customerName}</PageLink>
    ) : (
      <CustomerName contract={contract} />
    )
  return [
    { label: t.number, value: <span className="n-figure">{contract.number}</span> },
    { label: t.customer, value: customer },
    { label: t.from, value: <Day day={contract.validFrom} /> },
    { label: t.to, value: <EndDay day={contract.validTo} /> },
    ...(contract.endedAt ? [{ label: t.endedAt, value: <Time at={contract.endedAt} /> }] : []),
  ]
}

function ClausesSection({ contract }: { contract: Contract }) {
  const t = useText(text)
  const [isAll, setAll] = useState(false)
  const current = contract.clauses.filter(
    (clause) => clause.state === 'published' || clause.state === 'draft',
  )
  const old = contract.clauses.filter((clause) => !current.includes(clause))
  return (
    <Section title={t.current}>
      {current.length === 0 && (
        <p className="n-quiet">
          {t.none}
          {contract.customerId !== null && ` · ${t.noneHelp}`}
        </p>
      )}
      {current.length > 0 && <ClausesTable label={t.current} clauses={current} />}
      {old.length > 0 && (
        <div className="n-con-history">
          <Button size="small" type="link" onClick={() => setAll(!isAll)}>
            {isAll ? t.hide : fill(t.history, { count: old.length })}
          </Button>
          {isAll && <ClausesTable label={t.history} clauses={old} />}
        </div>
      )}
    </Section>
  )
}
