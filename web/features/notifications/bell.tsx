import { Popover } from 'antd'
import { Suspense, lazy, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { noticeCountApi } from '#modules/notifications/count-api.ts'
import { useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { useIsNarrow } from '#web/lib/narrow.ts'
import { paths } from '#web/paths.ts'
import { Icon } from '#web/ui/icons.tsx'
import { useGo } from '#web/ui/link.tsx'
import { LoadingRows } from '#web/ui/states.tsx'

const text = {
  title: { zh: '消息', en: 'Notifications' },
  unread: { zh: '消息，{count} 条未读', en: 'Notifications, {count} unread' },
} satisfies Text

// Snoozed news come back at a time that no event tells of.
const REFRESH_MS = 60_000

const BellPanel = lazy(async () => ({
  default: (await import('#web/features/notifications/bell-panel.tsx')).BellPanel,
}))

/** How much one has not read, and the newest of it. */
export function Bell() {
  const t = useText(text)
  const [isOpen, setOpen] = useState(false)
  const go = useGo()
  // A phone has room for the page, not for a panel beside it.
  const isNarrow = useIsNarrow()
  const count = useOperation(noticeCountApi.countNotices, {}, { refreshMs: REFRESH_MS, live: ['inbox'] })
  const unread = count.data?.unread ?? 0
  const isMore = unread >= (count.data?.countedTo ?? Infinity)
  const shown = `${unread}${isMore ? '+' : ''}`
  return (
    <Popover
      open={isOpen}
      onOpenChange={(next) => (next && isNarrow ? go(paths.notices) : setOpen(next))}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      destroyOnHidden
      content={
        <Suspense fallback={<LoadingRows />}>
          <BellPanel onClose={() => setOpen(false)} />
        </Suspense>
      }
    >
      <button
        type="button"
        className="n-tool n-bell"
        aria-label={unread > 0 ? fill(t.unread, { count: shown }) : t.title}
        aria-expanded={isOpen}
      >
        <Icon name="follow" />
        {unread > 0 && (
          <span className="n-bell-count" aria-hidden="true">
            {shown}
          </span>
        )}
      </button>
    </Popover>
  )
}
