/** Pure: how several open pages of one person, and of many, are shown as one line of people. */

export const presenceStates = ['viewing', 'editing', 'idle'] as const
export type PresenceState = (typeof presenceStates)[number]

/** A page that was not heard of for so long is not there any more. */
export const PRESENCE_KEPT_MS = 150_000
export const PEOPLE_MAX = 20

export type Person = { id: string; name: string; state: PresenceState }

const strength: Record<PresenceState, number> = { editing: 2, viewing: 1, idle: 0 }

/** Each person once, with the most active of their pages; who edits comes first. */
export function peopleOf(pages: readonly Person[]): Person[] {
  const byId = new Map<string, Person>()
  for (const page of pages) {
    const known = byId.get(page.id)
    if (!known || strength[page.state] > strength[known.state]) byId.set(page.id, page)
  }
  return [...byId.values()]
    .toSorted((a, b) => strength[b.state] - strength[a.state] || a.name.localeCompare(b.name))
    .slice(0, PEOPLE_MAX)
}
