import type { Bilingual } from '#platform/text.ts'
import { useSay } from '#web/lib/i18n.ts'

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'mute'

/** A state in words, on its colour. The words carry the meaning. */
export function StatusTag({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className="n-tag" data-tone={tone}>
      {children}
    </span>
  )
}

export type StateTable<S extends string> = Record<S, { text: Bilingual; tone: Tone }>

/** A state looked up in a table: `<StateTag of={orderStates} state={order.state} />`. */
export function StateTag<S extends string>({ of, state }: { of: StateTable<S>; state: S }) {
  const say = useSay()
  const row = of[state] as StateTable<S>[S] | undefined
  return <StatusTag tone={row?.tone ?? 'mute'}>{row ? say(row.text) : state}</StatusTag>
}
