import type { Bilingual } from '#platform/text.ts'

export const visibilities = ['personal', 'team', 'global'] as const
export type Visibility = (typeof visibilities)[number]

export const visibilityNames: Record<Visibility, Bilingual> = {
  personal: { zh: '仅自己', en: 'Only me' },
  team: { zh: '团队', en: 'Team' },
  global: { zh: '全公司', en: 'Everybody' },
}

/** How far a view's rows are counted; more than that is shown with a plus. */
export const COUNT_MAX = 1_000
/** Views one person may keep in one list, and a company may share in it. */
export const VIEWS_MAX = 50
export const SEARCH_MAX = 4_000
export const NAME_MAX = 60

type Whose = { visibility: Visibility; ownerId: string | null }
type Who = { id: string; canShare: boolean }

/** Why this person may not change, rename or delete a view, or null. A shared one belongs to its maker and to those who may share. */
export function whyNotChange(view: Whose, who: Who): 'view.not_yours' | null {
  if (view.ownerId === who.id) return null
  return view.visibility !== 'personal' && who.canShare ? null : 'view.not_yours'
}

/** What of an URL a view does not keep: the page somebody is on, and which view it is. */
const NEVER_KEPT: ReadonlySet<string> = new Set(['cursor', 'limit', 'count', 'saved'])

/** The search of an URL in one form: only names the list takes (all when not given), in order, without empty values. */
export function searchKept(search: string, names?: readonly string[]): string {
  const pairs = [...new URLSearchParams(search)].filter(
    ([name, value]) => value !== '' && !NEVER_KEPT.has(name) && (names?.includes(name) ?? true),
  )
  // Sorting is stable: values of one name keep their order.
  return new URLSearchParams(pairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))).toString()
}

/** Names a saved search has that the list takes no more. */
export function namesLost(search: string, names: readonly string[]): string[] {
  const used = new Set([...new URLSearchParams(search)].map(([name]) => name))
  return [...used].filter((name) => !names.includes(name) && !NEVER_KEPT.has(name))
}
