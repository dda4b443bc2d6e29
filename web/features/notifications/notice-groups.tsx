import '#web/features/notifications/notifications.css'
import { Button, Dropdown } from 'antd'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { notificationsApi } from '#modules/notifications/api.ts'
import { kinds, sentences } from '#modules/notifications/kind.ts'
import { isRecordType } from '#modules/record-types.ts'
import { useSend } from '#web/lib/api.ts'
import { formatTime, getZone } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { recordIcon, recordName, recordPath } from '#web/lib/records.ts'
import { snoozeChoices } from '#web/features/notifications/snooze.ts'
import { paths } from '#web/paths.ts'
import { Icon, type IconName } from '#web/ui/icons.tsx'
import { useGo } from '#web/ui/link.tsx'
import { RelativeTime, useNow } from '#web/ui/values.tsx'

export type Group = ResultOf<typeof notificationsApi.listNotices>['rows'][number]

const text = {
  outbox: { zh: '邮件发件箱', en: 'Outbox' },
  read: { zh: '标为已读', en: 'Mark as read' },
  unread: { zh: '标为未读', en: 'Mark as unread' },
  snooze: { zh: '稍后提醒', en: 'Snooze' },
  wake: { zh: '现在就提醒', en: 'Bring back now' },
  until: { zh: '{time} 再提醒', en: 'Back at {time}' },
  count: { zh: '{count} 条未读', en: '{count} unread' },
} satisfies Text

/** What a person was told, by record: open it, mark it, put it off. */
export function NoticeGroups({ groups, onOpen }: { groups: readonly Group[]; onOpen?: () => void }) {
  return (
    <ul className="n-notices">
      {groups.map((group) => (
        <GroupItem key={`${group.type}:${group.id}`} group={group} onOpen={onOpen} />
      ))}
    </ul>
  )
}

function GroupItem({ group, onOpen }: { group: Group; onOpen: (() => void) | undefined }) {
  const t = useText(text)
  const say = useSay()
  const go = useGo()
  const mark = useSend(notificationsApi.markNotices)
  const look = lookOf(group)
  const record = { type: group.type, id: group.id } as never
  const open = () => {
    if (group.unread > 0) mark.mutate({ body: { record, isRead: true } })
    onOpen?.()
    go(look.path)
  }
  return (
    <li className="n-notice" data-unread={group.unread > 0}>
      <button type="button" className="n-notice-main" onClick={open}>
        <Icon name={look.icon} />
        <span>
          <span className="n-notice-title">
            {say(look.name)} {group.title}
            {group.unread > 0 && (
              <span className="n-notice-count">{fill(t.count, { count: group.unread })}</span>
            )}
          </span>
          {group.news.map((one) => (
            <span key={one.id} className="n-notice-line" title={say(kinds[one.kind].text)}>
              {one.by && <strong>{one.by}</strong>} {say(sentences[one.event])} · <RelativeTime at={one.at} />
            </span>
          ))}
          {group.snoozedUntil && (
            <span className="n-notice-line">{fill(t.until, { time: formatTime(group.snoozedUntil) })}</span>
          )}
        </span>
      </button>
      <span className="n-notice-acts">
        <Button
          size="small"
          type="text"
          title={group.unread > 0 ? t.read : t.unread}
          aria-label={`${group.unread > 0 ? t.read : t.unread} ${group.title}`}
          icon={<Icon name={group.unread > 0 ? 'check' : 'refresh'} size={15} />}
          onClick={() => mark.mutate({ body: { record, isRead: group.unread > 0 } })}
        />
        <Snooze group={group} />
      </span>
    </li>
  )
}

function Snooze({ group }: { group: Group }) {
  const t = useText(text)
  const say = useSay()
  const now = useNow()
  const snooze = useSend(notificationsApi.snoozeNotices)
  const put = (until: string | null) =>
    snooze.mutate({ body: { record: { type: group.type, id: group.id } as never, until } })
  const items = group.snoozedUntil
    ? [{ key: 'now', label: t.wake, onClick: () => put(null) }]
    : snoozeChoices(new Date(now), getZone()).map((choice) => ({
        key: choice.key,
        label: `${say(choice.text)} · ${formatTime(choice.until)}`,
        onClick: () => put(choice.until),
      }))
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button
        size="small"
        type="text"
        title={t.snooze}
        aria-label={`${t.snooze} ${group.title}`}
        icon={<Icon name="clock" size={15} />}
      />
    </Dropdown>
  )
}

function lookOf({ type, id }: Group): { icon: IconName; path: string; name: Text[string] } {
  if (!isRecordType(type)) return { icon: 'note', path: paths.mails, name: text.outbox }
  return { icon: recordIcon(type), path: recordPath({ type, id }), name: recordName(type) }
}
