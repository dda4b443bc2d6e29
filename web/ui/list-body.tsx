import { Alert, Button } from 'antd'
import type { ReactNode } from 'react'
import type { Permission } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { ApiProblem } from '#web/lib/api.ts'
import { formatClock } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { useMe } from '#web/lib/session.ts'
import { EmptyState, ErrorState, LoadingRows } from '#web/ui/states.tsx'

const text = {
  none: { zh: '没有符合条件的记录', en: 'Nothing matches' },
  noneHelp: { zh: '换个条件，或清除全部筛选再试。', en: 'Change the filters or clear them all.' },
  stale: { zh: '刷新失败，显示的是 {time} 的数据', en: 'Refreshing failed; this is as of {time}' },
  again: { zh: '重试', en: 'Try again' },
} satisfies Text

type Read = {
  isPending: boolean
  error: ApiProblem | null
  data: unknown
  dataUpdatedAt: number
  refetch: () => unknown
}
/** What is said of a list without rows. */
export type Empty = {
  title: string
  help?: string
  /** Who may do what `help` names; everybody else is told when rows appear. */
  doer?: { permission: Permission; otherwise: string }
  action?: ReactNode
}
type ListBodyProps = {
  read: Read
  count: number
  /** False while the first rows are read but not on the screen yet. */ isDrawn: boolean
  isFiltered: boolean
  empty: Empty | undefined
  children: ReactNode
}

/** The rows, or why there are none. */
export function ListBody({ read, count, isDrawn, isFiltered, empty, children }: ListBodyProps) {
  const t = useText(text)
  if (read.error && read.data === undefined)
    return <ErrorState error={read.error} onAgain={() => void read.refetch()} />
  if (read.isPending) return <LoadingRows />
  if (count > 0) return isDrawn ? children : <LoadingRows />
  if (isFiltered) return <EmptyState title={t.none} help={t.noneHelp} />
  return empty ? <NoRows {...empty} /> : <EmptyState />
}

function NoRows({ title, help, doer, action }: Empty) {
  const { permissions } = useMe()
  const said = !doer || permissions.includes(doer.permission) ? help : doer.otherwise
  return (
    <EmptyState title={title} {...(said ? { help: said } : {})}>
      {action}
    </EmptyState>
  )
}

/** Rows that could not be read again stay, and say how old they are. */
export function StaleNote({ read }: { read: Read }) {
  const t = useText(text)
  if (!read.error || read.data === undefined) return null
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={fill(t.stale, { time: formatClock(new Date(read.dataUpdatedAt)) })}
      description={read.error.detail}
      action={
        <Button size="small" onClick={() => void read.refetch()}>
          {t.again}
        </Button>
      }
    />
  )
}
