import { Link, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { parseSearch } from '#web/lib/search.ts'

type PageLinkProps = {
  to: string
  children: ReactNode
  className?: string
  title?: string
  'aria-label'?: string
  onClick?: () => void
  isExact?: boolean
}

/** A link to a page of the app; `to` is a path from `paths`, with or without a search part. */
export function PageLink({ to, isExact, children, ...rest }: PageLinkProps) {
  const [path = '/', search = ''] = to.split('?')
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

/** Goes to a page: `const go = useGo(); go(paths.order(id))`. */
export function useGo(): (to: string) => void {
  const router = useRouter()
  return (to) => router.history.push(to)
}
