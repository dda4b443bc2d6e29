import type { Text } from '#platform/text.ts'
import { ladder, levelNames, rungAt } from '#modules/promises/ladder.ts'
import { isDelayUntold, kindNames, verdict } from '#modules/promises/promise.ts'
import { AT_RISK_SHARE } from '#modules/promises/risk.ts'
import { type PromiseRow, promiseText, stateTags, verdictTags } from '#web/features/promises/promise-text.ts'
import { formatPercent, formatTime } from '#web/lib/format.ts'
import { fill, useLocale, useSay, useText } from '#web/lib/i18n.ts'
import { StateTag, StatusTag } from '#web/ui/status-tag.tsx'
import { Deadline, Time, useNow } from '#web/ui/values.tsx'

const text = {
  urgent: { zh: '加急', en: 'Urgent' },
  line: { zh: '第 {n} 行', en: 'line {n}' },
  moved: { zh: '改期 {n} 次', en: 'Moved {n}×' },
  wasDue: { zh: '最初承诺 {time}', en: 'First promised {time}' },
  untold: { zh: '新日期未告知', en: 'New date not told' },
  untoldDelay: { zh: '延误未告知', en: 'Delay not told' },
  told: { zh: '已告知', en: 'Told' },
  late: { zh: '{share} 可能延误', en: '{share} late' },
  cases: { zh: '依据 {n} 例', en: 'from {n} {n:case|cases}' },
  noData: { zh: '历史不足', en: 'No history' },
  used: { zh: '已用时间 {share}', en: '{share} of the time used' },
  paused: { zh: '计时已暂停', en: 'The clock is paused' },
} satisfies Text

type Of = { promise: PromiseRow }

/** What is promised of which order, and of what part of it. */
export function PromiseName({ promise }: Of) {
  const t = useText(text)
  const say = useSay()
  const line = promise.lineNo === null ? null : fill(t.line, { n: promise.lineNo })
  const part = promise.shipmentNumber ?? [line, promise.productName].filter(Boolean).join(' · ')
  return (
    <span className="n-pr-name">
      <span>
        {say(kindNames[promise.kind])} {promise.orderNumber ?? promise.subjectId.slice(-8)}
        {promise.urgent && <span className="n-pr-urgent">{t.urgent}</span>}
      </span>
      {part && <small title={part}>{part}</small>}
    </span>
  )
}

/** The due time: how long is left, how much of the time is used, and when exactly. */
export function DueCell({ promise }: Of) {
  const t = useText(text)
  const isOpen = promise.state === 'open'
  return (
    <div className="n-pr-due">
      {isOpen ? <Deadline due={promise.dueAt} /> : <Time at={promise.dueAt} />}
      {isOpen && <Fuse promise={promise} />}
      <span className="n-pr-sub">
        {isOpen ? <Time at={promise.dueAt} /> : promise.state === 'paused' ? t.paused : null}
        {promise.changes > 0 && (
          <span title={fill(t.wasDue, { time: formatTime(promise.originalDueAt) })}>
            {fill(t.moved, { n: promise.changes })}
          </span>
        )}
      </span>
    </div>
  )
}

/** How much of the time from the promise to its due time is used; marks where warnings are given. */
export function Fuse({ promise }: Of) {
  const t = useText(text)
  const say = useSay()
  const now = useNow()
  const times = { madeMs: Date.parse(promise.madeAt), dueMs: Date.parse(promise.dueAt) }
  const length = times.dueMs - times.madeMs
  const used = length > 0 ? Math.min(1, Math.max(0, (now - times.madeMs) / length)) : 1
  const level = promise.level
  const tone = used >= 1 ? 'bad' : level >= 2 || used >= 0.8 ? 'warn' : 'good'
  const marks = ladder[promise.kind].filter((rung) => 'share' in rung)
  const label = [fill(t.used, { share: formatPercent(used, 0) }), levelNames[level] && say(levelNames[level])]
  return (
    <span className="n-pr-fuse" data-tone={tone} role="img" aria-label={label.filter(Boolean).join(', ')}>
      <span style={{ width: `${used * 100}%` }} />
      {marks.map((rung) => (
        <i
          key={rung.level}
          style={{ left: `${((rungAt(rung, times) - times.madeMs) / (length || 1)) * 100}%` }}
        />
      ))}
    </span>
  )
}

/** How likely it is late, and from how many cases; nothing is said where there is no history. */
export function RiskCell({ promise }: Of) {
  const t = useText(text)
  useLocale()
  const now = useNow()
  if (promise.state !== 'open' || Date.parse(promise.dueAt) < now) return <span className="n-quiet">–</span>
  if (promise.lateShare === null) return <span className="n-quiet">{t.noData}</span>
  const isAtRisk = promise.lateShare >= AT_RISK_SHARE
  return (
    <div className="n-pr-due">
      <StatusTag tone={isAtRisk ? 'warn' : 'good'}>
        {fill(t.late, { share: formatPercent(promise.lateShare, 0) })}
      </StatusTag>
      <span className="n-pr-sub">{fill(t.cases, { n: promise.riskCases ?? 0 })}</span>
    </div>
  )
}

/** Whether the customer knows of the date that holds now, and of its delay. */
export function ToldCell({ promise }: Of) {
  const t = useText(text)
  const now = useNow()
  if (promise.toldAt)
    return (
      <div className="n-pr-due">
        <StatusTag tone="good">{t.told}</StatusTag>
        <span className="n-pr-sub">
          <Time at={promise.toldAt} />
        </span>
      </div>
    )
  if (promise.changes > 0 && isLive(promise)) return <StatusTag tone="warn">{t.untold}</StatusTag>
  if (isDelayUntold(promise, now)) return <StatusTag tone="warn">{t.untoldDelay}</StatusTag>
  return <span className="n-quiet">–</span>
}

/** Open promises by their place on the ladder, ended ones by their verdict against the promise that held at the end. */
export function StateCell({ promise }: Of) {
  const say = useSay()
  const level = levelNames[promise.level]
  if (promise.state === 'open' && level)
    return <StatusTag tone={promise.level >= 3 ? 'bad' : 'warn'}>{say(level)}</StatusTag>
  if (promise.state !== 'fulfilled') return <StateTag of={stateTags} state={promise.state} />
  return <StateTag of={verdictTags} state={verdictOf(promise)} />
}

export function OwnerCell({ promise }: Of) {
  const t = useText(promiseText)
  return promise.ownerName ? <>{promise.ownerName}</> : <span className="n-quiet">{t.nobody}</span>
}

export const isLive = (promise: PromiseRow): boolean => promise.state === 'open' || promise.state === 'paused'

function verdictOf(promise: PromiseRow) {
  const link = {
    earlyMs: promise.earlyAt ? Date.parse(promise.earlyAt) : null,
    dueMs: Date.parse(promise.dueAt),
    contractDueMs: null,
  }
  return verdict([link], promise.fulfilledAt ? Date.parse(promise.fulfilledAt) : null, {
    against: 'current',
    nowMs: Date.now(),
  })
}
