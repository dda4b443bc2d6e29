import type { Bilingual, Text } from '#platform/text.ts'
import { contractsApi } from '#modules/contracts/api.ts'
import { type ClauseKind } from '#modules/contracts/clause.ts'
import { clauseKindNames } from '#modules/contracts/contract.ts'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import type { RowOf } from '#web/ui/list-types.ts'
import type { Tone } from '#web/ui/status-tag.tsx'
import { Timeline } from '#web/ui/timeline.tsx'

type Row = RowOf<typeof contractsApi.listContractTimeline>

const text = { title: { zh: '合同动态', en: 'Timeline' } } satisfies Text

const SHOWN_MAX = 200

const events: Record<string, { text: Bilingual; tone: Tone }> = {
  'contract.created': { text: { zh: '新建合同', en: 'Contract added' }, tone: 'good' },
  'contract.changed': { text: { zh: '修改合同', en: 'Contract changed' }, tone: 'mute' },
  'contract.ended': { text: { zh: '合同终止', en: 'Contract ended' }, tone: 'bad' },
  'clause.drafted': { text: { zh: '起草条款', en: 'Clause drafted' }, tone: 'warn' },
  'clause.published': { text: { zh: '发布条款', en: 'Clause published' }, tone: 'good' },
  'clause.retired': { text: { zh: '停用条款', en: 'Clause retired' }, tone: 'mute' },
}

export function ContractTimeline({ contractId }: { contractId: string }) {
  const t = useText(text)
  const read = useOperation(contractsApi.listContractTimeline, {
    params: { id: contractId },
    query: { limit: SHOWN_MAX },
  })
  return (
    <Section title={t.title}>
      <Loaded read={read}>{({ rows }) => <Entries rows={rows} />}</Loaded>
    </Section>
  )
}

function Entries({ rows }: { rows: Row[] }) {
  const say = useSay()
  const entries = rows.map((row) => ({
    key: String(row.seq),
    at: row.at,
    title: events[row.type] ? say((events[row.type] as { text: Bilingual }).text) : row.type,
    by: row.actorName,
    tone: events[row.type]?.tone ?? ('mute' as const),
    body: bodyOf(row, say),
  }))
  return <Timeline entries={entries} />
}

function bodyOf({ data }: Row, say: (text: Bilingual) => string): string {
  const kind = clauseKindNames[data['kind'] as ClauseKind] as Bilingual | undefined
  const parts = [
    kind && say(kind),
    data['version'] === undefined ? '' : `v${String(data['version'])}`,
    data['reason'],
  ]
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' · ')
}
