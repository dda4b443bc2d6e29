import { useRouterState } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { ApiProblem } from '#web/lib/api.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { menu } from '#web/menu.ts'
import { paths } from '#web/paths.ts'
import { Icon, type IconName } from '#web/ui/icons.tsx'
import { PageLink } from '#web/ui/link.tsx'

const text = {
  empty: { zh: '暂无数据', en: 'No data' },
  failed: { zh: '加载失败', en: 'This could not be loaded' },
  again: { zh: '重试', en: 'Try again' },
  forbidden: { zh: '您没有权限查看', en: 'You may not see this' },
  forbiddenHelp: {
    zh: '需要权限“{permission}”，请联系管理员。',
    en: 'It needs the permission "{permission}". Ask an administrator.',
  },
  missing: { zh: '找不到这条记录', en: 'There is no such record' },
  missingHelp: {
    zh: '地址可能不完整，记录可能已删除，或不在您的查看范围内。',
    en: 'The address may be cut short, the record may be deleted, or it is not yours to see.',
  },
  back: { zh: '回到{list}', en: 'Back to {list}' },
  request: { zh: '请求编号', en: 'Request id' },
  unknown: {
    zh: '页面出现意外错误，请刷新后重试',
    en: 'Something unexpected happened. Reload and try again',
  },
} satisfies Text

type StateProps = { icon: IconName; title: string; help?: string; children?: ReactNode; isAlert?: boolean }

export function State({ icon, title, help, children, isAlert }: StateProps) {
  const box = useRef<HTMLDivElement>(null)
  // Where the state is all of the page, it names the page.
  const [isPage, setPage] = useState(false)
  useLayoutEffect(() => {
    const others = [...document.querySelectorAll('main h1')].filter((one) => !box.current?.contains(one))
    setPage(others.length === 0 && box.current?.closest('main') !== null)
  }, [])
  const Heading = isPage ? 'h1' : 'h2'
  return (
    <div ref={box} className="n-state" role={isAlert ? 'alert' : undefined}>
      <span className="n-state-icon">
        <Icon name={icon} size={36} />
      </span>
      <Heading>{title}</Heading>
      {help && <p>{help}</p>}
      {children}
    </div>
  )
}

/** Nothing there: say what would be, and what to do. */
export function EmptyState({
  title,
  help,
  children,
}: {
  title?: string
  help?: string
  children?: ReactNode
}) {
  const t = useText(text)
  return (
    <State icon="empty" title={title ?? t.empty} {...(help ? { help } : {})}>
      {children}
    </State>
  )
}

/** A failed read, by what failed: no permission, no such record, or anything else with a way to try again. */
export function ErrorState({ error, onAgain }: { error: unknown; onAgain?: () => void }) {
  const t = useText(text)
  const problem = error instanceof ApiProblem ? error : null
  if (problem?.status === 403) return <State icon="lock" title={t.forbidden} help={problem.detail} />
  if (problem?.status === 404 || isNoId(problem)) return <MissingState />
  const fields = problem?.fields
    .map((field) => [field.path, field.message].filter(Boolean).join(': '))
    .join('; ')
  const trace = problem && problem.status >= 500 ? problem.requestId : null
  return (
    <State icon="alert" title={t.failed} help={problem?.detail ?? t.unknown} isAlert>
      {fields && <p>{fields}</p>}
      {trace && (
        <code>
          {t.request} {trace}
        </code>
      )}
      {onAgain && <Button onClick={onAgain}>{t.again}</Button>}
    </State>
  )
}

/** An address whose id cannot be one, as when it was cut off in a message. */
const isNoId = (problem: ApiProblem | null): boolean =>
  problem?.status === 400 && problem.fields.length > 0 && problem.fields.every(({ path }) => path === 'id')

function MissingState() {
  const t = useText(text)
  const say = useSay()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const list = menu
    .filter((row) => row.path !== paths.workbench && path.startsWith(`${row.path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0]
  return (
    <State icon="empty" title={t.missing} help={t.missingHelp}>
      {list && (
        <PageLink className="n-button" to={list.path}>
          {fill(t.back, { list: say(list.text) })}
        </PageLink>
      )}
    </State>
  )
}

/** `permission`: what is lacking, in the user's language. */
export function ForbiddenState({ permission }: { permission: string }) {
  const t = useText(text)
  return <State icon="lock" title={t.forbidden} help={fill(t.forbiddenHelp, { permission })} />
}

/** Grey bars while rows load. */
export function LoadingRows({ count = 8 }: { count?: number }) {
  return (
    <div className="n-loading-rows" aria-hidden="true">
      {Array.from({ length: count }, (_, i) => (
        <span key={i} />
      ))}
    </div>
  )
}
