import { useState } from 'react'
import type { ReactNode } from 'react'
import type { Text } from '#platform/text.ts'
import { dayOf, formatClock, formatDay, formatExact } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { Icon, type IconName } from '#web/ui/icons.tsx'
import type { Tone } from '#web/ui/status-tag.tsx'

const text = {
  more: { zh: '显示更早的 {count} 条', en: 'Show {count} earlier' },
  none: { zh: '还没有记录', en: 'Nothing has happened yet' },
  all: { zh: '全部', en: 'All' },
} satisfies Text

export type TimelineEntry = {
  key: string
  at: string
  title: ReactNode
  /** Who or what did it. */
  by?: string | null
  body?: ReactNode
  icon?: IconName
  tone?: Tone
  /** Name of a kind in `kinds`, for filtering. */
  kind?: string
}

const SHOWN_FIRST = 30

/** What happened, newest first, by day. Entries must be sorted by the caller's query, newest first. */
export function Timeline({
  entries,
  kinds = [],
}: {
  entries: readonly TimelineEntry[]
  kinds?: readonly { key: string; text: string }[]
}) {
  const t = useText(text)
  const [isAll, setAll] = useState(false)
  const [kind, setKind] = useState<string | null>(null)
  const matching = entries.filter((entry) => kind === null || entry.kind === kind)
  const shown = isAll ? matching : matching.slice(0, SHOWN_FIRST)
  if (entries.length === 0) return <p className="n-quiet">{t.none}</p>
  return (
    <div>
      {kinds.length > 1 && (
        <div className="n-kinds" role="group">
          {[{ key: null, text: t.all }, ...kinds].map((one) => (
            <button
              key={one.key ?? ''}
              type="button"
              aria-pressed={kind === one.key}
              onClick={() => setKind(one.key)}
            >
              {one.text}
            </button>
          ))}
        </div>
      )}
      <ol className="n-timeline">
        {shown.map((entry, index) => {
          const before = shown[index - 1]
          const isNewDay = !before || dayOf(before.at) !== dayOf(entry.at)
          return (
            <li key={entry.key}>
              {isNewDay && <p className="n-timeline-day">{formatDay(dayOf(entry.at))}</p>}
              <Entry entry={entry} />
            </li>
          )
        })}
      </ol>
      {matching.length > shown.length && (
        <button type="button" className="n-link" onClick={() => setAll(true)}>
          {fill(t.more, { count: matching.length - shown.length })}
        </button>
      )}
    </div>
  )
}

function Entry({ entry }: { entry: TimelineEntry }) {
  return (
    <div className="n-timeline-entry" data-tone={entry.tone ?? 'mute'}>
      <span className="n-timeline-dot">{entry.icon && <Icon name={entry.icon} size={13} />}</span>
      <div>
        <p>
          <time dateTime={entry.at} title={formatExact(entry.at)} className="n-figure">
            {formatClock(entry.at)}
          </time>{' '}
          <strong>{entry.title}</strong>
          {entry.by && <span className="n-quiet"> · {entry.by}</span>}
        </p>
        {entry.body && <div className="n-timeline-body">{entry.body}</div>}
      </div>
    </div>
  )
}
