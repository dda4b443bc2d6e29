import { Tooltip } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Text } from '#platform/text.ts'
import type { ApiProblem } from '#web/lib/api.ts'
import { formatExact } from '#web/lib/format.ts'
import { useText } from '#web/lib/i18n.ts'
import { type Action, Actions } from '#web/ui/action-button.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { LiveMark } from '#web/ui/live-mark.tsx'
import { useOffer } from '#web/ui/offered.ts'
import { PeopleHere } from '#web/ui/presence.tsx'
import { ErrorState, LoadingRows } from '#web/ui/states.tsx'
import { Deadline, Moment } from '#web/ui/values.tsx'
import '#web/ui/detail-page.css'

const text = {
  path: { zh: '所在位置', en: 'Where you are' },
  next: { zh: '下一期限', en: 'Next deadline' },
  clocks: { zh: '全部期限', en: 'All clocks' },
  met: { zh: '已完成', en: 'done' },
  properties: { zh: '基本信息', en: 'Properties' },
} satisfies Text

export type Property = { label: string; value: ReactNode; isWide?: boolean }

/** When a record ended, by whom and why; nothing while it has not. */
export const endRow = (label: string, at: string | null, ...words: (string | null)[]): Property[] =>
  at ? [{ label, isWide: true, value: <Moment at={at} words={words} /> }] : []

/** A time by which something must be done; `doneAt`: it was. */
export type Clock = { key: string; text: string; due: string; doneAt?: string | null }

type DetailPageProps = {
  /** The list this record is from. */
  back: { to: string; text: string }
  title: string
  /** A StateTag. */
  state?: ReactNode
  deadline?: { due: string; text: string } | null
  /** Every clock of the record, told on hover and focus of the next deadline. */
  clocks?: readonly Clock[]
  actions?: readonly Action[]
  /** Small tools of the record at the end of the path: copy, follow, neighbours. */
  tools?: ReactNode
  properties?: readonly Property[]
  /** Beside the sections on a wide screen, below them on a phone. */
  side?: ReactNode
  /** Below both, as wide as the page: a table of many columns. */
  below?: ReactNode
  children?: ReactNode
}

/** The skeleton of every record's page: what it is, how it stands, what is due, what can be done. Its head stays in view. */
export function DetailPage(props: DetailPageProps) {
  const t = useText(text)
  const page = useRef<HTMLDivElement>(null)
  useOffer(props.title, props.actions ?? [])
  const { mark, isPassed } = usePassed()
  return (
    <div className="n-page" ref={page}>
      <div className="n-record-path">
        <nav aria-label={t.path} className="n-crumbs">
          <PageLink to={props.back.to}>{props.back.text}</PageLink>
          <span aria-hidden="true">/</span>
          <span aria-current="page">{props.title}</span>
        </nav>
        {props.tools && <div className="n-record-tools">{props.tools}</div>}
      </div>
      <div ref={mark} className="n-record-mark" />
      <div className="n-page-head n-record-head" data-compact={isPassed}>
        <h1>{props.title}</h1>
        {props.state}
        {props.deadline && <NextDeadline deadline={props.deadline} clocks={props.clocks ?? []} />}
        <PeopleHere />
        <LiveMark within={page} />
        <Actions actions={props.actions ?? []} />
      </div>
      <div className="n-detail" data-side={props.side !== undefined}>
        <div className="n-detail-main">
          {props.properties && (
            <Section title={t.properties}>
              <Properties rows={props.properties} />
            </Section>
          )}
          {props.children}
        </div>
        {props.side && <aside className="n-detail-side">{props.side}</aside>}
      </div>
      {props.below}
    </div>
  )
}

/** Whether the place marked has left the screen at the top: then the head shrinks. */
function usePassed() {
  const mark = useRef<HTMLDivElement>(null)
  const [isPassed, setPassed] = useState(false)
  useEffect(() => {
    const place = mark.current
    if (!place) return undefined
    const observer = new IntersectionObserver(
      ([entry]) =>
        setPassed(entry !== undefined && !entry.isIntersecting && entry.boundingClientRect.top < 100),
      { rootMargin: '-60px 0px 0px' },
    )
    observer.observe(place)
    return () => observer.disconnect()
  }, [])
  return { mark, isPassed }
}

/** What is due next; the others on hover and focus, in words. */
function NextDeadline({
  deadline,
  clocks,
}: {
  deadline: { due: string; text: string }
  clocks: readonly Clock[]
}) {
  const t = useText(text)
  const shown = (
    <>
      {t.next}: {deadline.text} <Deadline due={deadline.due} />
    </>
  )
  if (clocks.length < 2) return <span className="n-next">{shown}</span>
  const list = (
    <ul className="n-clocks" aria-label={t.clocks}>
      {clocks.map((clock) => (
        <li key={clock.key}>
          <span>{clock.text}</span> <span className="n-figure">{formatExact(clock.due)}</span>
          {clock.doneAt && <span> · {t.met}</span>}
        </li>
      ))}
    </ul>
  )
  return (
    <Tooltip trigger={['hover', 'focus']} title={list} styles={{ root: { maxWidth: 420 } }}>
      <button type="button" className="n-next n-next-all">
        {shown}
      </button>
    </Tooltip>
  )
}

/** A titled part of a page. */
export function Section({
  title,
  extra,
  children,
}: {
  title: string
  extra?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="n-panel n-section">
      <div className="n-section-head">
        <h2>{title}</h2>
        {extra}
      </div>
      {children}
    </section>
  )
}

/** Names and values in columns. */
export function Properties({ rows }: { rows: readonly Property[] }) {
  return (
    <dl className="n-properties">
      {rows.map((row) => (
        <div key={row.label} data-wide={row.isWide ?? false}>
          <dt>{row.label}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  )
}

type Read<T> = { data: T | undefined; error: ApiProblem | null; refetch: () => unknown }

/** Shows the states of a read until its data are there: `<Loaded read={order}>{(order) => ...}</Loaded>`. */
export function Loaded<T>({ read, children }: { read: Read<T>; children: (data: T) => ReactNode }) {
  if (read.data !== undefined) return children(read.data)
  if (read.error) return <ErrorState error={read.error} onAgain={() => void read.refetch()} />
  return <LoadingRows />
}
