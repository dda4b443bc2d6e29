import { clauseKinds } from '#modules/contracts/clause.ts'
import { clauseKindNames } from '#modules/contracts/contract.ts'
import {
  CalendarOff,
  type ClauseRow,
  ClauseStateTag,
  contractText,
  useSentence,
} from '#web/features/contracts/contract-text.tsx'
import { useLocale, useSay } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import type { Column } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'
import { Time } from '#web/ui/values.tsx'

const columns: readonly Column<ClauseRow>[] = [
  {
    key: 'kind',
    title: contractText.kind,
    render: (clause) => (
      <span className="n-con-kind">
        <KindName kind={clause.kind} />
      </span>
    ),
  },
  {
    key: 'clause',
    title: { zh: '条款内容', en: 'What it says' },
    render: (clause) => <InWords clause={clause} />,
  },
  { key: 'version', title: contractText.version, render: (clause) => `v${clause.version}` },
  { key: 'state', title: contractText.state, render: (clause) => <ClauseStateTag state={clause.state} /> },
  {
    key: 'at',
    title: { zh: '发布时间', en: 'Published' },
    render: (clause) => <Time at={clause.publishedAt} />,
    isOffPhone: true,
  },
]

/** Clauses by kind, in the order things happen; each opens its page. */
export function ClausesTable({ label, clauses }: { label: string; clauses: readonly ClauseRow[] }) {
  const rows = clauses.toSorted(
    (a, b) =>
      clauseKinds.indexOf(a.kind) - clauseKinds.indexOf(b.kind) ||
      a.lineId.localeCompare(b.lineId) ||
      b.version - a.version,
  )
  const table = {
    label,
    rows,
    columns,
    rowKey: (clause: ClauseRow) => clause.id,
    open: (clause: ClauseRow) => paths.clause(clause.id),
  }
  return <Rows {...table} />
}

export function KindName({ kind }: { kind: ClauseRow['kind'] }) {
  return <>{useSay()(clauseKindNames[kind])}</>
}

function InWords({ clause }: { clause: ClauseRow }) {
  const locale = useLocale()
  return (
    <>
      {useSentence()(clause, clause.calendarName)[locale]} <CalendarOff clause={clause} />
    </>
  )
}
