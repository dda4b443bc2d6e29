import { App } from 'antd'
import { Suspense, lazy, useState } from 'react'
import { viewsApi } from '#modules/views/api.ts'
import { refusals } from '#modules/views/refusals.ts'
import { COUNT_MAX, NAME_MAX, whyNotChange } from '#modules/views/view.ts'
import type { Text } from '#platform/text.ts'
import { RecordDrawer } from '#web/features/activity/record-drawer.tsx'
import { type ListedView, type Teams, searchOf } from '#web/features/views/use-views.ts'
import { RenameForm, ShareForm } from '#web/features/views/view-forms.tsx'
import { viewText } from '#web/features/views/view-text.ts'
import { useViewRemoval } from '#web/features/views/use-view-removal.tsx'
import { Owner, SeenBy } from '#web/features/views/views-page.tsx'
import { problemText, useOperation, useSend } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan, useMe } from '#web/lib/session.ts'
import type { Action } from '#web/ui/action-button.tsx'
import { PageLink, useGo } from '#web/ui/link.tsx'
import { Moment } from '#web/ui/values.tsx'

const text = {
  open: { zh: '打开', en: 'Open' },
  clone: { zh: '复制', en: 'Copy' },
  cloneOf: { zh: '{name} 副本', en: '{name} (copy)' },
  cloned: { zh: '已复制为您自己的视图', en: 'Copied as a view of your own' },
  list: { zh: '列表', en: 'List' },
  matches: { zh: '符合条件的记录', en: 'What it matches' },
  rows: { zh: '{n} 条', en: 'Rows: {n}' },
  uncounted: { zh: '打开查看', en: 'Open it to see' },
  seen: { zh: '谁能看到', en: 'Seen by' },
  owner: { zh: '创建人', en: 'Made by' },
  changed: { zh: '最近修改', en: 'Changed' },
  noShare: { zh: '需要权限“共享列表视图”', en: 'Needs the permission "Share views of lists"' },
  noSchedule: { zh: '需要权限“定时发送导出文件”', en: 'Needs the permission "Send exports by mail"' },
} satisfies Text

const SchedulePanel = lazy(async () => ({
  default: (await import('#web/features/views/schedule-panel.tsx')).SchedulePanel,
}))

type Asking = 'rename' | 'share' | 'schedule' | null
type ViewDrawerProps = { view: ListedView; teams: Teams; onClose: () => void }

/** One view: what it matches now, who uses it, who changed it. */
export function ViewDrawer({ view, teams, onClose }: ViewDrawerProps) {
  const t = useText(text)
  const say = useSay()
  const [asking, setAsking] = useState<Asking>(null)
  const stop = () => setAsking(null)
  const path = `${view.listPath}${searchOf(view, false)}`
  return (
    <RecordDrawer
      record={{ type: 'view', id: view.id }}
      title={view.name}
      actions={useViewActions(view, { path, ask: setAsking, onGone: onClose })}
      properties={[
        { label: t.list, value: say(view.listTitle) },
        {
          label: t.matches,
          value: (
            <PageLink to={path}>
              <Matches view={view} />
            </PageLink>
          ),
        },
        { label: t.seen, value: <SeenBy view={view} /> },
        { label: t.owner, value: <Owner view={view} /> },
        {
          label: t.changed,
          value: <Moment at={String(view.changedAt)} words={[view.changedBy]} />,
          isWide: true,
        },
      ]}
      onClose={onClose}
    >
      {asking === 'rename' && <RenameForm view={view} onClose={stop} />}
      {asking === 'share' && <ShareForm view={view} teams={teams} onClose={stop} />}
      {asking === 'schedule' && (
        <Suspense>
          <SchedulePanel view={view} onClose={stop} />
        </Suspense>
      )}
    </RecordDrawer>
  )
}

/** How many rows it has now; counted by the list itself. */
function Matches({ view }: { view: ListedView }) {
  const t = useText(text)
  const read = useOperation(viewsApi.countViews, { query: { list: view.list } })
  const counted = read.data?.rows.find((row) => row.id === view.id)
  if (counted === undefined || counted.count === null) return <>{t.uncounted}</>
  return (
    <>{fill(t.rows, { n: counted.isMore ? `${formatNumber(COUNT_MAX)}+` : formatNumber(counted.count) })}</>
  )
}

type ActsOf = { path: string; ask: (asking: Asking) => void; onGone: () => void }

function useViewActions(view: ListedView, { path, ask, onGone }: ActsOf): Action[] {
  const t = useText(text)
  const v = useText(viewText)
  const r = useText(refusals)
  const go = useGo()
  const { message } = App.useApp()
  const canShare = useCan('view.share')
  const canSchedule = useCan('export.schedule')
  const code = whyNotChange(view, { id: useMe().user.id, canShare })
  const whyNot = code && r[code]
  const told = (error: unknown) => void message.error(problemText(error))
  const save = useSend(viewsApi.saveView)
  const remove = useViewRemoval(view, onGone)
  const { list, search, layout } = view
  const clone = () => {
    const name = fill(t.cloneOf, { name: view.name }).slice(0, NAME_MAX)
    save
      .mutateAsync({ body: { list, name, search, layout } })
      .then(() => void message.success(t.cloned), told)
  }
  return [
    { key: 'open', label: t.open, isPrimary: true, run: () => go(path) },
    { key: 'rename', label: v.rename, whyNot, run: () => ask('rename') },
    {
      key: 'share',
      label: v.share,
      whyNot: whyNot ?? (canShare ? null : t.noShare),
      run: () => ask('share'),
    },
    {
      key: 'schedule',
      label: v.schedule,
      whyNot: canSchedule ? null : t.noSchedule,
      run: () => ask('schedule'),
    },
    { key: 'clone', label: t.clone, run: clone },
    {
      key: 'remove',
      label: v.remove,
      isDanger: true,
      whyNot,
      run: remove,
    },
  ]
}
