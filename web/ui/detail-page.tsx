import { type ReactNode, useRef } from 'react'
import type { Text } from '#platform/text.ts'
import type { ApiProblem } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { type Action, Actions } from '#web/ui/action-button.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { LiveMark } from '#web/ui/live-mark.tsx'
import { PeopleHere } from '#web/ui/presence.tsx'
import { ErrorState, LoadingRows } from '#web/ui/states.tsx'
import { Deadline } from '#web/ui/values.tsx'

const text = {
  path: { zh: '所在位置', en: 'Where you are' },
  next: { zh: '下一期限', en: 'Next deadline' },
  properties: { zh: '基本信息', en: 'Properties' },
} satisfies Text

export type Property = { label: string; value: ReactNode; isWide?: boolean }

type DetailPageProps = {
  /** The list this record is from. */
  back: { to: string; text: string }
  title: string
  /** A StateTag. */
  state?: ReactNode
  deadline?: { due: string; text: string } | null
  actions?: readonly Action[]
  properties?: readonly Property[]
  /** Beside the sections on a wide screen, below them on a phone: mostly a Timeline. */
  side?: ReactNode
  children?: ReactNode
}

/** The skeleton of every record's page: what it is, how it stands, what is due, what can be done. */
export function DetailPage(props: DetailPageProps) {
  const t = useText(text)
  const page = useRef<HTMLDivElement>(null)
  return (
    <div className="n-page" ref={page}>
      <nav aria-label={t.path} className="n-crumbs">
        <PageLink to={props.back.to}>{props.back.text}</PageLink>
        <span aria-hidden="true">/</span>
        <span aria-current="page">{props.title}</span>
      </nav>
      <div className="n-page-head">
        <h1>{props.title}</h1>
        {props.state}
        {props.deadline && (
          <span className="n-next">
            {t.next}: {props.deadline.text} <Deadline due={props.deadline.due} />
          </span>
        )}
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
    </div>
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
