import { Tooltip } from 'antd'
import { useRouterState } from '@tanstack/react-router'
import type { PresenceState } from '#platform/presence-state.ts'
import type { Text } from '#platform/text.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { usePeopleAt } from '#web/lib/presence.ts'
import { recordOfPath } from '#web/lib/records.ts'
import { useMe } from '#web/lib/session.ts'

const text = {
  viewing: { zh: '{name} 正在查看', en: '{name} is viewing' },
  editing: { zh: '{name} 正在编辑', en: '{name} is editing' },
  idle: { zh: '{name} 暂时离开', en: '{name} is away' },
  here: { zh: '也在这里的人', en: 'Also here' },
} satisfies Text satisfies Record<PresenceState | 'here', unknown>

const SHOWN_MAX = 4

/** The others at the record whose page this is. Who edits is named in words. */
export function PeopleHere() {
  const t = useText(text)
  const record = useRouterState({ select: (state) => recordOfPath(state.location.pathname) })
  const others = useOthers(record?.type, record?.id ?? '')
  const editor = others.find((person) => person.state === 'editing')
  return (
    <span className="n-people-here" role="status" aria-label={t.here}>
      <Faces people={others} />
      {editor && <strong>{fill(t.editing, { name: editor.name })}</strong>}
    </span>
  )
}

/** The others at a row of a list. */
export function PeopleAtRow({ type, id }: { type: string; id: string }) {
  return <Faces people={useOthers(type, id)} isSmall />
}

function useOthers(type: string | undefined, id: string) {
  const me = useMe()
  return usePeopleAt(type, id).filter((person) => person.id !== me.user.id)
}

function Faces({ people, isSmall = false }: { people: ReturnType<typeof useOthers>; isSmall?: boolean }) {
  const t = useText(text)
  if (people.length === 0) return null
  return (
    <span className="n-faces" data-small={isSmall}>
      {people.slice(0, SHOWN_MAX).map((person) => {
        const words = fill(t[person.state], { name: person.name })
        return (
          <Tooltip key={person.id} title={words}>
            <span className="n-face" data-state={person.state} role="img" aria-label={words}>
              {person.name.slice(0, 1)}
            </span>
          </Tooltip>
        )
      })}
      {people.length > SHOWN_MAX && <span className="n-quiet">+{people.length - SHOWN_MAX}</span>}
    </span>
  )
}
