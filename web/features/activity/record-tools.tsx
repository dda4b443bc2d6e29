import { App, Button, Popover } from 'antd'
import type { ResultOf } from '#platform/api.ts'
import type { RecordRef } from '#platform/records.ts'
import type { Text } from '#platform/text.ts'
import { activityApi } from '#modules/activity/api.ts'
import { COMPOSER_ID } from '#web/features/activity/note-composer.tsx'
import { useOperation, useSend } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { useListTrail } from '#web/lib/list-trail.ts'
import { recordPath } from '#web/lib/records.ts'
import { useCan } from '#web/lib/session.ts'
import { type Shortcut, useShortcuts } from '#web/lib/shortcuts.ts'
import { Icon, type IconName } from '#web/ui/icons.tsx'
import { useGo } from '#web/ui/link.tsx'
import { RelativeTime } from '#web/ui/values.tsx'

const text = {
  previous: { zh: '上一条', en: 'Previous' },
  next: { zh: '下一条', en: 'Next' },
  place: { zh: '第 {position} 条，共 {total} 条', en: '{position} of {total}' },
  copyId: { zh: '复制编号', en: 'Copy the id' },
  copyLink: { zh: '复制链接', en: 'Copy the link' },
  copied: { zh: '已复制 {what}', en: 'Copied {what}' },
  refused: { zh: '浏览器不允许复制', en: 'The browser does not allow copying' },
  comment: { zh: '写备注', en: 'Write a note' },
  follow: { zh: '关注', en: 'Follow' },
  unfollow: { zh: '已关注', en: 'Following' },
  followHelp: { zh: '关注后，这条记录有动静会通知您', en: 'You are told when something happens to it' },
  followers: { zh: '关注人（{n}）', en: 'Followers ({n})' },
  nobody: { zh: '还没有人关注', en: 'Nobody follows it yet' },
  grants: { zh: '因 @ 获得查看权', en: 'Opened to, by a mention' },
  granted: { zh: '由 {by} 授予', en: 'by {by}' },
  revoke: { zh: '收回', en: 'Take back' },
  group: { zh: '记录', en: 'Record' },
} satisfies Text

type People = ResultOf<typeof activityApi.getRecordPeople>

/** Small tools of every record: its neighbours in the list, copies, who follows it. With the keyboard, too. */
export function RecordTools({ record, copyId }: { record: RecordRef; copyId: string }) {
  const t = useText(text)
  const go = useGo()
  const { message } = App.useApp()
  const isOurs = useCan('activity.read')
  const trail = useListTrail(record.type, record.id)
  const people = useOperation(activityApi.getRecordPeople, { params: record }, { isEnabled: isOurs })
  const follow = useSend(activityApi.followRecord)
  const unfollow = useSend(activityApi.unfollowRecord)
  const isFollowing = people.data?.isFollowing ?? false
  const toggle = () => (isFollowing ? unfollow : follow).mutate({ params: record })
  const copy = (content: string) =>
    void navigator.clipboard.writeText(content).then(
      () => message.success(fill(t.copied, { what: content })),
      () => message.error(t.refused),
    )
  const copyLink = () => copy(new URL(recordPath(record), location.origin).href)
  useShortcuts([
    ...recordKeys({
      copyId: () => copy(copyId),
      copyLink,
      comment: () => document.getElementById(COMPOSER_ID)?.focus(),
      follow: isOurs ? toggle : null,
    }),
    ...(trail
      ? [
          key(['j', '>', 'Shift+ArrowRight'], text.next, () => trail.next !== null && go(trail.next)),
          key(
            ['k', '<', 'Shift+ArrowLeft'],
            text.previous,
            () => trail.previous !== null && go(trail.previous),
          ),
        ]
      : []),
  ])
  return (
    <>
      {trail && (
        <>
          <Tool
            icon="previous"
            label={t.previous}
            isOff={trail.previous === null}
            run={() => trail.previous && go(trail.previous)}
          />
          {trail.position !== null && trail.total !== null && (
            <span className="n-quiet n-figure">
              {fill(t.place, { position: trail.position, total: trail.total })}
            </span>
          )}
          <Tool
            icon="next"
            label={t.next}
            isOff={trail.next === null}
            run={() => trail.next && go(trail.next)}
          />
        </>
      )}
      <Tool icon="copy" label={t.copyId} run={() => copy(copyId)} />
      <Tool icon="link" label={t.copyLink} run={copyLink} />
      {isOurs && people.data && (
        <>
          <Button
            size="small"
            type="text"
            aria-pressed={isFollowing}
            title={t.followHelp}
            className={isFollowing ? 'n-following' : ''}
            icon={<Icon name="follow" size={15} />}
            onClick={toggle}
          >
            {isFollowing ? t.unfollow : t.follow}
          </Button>
          <Popover
            trigger="click"
            placement="bottomRight"
            content={<PeopleList record={record} people={people.data} />}
          >
            <Button size="small" type="text" icon={<Icon name="team" size={15} />}>
              {fill(t.followers, { n: people.data.followers.length })}
            </Button>
          </Popover>
        </>
      )}
    </>
  )
}

function Tool({
  icon,
  label,
  run,
  isOff = false,
}: {
  icon: IconName
  label: string
  run: () => void
  isOff?: boolean
}) {
  return (
    <Button
      size="small"
      type="text"
      disabled={isOff}
      aria-label={label}
      title={label}
      icon={<Icon name={icon} size={15} />}
      onClick={run}
    />
  )
}

const key = (keys: string[], name: Shortcut['text'], run: () => unknown, isEverywhere = false): Shortcut => ({
  keys,
  text: name,
  group: text.group,
  run,
  isEverywhere,
})

function recordKeys(does: {
  copyId: () => void
  copyLink: () => void
  comment: () => void
  follow: (() => void) | null
}): Shortcut[] {
  return [
    key(['Mod+.'], text.copyId, does.copyId, true),
    // With Shift some keyboards say `>` for the same key.
    key(['Mod+Shift+.', 'Mod+>', 'Mod+Shift+>'], text.copyLink, does.copyLink, true),
    key(['c'], text.comment, does.comment),
    ...(does.follow ? [key(['f'], text.follow, does.follow)] : []),
  ]
}

function PeopleList({ record, people }: { record: RecordRef; people: People }) {
  const t = useText(text)
  const canRevoke = useCan('note.manage')
  const revoke = useSend(activityApi.revokeGrant)
  return (
    <div className="n-people">
      {people.followers.length === 0 && <p className="n-quiet">{t.nobody}</p>}
      <ul>
        {people.followers.map((one) => (
          <li key={one.id}>{one.name}</li>
        ))}
      </ul>
      {people.grants.length > 0 && (
        <>
          <h3>{t.grants}</h3>
          <ul>
            {people.grants.map((one) => (
              <li key={one.id}>
                {one.name}{' '}
                <span className="n-quiet">
                  {fill(t.granted, { by: one.grantedBy ?? '–' })} · <RelativeTime at={one.grantedAt} />
                </span>
                {canRevoke && (
                  <Button
                    size="small"
                    type="link"
                    onClick={() => revoke.mutate({ params: { ...record, userId: one.id } })}
                  >
                    {t.revoke}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
