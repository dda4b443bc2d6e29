import { type PointerEvent, useSyncExternalStore } from 'react'
import {
  NO_VALUE,
  formatCountdown,
  formatDay,
  formatExact,
  formatMoney,
  formatNumber,
  formatPercent,
  formatRelative,
  formatTime,
} from '#web/lib/format.ts'
import { useLocale } from '#web/lib/i18n.ts'
import type { Tone } from '#web/ui/status-tag.tsx'

/** Values as components, so that they follow a change of language. No value shows as a dash, never as 0. */

const TICK_MS = 30_000
const SOON_MS = 4 * 3600_000

let now = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | null = null

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) now = Date.now()
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const each of listeners) each()
  }, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }
}

/** The time, moving on every half minute. One timer for the whole page. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now)

type Instant = string | null | undefined

/** The exact time is made when somebody points at it: a list has hundreds. */
const tellExact = ({ currentTarget }: PointerEvent<HTMLTimeElement>): void => {
  currentTarget.title = formatExact(currentTarget.dateTime)
}

/** Date and time in the tenant's zone; neither of the two is broken where a table puts them on two lines. */
export function Time({ at }: { at: Instant }) {
  useLocale()
  if (!at) return <>{NO_VALUE}</>
  const [day, clock] = formatTime(at).split(' ')
  return (
    <time dateTime={at} onPointerEnter={tellExact} className="n-figure n-time">
      <span>{day}</span> <span>{clock}</span>
    </time>
  )
}

/** When, and then by whom, to whom or why. */
export function Moment({ at, words }: { at: Instant; words: readonly (string | null | undefined)[] }) {
  return (
    <>
      {at && <Time at={at} />} {words.filter(Boolean).join(' · ')}
    </>
  )
}

/** How long ago or ahead; the exact time on hover. */
export function RelativeTime({ at }: { at: Instant }) {
  useLocale()
  const moment = useNow()
  if (!at) return <>{NO_VALUE}</>
  // What has just happened must not be ahead of a clock that ticks twice a minute.
  const isNow = Math.abs(new Date(at).getTime() - moment) < TICK_MS
  return (
    <time dateTime={at} onPointerEnter={tellExact} className="n-figure">
      {formatRelative(at, new Date(isNow ? at : moment))}
    </time>
  )
}

/** A calendar day. */
export function Day({ day }: { day: Instant }) {
  useLocale()
  return <span className="n-figure">{formatDay(day)}</span>
}

/** What is left until something is due, in words and colour; the exact time on hover. `doneAt`: it is over. */
export function Deadline({ due, doneAt }: { due: Instant; doneAt?: Instant }) {
  useLocale()
  const moment = useNow()
  if (!due) return <>{NO_VALUE}</>
  if (doneAt) return <Time at={due} />
  const left = new Date(due).getTime() - moment
  const tone: Tone = left < 0 ? 'bad' : left < SOON_MS ? 'warn' : 'mute'
  return (
    <time dateTime={due} onPointerEnter={tellExact} className="n-deadline" data-tone={tone}>
      {formatCountdown(due, new Date(moment))}
    </time>
  )
}

export function Money({ minor, currency }: { minor: number | null | undefined; currency?: string }) {
  useLocale()
  return <span className="n-figure">{formatMoney(minor, currency)}</span>
}

export function Figure({ value, decimals }: { value: number | null | undefined; decimals?: number }) {
  useLocale()
  return <span className="n-figure">{formatNumber(value, decimals)}</span>
}

export function Percent({ fraction, decimals }: { fraction: number | null | undefined; decimals?: number }) {
  useLocale()
  return <span className="n-figure">{formatPercent(fraction, decimals)}</span>
}
