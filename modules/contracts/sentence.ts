import type { Bilingual } from '#platform/text.ts'
import type { Clause } from './clause.ts'

/** Names of what a clause refers to by key; a key without a name is shown as it is. */
export type ClauseNames = {
  calendar?: string | null
  service?: string | null
  destination?: string | null
  origin?: string | null
  causes?: readonly Bilingual[]
}
type Sayable = Omit<Clause, 'id' | 'lineId' | 'version' | 'contractId' | 'customerId'>

/** The clause as one sentence, as it stands on the page while it is being written. */
export function sentenceOf(clause: Sayable, names: ClauseNames = {}): Bilingual {
  return {
    zh: `${whenZh(clause, names)}，${verbsZh[clause.kind]}：${targetZh(clause, names)}${toleranceZh(clause)}${exclusionsZh(names)}。`,
    en: `${whenEn(clause, names)}: ${verbsEn[clause.kind]} ${targetEn(clause, names)}${toleranceEn(clause)}${exclusionsEn(names)}.`,
  }
}

const verbsZh = { acknowledge: '受理订单', ship: '发货', deliver: '送达', receipt_back: '签收后返回回单' }
const verbsEn = {
  acknowledge: 'acknowledge',
  ship: 'ship',
  deliver: 'deliver',
  receipt_back: 'bring the signed receipt back',
}

function whenZh(c: Sayable, names: ClauseNames): string {
  const parts = [
    c.urgent === null ? '' : c.urgent ? '加急' : '非加急',
    c.classKey === null ? '' : `${c.classKey} 级客户`,
    c.service === null ? '' : `服务“${names.service ?? c.service}”`,
    c.origin === null ? '' : `自${names.origin ?? c.origin}发出`,
    c.destination === null ? '' : `发往${names.destination ?? c.destination}`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? '所有订单' : `${parts.join('、')}的订单`
}

function whenEn(c: Sayable, names: ClauseNames): string {
  const parts = [
    c.urgent === null ? '' : c.urgent ? 'urgent' : 'not urgent',
    c.classKey === null ? '' : `class ${c.classKey}`,
    c.service === null ? '' : `service ${names.service ?? c.service}`,
    c.origin === null ? '' : `from ${names.origin ?? c.origin}`,
    c.destination === null ? '' : `to ${names.destination ?? c.destination}`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'All orders' : `Orders (${parts.join(', ')})`
}

function targetZh({ target, calendarId }: Sayable, names: ClauseNames): string {
  const { unit, amount } = target
  const at = target.at ? ` ${target.at} 前` : ''
  const calendar = calendarId === null ? '仓库或公司日历' : `“${names.calendar ?? calendarId}”日历`
  switch (unit) {
    case 'minutes':
      return `${spanZh(amount)}内`
    case 'working_minutes':
      return `${spanZh(amount)}的工作时间内（按${calendar}）`
    case 'working_days':
      return `${amount === 0 ? '当个工作日' : `之后第 ${amount} 个工作日`}${at || '下班前'}（按${calendar}）`
    case 'days':
      return `${amount === 0 ? '当日' : `之后第 ${amount} 个自然日`}${at || '内'}`
    case 'requested':
      return `客户要求的日期；未要求时，之后第 ${amount} 个自然日${at || '内'}`
  }
}

function targetEn({ target, calendarId }: Sayable, names: ClauseNames): string {
  const { unit, amount } = target
  const at = target.at ? ` by ${target.at}` : ''
  const calendar =
    calendarId === null
      ? 'the calendar of the warehouse or company'
      : `the calendar “${names.calendar ?? calendarId}”`
  switch (unit) {
    case 'minutes':
      return `within ${spanEn(amount)}`
    case 'working_minutes':
      return `within ${spanEn(amount)} of working time (${calendar})`
    case 'working_days':
      return `on ${amount === 0 ? 'the same working day' : `working day ${amount} after`}${at || ' by closing time'} (${calendar})`
    case 'days':
      return `on ${amount === 0 ? 'the same day' : `day ${amount} after`}${at}`
    case 'requested':
      return `on the day the customer asks for; if none is asked for, on day ${amount} after${at}`
  }
}

function toleranceZh({ earlyToleranceMinutes: early, lateToleranceMinutes: late }: Sayable): string {
  const parts = [
    late > 0 ? `可晚 ${spanZh(late)}` : '',
    early === null ? '' : early === 0 ? '不得提前' : `最多提前 ${spanZh(early)}`,
  ]
  return parts
    .filter((p) => p !== '')
    .map((p) => `，${p}`)
    .join('')
}

function toleranceEn({ earlyToleranceMinutes: early, lateToleranceMinutes: late }: Sayable): string {
  const parts = [
    late > 0 ? `at most ${spanEn(late)} late` : '',
    early === null ? '' : early === 0 ? 'not early' : `at most ${spanEn(early)} early`,
  ]
  return parts
    .filter((p) => p !== '')
    .map((p) => `, ${p}`)
    .join('')
}

const exclusionsZh = ({ causes = [] }: ClauseNames): string =>
  causes.length === 0 ? '' : `；因${causes.map((c) => c.zh).join('、')}造成的延误不计`
const exclusionsEn = ({ causes = [] }: ClauseNames): string =>
  causes.length === 0
    ? ''
    : `; lateness caused by ${causes.map((c) => c.en.toLowerCase()).join(', ')} does not count`

const spanZh = (minutes: number): string =>
  minutes % 60 === 0 && minutes > 0 ? `${minutes / 60} 小时` : `${minutes} 分钟`
function spanEn(minutes: number): string {
  const [amount, unit] = minutes % 60 === 0 && minutes > 0 ? [minutes / 60, 'hour'] : [minutes, 'minute']
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`
}
