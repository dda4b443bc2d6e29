import type { Text } from '#platform/text.ts'
import { notificationsApi } from '#modules/notifications/api.ts'
import { NoticeGroups } from '#web/features/notifications/notice-groups.tsx'
import { useOperation, useSend } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Loaded } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { EmptyState } from '#web/ui/states.tsx'

const text = {
  title: { zh: '消息', en: 'Notifications' },
  all: { zh: '全部消息', en: 'All notifications' },
  allRead: { zh: '全部标为已读', en: 'Mark all as read' },
  settings: { zh: '消息设置', en: 'Settings' },
  none: { zh: '没有未读消息', en: 'Nothing unread' },
} satisfies Text

const SHOWN_MAX = 20

/** The newest of what one has not read. */
export function BellPanel({ onClose }: { onClose: () => void }) {
  const t = useText(text)
  const notices = useOperation(
    notificationsApi.listNotices,
    { query: { view: 'unread', limit: SHOWN_MAX } },
    { live: ['inbox'] },
  )
  const mark = useSend(notificationsApi.markNotices)
  return (
    <section className="n-bell-panel" aria-label={t.title}>
      <div className="n-bell-head">
        <h2>{t.title}</h2>
        {(notices.data?.rows.length ?? 0) > 0 && (
          <button
            type="button"
            className="n-link"
            onClick={() => mark.mutate({ body: { record: null, isRead: true } })}
          >
            {t.allRead}
          </button>
        )}
      </div>
      <Loaded read={notices}>
        {({ rows }) =>
          rows.length > 0 ? <NoticeGroups groups={rows} onOpen={onClose} /> : <EmptyState title={t.none} />
        }
      </Loaded>
      <div className="n-bell-foot">
        <PageLink to={paths.notices} onClick={onClose}>
          {t.all}
        </PageLink>
        <PageLink to={paths.noticeSettings} onClick={onClose}>
          {t.settings}
        </PageLink>
      </div>
    </section>
  )
}
