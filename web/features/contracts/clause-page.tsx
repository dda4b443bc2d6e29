import { useParams } from '@tanstack/react-router'
import { App } from 'antd'
import type { Bilingual, Text } from '#platform/text.ts'
import { contractsApi } from '#modules/contracts/api.ts'
import { clauseKindNames, whyNotPublish, whyNotRetire } from '#modules/contracts/contract.ts'
import { refusals } from '#modules/contracts/refusals.ts'
import { RecordPage } from '#web/features/activity/record-page.tsx'
import { KindName } from '#web/features/contracts/clauses-table.tsx'
import {
  CalendarOff,
  type ClauseRow,
  ClauseStateTag,
  Sentence,
  contractText,
  useSentence,
} from '#web/features/contracts/contract-text.tsx'
import { CustomerName } from '#web/features/contracts/contracts-page.tsx'
import { DryRunPanel } from '#web/features/contracts/dry-run-panel.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { ask, useActs } from '#web/ui/record-acts.tsx'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { PageLink, useGo } from '#web/ui/link.tsx'
import { Time } from '#web/ui/values.tsx'

const text = {
  ...contractText,
  publish: { zh: '发布', en: 'Publish' },
  change: { zh: '修改（新版本）', en: 'Change (new version)' },
  copy: { zh: '复制', en: 'Copy' },
  retire: { zh: '停用', en: 'Retire' },
  discard: { zh: '作废草稿', en: 'Discard the draft' },
  publishAsk: { zh: '发布这条条款？', en: 'Publish this clause?' },
  publishHelp: {
    zh: '发布后立即约束新订单，同一条款的旧版本随之停用；已作出的承诺不变。建议先用历史订单试算。',
    en: 'It binds new orders at once and its older version is retired. Promises already made stay. Try it on past orders first.',
  },
  published: { zh: '已发布', en: 'Published' },
  retireAsk: { zh: '停用这条条款？', en: 'Retire this clause?' },
  retireHelp: {
    zh: '停用后新订单适用其他条款；已作出的承诺不变。',
    en: 'New orders go by other clauses. Promises already made stay.',
  },
  calendarOffHelp: {
    zh: '所用日历已停用：发布前请改用其他日历，或先启用它。',
    en: 'Its calendar is switched off: choose another before publishing, or switch it on.',
  },
  inWords: { zh: '条款原文', en: 'In words' },
  contract: { zh: '所属合同', en: 'Contract' },
  created: { zh: '起草', en: 'Drafted' },
  publishedAt: { zh: '发布', en: 'Published' },
  retiredAt: { zh: '停用', en: 'Retired' },
  note: { zh: '备注', en: 'Note' },
} satisfies Text

export function ClausePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const clause = useOperation(contractsApi.getClause, { params: { id } })
  return <Loaded read={clause}>{(found) => <ClauseDetail key={found.id} clause={found} />}</Loaded>
}

function ClauseDetail({ clause }: { clause: ClauseRow }) {
  const t = useText(text)
  const say = useSay()
  const sentence = useSentence()(clause, clause.calendarName)
  const { actions, dialog } = useClauseActs(clause, sentence)
  const isDraft = clause.state === 'draft'
  return (
    <>
      <RecordPage
        record={{ type: 'clause', id: clause.id }}
        back={{ to: paths.contract(clause.contractId), text: clause.contractName }}
        title={`${say(clauseKindNames[clause.kind])} v${clause.version}`}
        state={
          <>
            <ClauseStateTag state={clause.state} /> <CalendarOff clause={clause} />
          </>
        }
        actions={actions}
        properties={useClauseProperties(clause)}
      >
        <Section title={t.inWords}>
          <Sentence of={sentence} />
          {clause.isCalendarOff && isDraft && <p>{t.calendarOffHelp}</p>}
        </Section>
        <DryRunPanel
          operation={contractsApi.dryRunClause}
          toInput={(span) => ({ params: { id: clause.id }, body: span })}
          of={clause.id}
        />
      </RecordPage>
      {dialog}
    </>
  )
}

function Help({ text: help, sentence }: { text: string; sentence: Bilingual }) {
  return (
    <>
      <Sentence of={sentence} />
      <p>{help}</p>
    </>
  )
}

type ClauseAct = 'publish' | 'change' | 'copy' | 'retire'

function useClauseActs(clause: ClauseRow, sentence: Bilingual) {
  const t = useText(text)
  const go = useGo()
  const { message } = App.useApp()
  const canManage = useCan('contract.manage')
  const contract = useOperation(contractsApi.getContract, { params: { id: clause.contractId } })
  const { id, contractId } = clause
  const isDraft = clause.state === 'draft'
  const ended = { endedAt: contract.data?.endedAt ?? null }
  const isNewest = !contract.data?.clauses.some(
    (other) => other.lineId === clause.lineId && other.version > clause.version,
  )
  const publish = { id, title: t.publishAsk, help: <Help text={t.publishHelp} sentence={sentence} /> }
  const published = () => void message.success(t.published)
  const retire = isDraft ? { id } : { id, title: t.retireAsk, help: t.retireHelp }
  const { act, dialog } = useActs({
    words: { ...t, retire: isDraft ? t.discard : t.retire },
    refusals,
    whyNot: (key: ClauseAct) => {
      if (key === 'publish') return whyNotPublish(clause, ended)
      if (key === 'retire') return whyNotRetire(clause)
      return ended.endedAt ? 'contract.ended' : null
    },
    questions: {
      publish: ask(contractsApi.publishClause, { ...publish, onDone: published }),
      retire: ask(contractsApi.retireClause, { ...retire, isDanger: true }),
    },
  })
  const actions = [
    act('publish', { isPrimary: true }),
    ...(isNewest ? [act('change', { run: () => go(paths.changeClause(id)) })] : []),
    act('copy', { run: () => go(paths.copyClause(contractId, id)) }),
    act('retire'),
  ]
  return { dialog, actions: canManage ? actions : [] }
}

function useClauseProperties(clause: ClauseRow) {
  const t = useText(text)
  const stamp = (at: string | null, by: string | null) => (
    <>
      <Time at={at} /> {by && <span className="n-quiet">· {by}</span>}
    </>
  )
  return [
    { label: t.kind, value: <KindName kind={clause.kind} /> },
    {
      label: t.contract,
      value: <PageLink to={paths.contract(clause.contractId)}>{clause.contractName}</PageLink>,
    },
    { label: t.customer, value: <CustomerName contract={clause} /> },
    { label: t.created, value: stamp(clause.createdAt, clause.createdBy) },
    ...(clause.publishedAt
      ? [{ label: t.publishedAt, value: stamp(clause.publishedAt, clause.publishedBy) }]
      : []),
    ...(clause.retiredAt ? [{ label: t.retiredAt, value: stamp(clause.retiredAt, null) }] : []),
    ...(clause.note ? [{ label: t.note, value: clause.note, isWide: true }] : []),
  ]
}
