import { Link, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Permission } from '#platform/api.ts'
import { parseSearch } from '#web/lib/search.ts'
import { useMaybeMe } from '#web/lib/session.ts'

type PageLinkProps = {
  to: string
  children: ReactNode
  className?: string
  title?: string
  'aria-label'?: string
  onClick?: () => void
  isExact?: boolean
}

/** A link to a page of the app; `to` is a path from `paths`, with or without a search part. To those who may not open the page it is words. */
export function PageLink({ to, isExact, children, ...rest }: PageLinkProps) {
  const [path = '/', search = ''] = to.split('?')
  if (!useMayOpen(path)) return <span className={rest.className}>{children}</span>
  return (
    <Link
      to={path}
      search={parseSearch(search) as never}
      activeOptions={{ exact: isExact ?? false, includeSearch: false }}
      {...rest}
    >
      {children}
    </Link>
  )
}

/** A record's page is for those who may open the list it stands in. */
function useMayOpen(path: string): boolean {
  const routes: Partial<Record<string, { options: { staticData?: { permission?: Permission | null } } }>> =
    useRouter().routesByPath
  const me = useMaybeMe()
  const page = routes[path] ?? routes[`/${path.split('/')[1]}`]
  const permission = page?.options.staticData?.permission
  return !permission || !me || me.permissions.includes(permission)
}

/** Goes to a page: `const go = useGo(); go(paths.order(id))`. */
export function useGo(): (to: string) => void {
  const router = useRouter()
  return (to) => router.history.push(to)
}
