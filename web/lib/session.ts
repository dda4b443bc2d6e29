import { QueryClient, useQuery } from '@tanstack/react-query'
import { createContext, use, useEffect } from 'react'
import type { Permission, ResultOf } from '#platform/api.ts'
import { identityApi } from '#modules/identity/api.ts'
import { ApiProblem, queryOf } from '#web/lib/api.ts'
import { clearCopies } from '#web/lib/draft-copy.ts'
import { setHome } from '#web/lib/format.ts'
import { setLocale } from '#web/lib/i18n.ts'
import { mayTryAgain } from '#web/lib/problem.ts'
import { forgetTrails, takeUpTrails } from '#web/lib/list-trail.ts'
import { forgetRecent } from '#web/lib/recent.ts'

export type Me = ResultOf<typeof identityApi.getMe>

const TRIES_MAX = 2
const FRESH_MS = 15_000
const ME_FRESH_MS = 60_000

/** The one cache of what the server said. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      networkMode: 'always',
      retry: (count, error) => count < TRIES_MAX && mayTryAgain(error),
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

const meQuery = queryOf(identityApi.getMe, {})
let lastSeen: Me | null = null

/** Who is logged in, or null. Sets zone, currency and language of the page. */
export async function loadMe(): Promise<Me | null> {
  const known = queryClient.getQueryData<Me>(meQuery.queryKey)
  if (known) return known
  try {
    const me = await queryClient.fetchQuery(meQuery)
    welcome(me)
    return me
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null
    throw error
  }
}

/** Takes over the settings of the person who has logged in. */
export function welcome(me: Me): void {
  keepMe(me)
  setLocale(me.user.locale)
}

/** What changed of the person. The language of this window stays: another window may have chosen another one since. */
export function keepMe(me: Me): void {
  lastSeen = me
  queryClient.setQueryData(meQuery.queryKey, me)
  clearCopies(me.user.id)
  takeUpTrails(me.user.id)
  setHome(me.tenant)
}

/** Forgets everything of the person who leaves. */
export function farewell(): void {
  forgetRecent()
  forgetTrails()
  queryClient.clear()
}

/** Reads who is at the screen, for all that is below the shell. `page`: at each one it is read again when it is old. */
export function useMeOf(page: string): Me {
  const { data } = useQuery(meQuery)
  useEffect(() => {
    // Who is signed out meanwhile is led to the log-in page by the call itself.
    void queryClient.prefetchQuery({ ...meQuery, staleTime: ME_FRESH_MS })
  }, [page])
  // Who leaves is forgotten at once; what is still on the screen then is drawn until the log-in page replaces it.
  const me = data ?? lastSeen
  if (!me) throw new Error('The shell is for people who are logged in')
  return me
}

/** Given by the shell: one reader for the whole page, however many cells ask. */
export const MeContext = createContext<Me | null>(null)

/** The person at the screen, null at the log-in page and on the public ones. */
export const useMaybeMe = (): Me | null => use(MeContext)

/** The person at the screen. Only below the shell, where it is known. */
export function useMe(): Me {
  const me = use(MeContext)
  if (!me) throw new Error('useMe is for pages inside the shell')
  return me
}

/** Whether the person at the screen holds a permission. The server checks again. */
export function useCan(permission: Permission): boolean {
  return useMe().permissions.includes(permission)
}
