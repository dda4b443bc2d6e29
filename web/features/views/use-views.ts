import type { ResultOf } from '#platform/api.ts'
import { viewsApi } from '#modules/views/api.ts'
import { namesLost, searchKept } from '#modules/views/view.ts'
import { useOperation } from '#web/lib/api.ts'
import { type SearchValues, one, stringifySearch } from '#web/lib/search.ts'

export type View = ResultOf<typeof viewsApi.saveView>
/** The same with its list. */
export type ListedView = ResultOf<typeof viewsApi.listViews>['rows'][number]

/** Teams a view can be shared with. */
export type Teams = ResultOf<typeof viewsApi.listViews>['teams']

/** Name in the URL of the view that was opened; `all` says that somebody with a default wants to see everything. */
export const SAVED = 'saved'
export const ALL = 'all'

const GROUPS: readonly View['visibility'][] = ['personal', 'team', 'global']

export type OpenViews = {
  /** Mine, my teams', everybody's. */
  views: View[]
  teams: Teams
  active: View | undefined
  /** The list's state without paging and the view's name, in one form. */
  search: string
  isFilterChanged: boolean
  lost: string[]
  isLoaded: boolean
}

/** The saved views of a list and which one the URL has opened. `names`: filters and sort the list takes. */
export function useOpenViews(list: string, values: SearchValues, names: readonly string[]): OpenViews {
  const read = useOperation(viewsApi.listViews, { query: { list } })
  const rows = read.data?.rows ?? []
  const views = GROUPS.flatMap((visibility) => rows.filter((view) => view.visibility === visibility))
  const active = views.find((view) => view.id === one(values[SAVED]))
  const search = searchKept(stringifySearch(values), names)
  return {
    views,
    teams: read.data?.teams ?? [],
    active,
    search,
    isFilterChanged: active !== undefined && searchKept(active.search, names) !== search,
    lost: active ? namesLost(active.search, names) : [],
    isLoaded: read.data !== undefined,
  }
}

/** The search part that opens a view; the way back to everything when there is none. */
export function searchOf(view: View | undefined, hasDefault: boolean): string {
  if (!view) return hasDefault ? `?${SAVED}=${ALL}` : ''
  return `?${[view.search, `${SAVED}=${view.id}`].filter(Boolean).join('&')}`
}
