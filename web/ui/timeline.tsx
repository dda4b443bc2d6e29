import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { dayOf, formatClock, formatDay, formatExact } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { Icon, type IconName } from '#web/ui/icons.tsx'
import type { Tone } from '#web/ui/status-tag.tsx'
import '#web/ui/timeline.css'

const text = {
  more: { zh: '显示更早的 {count} 条', en: 'Show {count} earlier' },
  none: { zh: '还没有记录', en: 'Nothing has happened yet' },
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
  /** Stands out as a card: what people wrote. */
  isCard?: boolean
  /** Beside the title: who sees it. */
  mark?: ReactNode
  /** At the end of the first line: what can be done with it. */
  tools?: ReactNode
  /** The page was opened for this one. */
  isLinked?: boolean
}

const SHOWN_FIRST = 30

/** What happened, newest first, by day. Entries must be sorted by the caller's query, newest first. `isPaged`: the caller has the earlier ones. */
export function Timeline({
  entries,
  isPaged = false,
}: {
  entries: readonly TimelineEntry[]
  isPaged?: boolean
}) {
  const t = useText(text)
  const [isAll, setAll] = useState(isPaged)
  const shown = isAll ? entries : entries.slice(0, SHOWN_FIRST)
  if (entries.length === 0) return <p className="n-quiet">{t.none}</p>
  return (
    <div>
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
      {entries.length > shown.length && (
        <button type="button" className="n-link" onClick={() => setAll(true)}>
          {fill(t.more, { count: entries.length - shown.length })}
        </button>
      )}
    </div>
  )
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const place = useRef<HTMLDivElement>(null)
  const { isLinked = false } = entry
  useEffect(() => {
    if (isLinked) place.current?.scrollIntoView({ block: 'center' })
  }, [isLinked])
  return (
    <div
      ref={place}
      className="n-timeline-entry"
      data-tone={entry.tone ?? 'mute'}
      data-card={entry.isCard ?? false}
      aria-current={isLinked ? 'true' : undefined}
    >
      <span className="n-timeline-dot">{entry.icon && <Icon name={entry.icon} size={13} />}</span>
      <div>
        <p className="n-timeline-head">
          <time dateTime={entry.at} title={formatExact(entry.at)} className="n-figure">
            {formatClock(entry.at)}
          </time>{' '}
          <strong>{entry.title}</strong>
          {entry.by && <span className="n-quiet">{entry.by}</span>}
          {entry.mark}
          {entry.tools && <span className="n-timeline-tools">{entry.tools}</span>}
        </p>
        {entry.body && <div className="n-timeline-body">{entry.body}</div>}
      </div>
    </div>
  )
}
