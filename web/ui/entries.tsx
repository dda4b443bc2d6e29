import { Button } from 'antd'
import { Fragment, type ReactNode, useState } from 'react'
import { Section } from '#web/ui/detail-page.tsx'
import { Icon } from '#web/ui/icons.tsx'
import '#web/ui/entries.css'

type EntriesProps<E extends { id: string; version: number }> = {
  entries: readonly E[]
  words: { title: string; add: string; none: string }
  canChange: boolean
  /** One entry; `onEdit` is null for who may not change it. */
  entry: (entry: E, onEdit: (() => void) | null) => ReactNode
  /** The form for one of them, or for a new one. */
  form: (entry: E | null, onClose: () => void) => ReactNode
}

/** A section of what belongs to a record and is added and changed one by one: sites, contacts. */
export function Entries<E extends { id: string; version: number }>(props: EntriesProps<E>) {
  const { entries, words, canChange, entry, form } = props
  const [edited, setEdited] = useState<E | 'new' | null>(null)
  const add = canChange && (
    <Button size="small" icon={<Icon name="plus" size={14} />} onClick={() => setEdited('new')}>
      {words.add}
    </Button>
  )
  return (
    <Section title={words.title} extra={add}>
      {entries.length === 0 && <p className="n-quiet">{words.none}</p>}
      <ul className="n-entries">
        {entries.map((one) => (
          // What was shown of an entry in full is of the version it was.
          <Fragment key={`${one.id}:${one.version}`}>
            {entry(one, canChange ? () => setEdited(one) : null)}
          </Fragment>
        ))}
      </ul>
      {edited && form(edited === 'new' ? null : edited, () => setEdited(null))}
    </Section>
  )
}

type EntryProps = {
  name: ReactNode
  /** What cannot be used any more stands back. */
  isOver?: boolean
  children: ReactNode
  tools: ReactNode
  edit?: { label: string; of: string; run: (() => void) | null }
}

/** One of them: its name, what there is to know, and what can be done with it. */
export function Entry({ name, isOver = false, children, tools, edit }: EntryProps) {
  return (
    <li className="n-entry" data-over={isOver}>
      <div>
        <h3>{name}</h3>
        {children}
      </div>
      <div className="n-entry-tools">
        {tools}
        {edit?.run && (
          <button
            type="button"
            className="n-link"
            title={edit.label}
            aria-label={`${edit.label}: ${edit.of}`}
            onClick={edit.run}
          >
            <Icon name="edit" size={16} />
          </button>
        )}
      </div>
    </li>
  )
}
