import { countryName } from '#modules/customers/place.ts'
import type { ResultOf } from '#platform/api.ts'
import type { Bilingual, Locale, Text } from '#platform/text.ts'
import type { contractsApi } from '#modules/contracts/api.ts'
import { type Clause, placeOf } from '#modules/contracts/clause.ts'
import { type ClauseState, clauseStateNames } from '#modules/contracts/contract.ts'
import { sentenceOf } from '#modules/contracts/sentence.ts'
import { provinceNamesEn } from '#modules/customers/province-names.ts'
import { causes } from '#modules/promises/promise.ts'
import { useProvinces } from '#web/features/inventory/places.tsx'
import { useText } from '#web/lib/i18n.ts'
import type { RowOf } from '#web/ui/list-types.ts'
import { StateTag, type StateTable, StatusTag } from '#web/ui/status-tag.tsx'
import '#web/features/contracts/contracts.css'

export type ContractRow = RowOf<typeof contractsApi.listContracts>
export type Contract = ResultOf<typeof contractsApi.getContract>
export type ClauseRow = ResultOf<typeof contractsApi.getClause>
export type DryRun = ResultOf<typeof contractsApi.dryRunClause>

export const contractText = {
  contracts: { zh: '合同', en: 'Contracts' },
  number: { zh: '编号', en: 'Number' },
  name: { zh: '名称', en: 'Name' },
  customer: { zh: '客户', en: 'Customer' },
  everyone: { zh: '所有客户（默认服务标准）', en: 'Every customer (default set)' },
  from: { zh: '生效日期', en: 'Valid from' },
  to: { zh: '截止日期', en: 'Valid to' },
  openEnd: { zh: '长期', en: 'Open-ended' },
  state: { zh: '状态', en: 'State' },
  running: { zh: '有效', en: 'Running' },
  ended: { zh: '已终止', en: 'Ended' },
  clauses: { zh: '条款', en: 'Clauses' },
  calendarOff: { zh: '日历已停用', en: 'Calendar is off' },
  kind: { zh: '承诺', en: 'Promise' },
  version: { zh: '版本', en: 'Version' },
  reason: { zh: '原因', en: 'Reason' },
} satisfies Text

/** Services most companies have; others may be typed. */
export const serviceNames: Record<string, Bilingual> = {
  standard: { zh: '标准', en: 'standard' },
  express: { zh: '特快', en: 'express' },
  economy: { zh: '经济', en: 'economy' },
}

const states: StateTable<ClauseState> = {
  draft: { text: clauseStateNames.draft, tone: 'warn' },
  published: { text: clauseStateNames.published, tone: 'good' },
  retired: { text: clauseStateNames.retired, tone: 'mute' },
  discarded: { text: clauseStateNames.discarded, tone: 'mute' },
}

export function ClauseStateTag({ state }: { state: ClauseState }) {
  return <StateTag of={states} state={state} />
}

export function ContractState({ contract }: { contract: Pick<ContractRow, 'endedAt'> }) {
  const t = useText(contractText)
  return contract.endedAt ? (
    <StatusTag tone="mute">{t.ended}</StatusTag>
  ) : (
    <StatusTag tone="good">{t.running}</StatusTag>
  )
}

/** Said where a clause goes by a calendar that is off: what is in force stays so, a draft cannot be published with it. */
export function CalendarOff({ clause }: { clause: Pick<ClauseRow, 'isCalendarOff' | 'state'> }) {
  const t = useText(contractText)
  const isCurrent = clause.state === 'draft' || clause.state === 'published'
  return clause.isCalendarOff && isCurrent ? <StatusTag tone="warn">{t.calendarOff}</StatusTag> : null
}

type Sayable = Omit<Clause, 'id' | 'lineId' | 'version' | 'contractId' | 'customerId'>

/** A clause as a sentence in both languages, with the names of what it refers to. */
export function useSentence(): (clause: Sayable, calendarName?: string | null) => Bilingual {
  const provinces = useProvinces()
  const zh = new Map(provinces.map(({ code, name }) => [code, name]))
  const en = new Map(Object.entries(provinceNamesEn))
  return (clause, calendarName = null) => ({
    zh: sentenceOf(clause, namesOf(clause, { locale: 'zh', calendarName, provinces: zh })).zh,
    en: sentenceOf(clause, namesOf(clause, { locale: 'en', calendarName, provinces: en })).en,
  })
}

type Naming = { locale: Locale; calendarName: string | null; provinces: ReadonlyMap<string, string> }

function namesOf(clause: Sayable, { locale, calendarName, provinces }: Naming) {
  const place = (key: string | null) => key && placeName(key, { locale, provinces })
  return {
    calendar: calendarName,
    service: clause.service === null ? null : (serviceNames[clause.service]?.[locale] ?? clause.service),
    destination: place(clause.destination),
    origin: place(clause.origin),
    causes: clause.exclusions.map(
      (cause) => (causes as Record<string, Bilingual>)[cause] ?? { zh: cause, en: cause },
    ),
  }
}

/** 'CN-65' and 'VN' have names; a warehouse goes by its code. */
function placeName(key: string, { locale, provinces }: Pick<Naming, 'locale' | 'provinces'>): string {
  const { country, province } = placeOf(key)
  if (!/^[A-Z]{2}$/.test(country)) return key
  const land = countryName(country, locale)
  if (province === '') return land
  return (country === 'CN' ? provinces.get(province) : undefined) ?? `${land} ${province}`
}

/** Both languages, as both sides read it. */
export function Sentence({ of }: { of: Bilingual }) {
  return (
    <blockquote className="n-con-sentence">
      <p lang="zh-CN">{of.zh}</p>
      <p lang="en">{of.en}</p>
    </blockquote>
  )
}
