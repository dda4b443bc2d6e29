import { Button } from 'antd'
import type { Text } from '#platform/text.ts'
import { notificationsApi } from '#modules/notifications/api.ts'
import { NoticeGroups } from '#web/features/notifications/notice-groups.tsx'
import { useOperation, useSend } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { paths } from '#web/paths.ts'
import { Loaded } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { EmptyState } from '#web/ui/states.tsx'
import { Tabs } from '#web/ui/tabs.tsx'

const text = {
  title: { zh: '消息', en: 'Notifications' },
  unread: { zh: '未读', en: 'Unread' },
  all: { zh: '全部', en: 'All' },
  snoozed: { zh: '稍后提醒', en: 'Snoozed' },
  none: { zh: '这里没有消息', en: 'Nothing here' },
  allRead: { zh: '全部标为已读', en: 'Mark all as read' },
  settings: { zh: '消息设置', en: 'Settings' },
  first: { zh: '回到最新', en: 'Back to the newest' },
  older: { zh: '更早的', en: 'Older' },
} satisfies Text

const VIEWS = ['unread', 'all', 'snoozed'] as const
const PAGE_ROWS = 30

/** Everything a person was told, by record. */
export function NoticesPage() {
  const t = useText(text)
  const { values, change } = useUrlState()
  const view = VIEWS.find((name) => name === one(values['view'])) ?? 'unread'
  const cursor = one(values['cursor'])
  const mark = useSend(notificationsApi.markNotices)
  const notices = useOperation(
    notificationsApi.listNotices,
    { query: { view, limit: PAGE_ROWS, ...(cursor ? { cursor } : {}) } },
    { live: ['inbox'], keepsPrevious: true },
  )
  const body = (
    <section className="n-panel">
      <Loaded read={notices}>
        {({ rows, next }) => (
          <>
            {rows.length > 0 ? <NoticeGroups groups={rows} /> : <EmptyState title={t.none} />}
            <div className="n-notice-more">
              {cursor && <Button onClick={() => change({ cursor: undefined })}>{t.first}</Button>}
              {next && <Button onClick={() => change({ cursor: next })}>{t.older}</Button>}
            </div>
          </>
        )}
      </Loaded>
    </section>
  )
  return (
    <div className="n-page">
      <div className="n-page-head">
        <h1>{t.title}</h1>
        <div className="n-page-actions">
          <PageLink to={paths.noticeSettings}>{t.settings}</PageLink>
          <Button onClick={() => mark.mutate({ body: { record: null, isRead: true } })}>{t.allRead}</Button>
        </div>
      </div>
      <Tabs
        label={t.title}
        active={view}
        onChange={(next) => change({ view: next, cursor: undefined })}
        items={VIEWS.map((key) => ({ key, label: t[key], children: body }))}
      />
    </div>
  )
}
