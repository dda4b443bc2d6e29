import { useParams } from '@tanstack/react-router'
import { App } from 'antd'
import { useState } from 'react'
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
import type { Action } from '#web/ui/action-button.tsx'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
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

type Open = 'publish' | 'retire' | null

export function ClausePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const clause = useOperation(contractsApi.getClause, { params: { id } })
  return <Loaded read={clause}>{(found) => <ClauseDetail key={found.id} clause={found} />}</Loaded>
}

function ClauseDetail({ clause }: { clause: ClauseRow }) {
  const t = useText(text)
  const say = useSay()
  const { message } = App.useApp()
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const sentence = useSentence()(clause, clause.calendarName)
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
        actions={useClauseActions(clause, setOpen)}
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
      {open === 'publish' && (
        <ConfirmAction
          title={t.publishAsk}
          help={<Help text={t.publishHelp} sentence={sentence} />}
          confirmText={t.publish}
          operation={contractsApi.publishClause}
          toInput={() => ({ params: { id: clause.id } })}
          onDone={() => void message.success(t.published)}
          onClose={close}
        />
      )}
      {open === 'retire' && (
        <ConfirmAction
          title={isDraft ? t.discard : t.retireAsk}
          help={isDraft ? null : t.retireHelp}
          confirmText={isDraft ? t.discard : t.retire}
          isDanger
          needsReason
          operation={contractsApi.retireClause}
          toInput={(reason) => ({ params: { id: clause.id }, body: { reason } })}
          onClose={close}
        />
      )}
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

function useClauseActions(clause: ClauseRow, setOpen: (open: Open) => void): Action[] {
  const t = useText(text)
  const r = useText(refusals)
  const go = useGo()
  const contract = useOperation(contractsApi.getContract, { params: { id: clause.contractId } })
  if (!useCan('contract.manage')) return []
  const ended = { endedAt: contract.data?.endedAt ?? null }
  const isNewest = !contract.data?.clauses.some(
    (other) => other.lineId === clause.lineId && other.version > clause.version,
  )
  const notPublish = whyNotPublish(clause, ended)
  const notRetire = whyNotRetire(clause)
  const change: Action = {
    key: 'change',
    label: t.change,
    whyNot: ended.endedAt ? r['contract.ended'] : null,
    run: () => go(paths.changeClause(clause.id)),
  }
  return [
    {
      key: 'publish',
      label: t.publish,
      isPrimary: true,
      whyNot: notPublish && r[notPublish],
      run: () => setOpen('publish'),
    },
    ...(isNewest ? [change] : []),
    {
      key: 'copy',
      label: t.copy,
      whyNot: ended.endedAt ? r['contract.ended'] : null,
      run: () => go(paths.copyClause(clause.contractId, clause.id)),
    },
    {
      key: 'retire',
      label: clause.state === 'draft' ? t.discard : t.retire,
      isDanger: true,
      whyNot: notRetire && r[notRetire],
      run: () => setOpen('retire'),
    },
  ]
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
