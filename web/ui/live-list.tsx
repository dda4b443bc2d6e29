import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { type Change, onLive } from '#web/lib/live.ts'
import { compareRows, withRows } from '#web/lib/live-rows.ts'
import { Icon } from '#web/ui/icons.tsx'

const text = {
  news: { zh: '有 {count} 条新增或变动，点击刷新', en: '{count} new or gone. Show them' },
} satisfies Text

const LOOK_AFTER_MS = 600
const LOOK_SPREAD_MS = 900
const LOOK_EVERY_MS = 4_000
const FRESH_MS = 6_000

type LiveListOptions<R> = {
  /** The kind of record the rows are; left out: the list does not follow changes. */
  recordType: string | undefined
  rows: readonly R[]
  rowKey: (row: R) => string
  queryKey: QueryKey
  /** Reads the shown rows again, past the cache. */
  read: () => Promise<readonly R[]>
}

export type LiveList = { news: number; fresh: ReadonlySet<string>; seen: () => void }

/**
 * Follows changes while a list is on the screen: rows that changed are replaced where they stand and marked for a moment;
 * rows that came or went are counted until the person asks for them, so that nothing moves under the eyes.
 */
export function useLiveList<R>(options: LiveListOptions<R>): LiveList {
  const client = useQueryClient()
  const { recordType } = options
  const place = JSON.stringify(options.queryKey)
  const [counted, setCounted] = useState({ place, news: 0 })
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const look = useEffectEvent(async (isOver: () => boolean) => {
    const { rowKey, queryKey, rows } = options
    const now = await options.read().catch(() => null)
    if (!now || isOver()) return
    const { news, changed } = compareRows(rows, now, rowKey)
    setCounted({ place, news })
    if (changed.size === 0) return
    client.setQueryData(queryKey, (data: unknown) => withRows(data, changed, rowKey))
    setFresh(new Set(changed.keys()))
    setTimeout(() => setFresh(new Set()), FRESH_MS)
  })
  const isOfHere = useEffectEvent(({ type, id, parent }: Change): boolean => {
    if (type === undefined || type === options.recordType) return true
    return options.rows.map(options.rowKey).some((key) => key === id || key === parent)
  })

  useEffect(() => {
    if (!recordType) return
    let timer: ReturnType<typeof setTimeout> | null = null
    let lastLook = 0
    let over = false
    const stop = onLive((message) => {
      if (message.kind !== 'change' || timer || !isOfHere(message.change)) return
      const soon = LOOK_AFTER_MS + Math.random() * LOOK_SPREAD_MS
      const wait = Math.max(soon, lastLook + LOOK_EVERY_MS - Date.now())
      timer = setTimeout(() => {
        timer = null
        lastLook = Date.now()
        void look(() => over)
      }, wait)
    })
    return () => {
      over = true
      if (timer) clearTimeout(timer)
      stop()
    }
  }, [recordType, place])

  const news = counted.place === place ? counted.news : 0
  return { news, fresh, seen: () => setCounted({ place, news: 0 }) }
}

/** Says that there is more than what is shown; a click shows it. */
export function NewsBar({ live, onRefresh }: { live: LiveList; onRefresh: () => void }) {
  const t = useText(text)
  const show = () => {
    live.seen()
    onRefresh()
  }
  return (
    <div role="status" className="n-news-place">
      {live.news > 0 && (
        <button type="button" className="n-news" onClick={show}>
          <Icon name="refresh" size={14} />
          {fill(t.news, { count: live.news })}
        </button>
      )}
    </div>
  )
}
