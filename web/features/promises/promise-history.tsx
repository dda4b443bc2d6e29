import { channelNames } from '#modules/promises/telling.ts'
import type { Text } from '#platform/text.ts'
import { type Cause, causes } from '#modules/promises/promise.ts'
import type { PromiseDetail } from '#web/features/promises/promise-text.ts'
import { formatTime } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { Timeline, type TimelineEntry } from '#web/ui/timeline.tsx'

const text = {
  made: { zh: '承诺 {due}', en: 'Promised {due}' },
  moved: { zh: '改为 {due}（原为 {before}）', en: 'Moved to {due} (was {before})' },
  told: {
    zh: '告知客户 {due}：{channel}，{recipient}',
    en: 'Customer told of {due}: {channel}, {recipient}',
  },
  paused: { zh: '暂停计时', en: 'Clock paused' },
  resumed: { zh: '恢复计时', en: 'Clock resumed' },
  fulfilled: { zh: '完成于 {at}', en: 'Fulfilled at {at}' },
  broken: { zh: '确认无法兑现', en: 'Given up' },
  withdrawn: { zh: '撤回', en: 'Withdrawn' },
  reopened: { zh: '重新打开：之前的结果有误', en: 'Open again: the end recorded before was wrong' },
  version: { zh: '更正，第 {n} 版', en: 'corrected, version {n}' },
} satisfies Text

/** The chain as a story, newest first: what was promised, told, paused, and how it ended. */
export function PromiseHistory({ promise }: { promise: PromiseDetail }) {
  const t = useText(text)
  const say = useSay()
  const dueOf = (id: string) => formatTime(promise.chain.find((link) => link.id === id)?.dueAt)
  const made = promise.chain.map((link, i): TimelineEntry => {
    const before = promise.chain[i - 1]
    const due = formatTime(link.dueAt)
    const title = before ? fill(t.moved, { due, before: formatTime(before.dueAt) }) : fill(t.made, { due })
    return {
      key: link.id,
      at: link.madeAt,
      title,
      by: link.madeBy,
      body: link.reason,
      icon: 'promise',
      tone: before ? 'warn' : 'info',
    }
  })
  const told = promise.told.map((one): TimelineEntry => {
    const title = fill(t.told, {
      due: dueOf(one.promiseId),
      channel: say(channelNames[one.channel]),
      recipient: one.recipient,
    })
    return { key: one.id, at: one.toldAt, title, by: one.toldBy, body: one.proof, icon: 'desk', tone: 'good' }
  })
  const pauses = promise.pauses.flatMap((pause): TimelineEntry[] => [
    {
      key: pause.id,
      at: pause.fromAt,
      title: t.paused,
      by: pause.pausedBy,
      body: pause.reason,
      icon: 'clock',
      tone: 'mute',
    },
    ...(pause.toAt
      ? [
          {
            key: `${pause.id} end`,
            at: pause.toAt,
            title: t.resumed,
            by: pause.resumedBy,
            icon: 'clock' as const,
            tone: 'info' as const,
          },
        ]
      : []),
  ])
  const ends = promise.outcomes.map((end): TimelineEntry => {
    const name =
      end.outcome === 'fulfilled' ? fill(t.fulfilled, { at: formatTime(end.fulfilledAt) }) : t[end.outcome]
    const title =
      end.version > 1 && end.outcome !== 'reopened'
        ? `${name} (${fill(t.version, { n: end.version })})`
        : name
    const cause = end.cause && end.cause in causes ? say(causes[end.cause as Cause]) : end.cause
    const tone = end.outcome === 'fulfilled' ? 'good' : end.outcome === 'broken' ? 'bad' : 'mute'
    return {
      key: `end ${end.version}`,
      at: end.recordedAt,
      title,
      by: end.recordedBy,
      body: [cause, end.note].filter(Boolean).join(' · ') || null,
      icon: 'check',
      tone,
    }
  })
  const entries = [...made, ...told, ...pauses, ...ends].toSorted(
    (a, b) => b.at.localeCompare(a.at) || b.key.localeCompare(a.key),
  )
  return <Timeline entries={entries} />
}
