import { App, Button, Dropdown } from 'antd'
import { Suspense, lazy, useState } from 'react'
import { viewsApi } from '#modules/views/api.ts'
import { whyNotChange } from '#modules/views/view.ts'
import { refusals } from '#modules/views/refusals.ts'
import { type OpenViews, type View, searchOf } from '#web/features/views/use-views.ts'
import { useViewRemoval } from '#web/features/views/use-view-removal.tsx'
import { RenameForm, ShareForm } from '#web/features/views/view-forms.tsx'
import { viewText } from '#web/features/views/view-text.ts'
import { problemText, useSend } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan, useMe } from '#web/lib/session.ts'
import { Icon } from '#web/ui/icons.tsx'

const SchedulePanel = lazy(async () => ({
  default: (await import('#web/features/views/schedule-panel.tsx')).SchedulePanel,
}))

type ViewMenuProps = { open: OpenViews; view: View; onGone: () => void }

/** What can be done with the view that is open. */
export function ViewMenu({ open, view, onGone }: ViewMenuProps) {
  const t = useText(viewText)
  const r = useText(refusals)
  const canShare = useCan('view.share')
  const canSchedule = useCan('export.schedule')
  const code = whyNotChange(view, { id: useMe().user.id, canShare })
  const [form, setForm] = useState<'rename' | 'share' | 'schedule' | null>(null)
  const acts = useViewActs({ open, view, onGone })
  const mine = code ? { disabled: true, title: r[code] } : {}
  const items = [
    { key: 'rename', label: t.rename, onClick: () => setForm('rename'), ...mine },
    ...(canShare ? [{ key: 'share', label: t.share, onClick: () => setForm('share'), ...mine }] : []),
    {
      key: 'default',
      label: view.isDefault ? t.unsetDefault : t.setDefault,
      onClick: () => acts.setDefault(!view.isDefault),
    },
    { key: 'left', label: t.left, onClick: () => acts.move(-1), ...mine },
    { key: 'right', label: t.right, onClick: () => acts.move(1), ...mine },
    { key: 'copy', label: t.copy, onClick: () => void acts.copy() },
    ...(canSchedule ? [{ key: 'schedule', label: t.schedule, onClick: () => setForm('schedule') }] : []),
    { type: 'divider' as const, key: 'line' },
    { key: 'remove', label: t.remove, danger: true, onClick: acts.remove, ...mine },
  ]
  const close = () => setForm(null)
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button
          size="small"
          type="text"
          icon={<Icon name="more" size={16} />}
          aria-label={t.manage}
          title={t.manage}
        />
      </Dropdown>
      {form === 'rename' && <RenameForm view={view} onClose={close} />}
      {form === 'schedule' && (
        <Suspense>
          <SchedulePanel view={view} onClose={close} />
        </Suspense>
      )}
      {form === 'share' && <ShareForm view={view} teams={open.teams} onClose={close} />}
    </>
  )
}

function useViewActs({ open, view, onGone }: ViewMenuProps) {
  const t = useText(viewText)
  const { message } = App.useApp()
  const setDefault = useSend(viewsApi.setDefaultView)
  const order = useSend(viewsApi.orderViews)
  const remove = useViewRemoval(view, onGone)
  const { list, id } = view
  const say = (error: unknown) => void message.error(problemText(error))

  return {
    setDefault: (isDefault: boolean) =>
      void setDefault.mutateAsync({ body: { list, viewId: isDefault ? id : null } }).catch(say),
    move: (by: -1 | 1) => {
      const group = open.views
        .filter((other) => other.visibility === view.visibility)
        .map((other) => other.id)
      const at = group.indexOf(id)
      const to = Math.min(group.length - 1, Math.max(0, at + by))
      group.splice(to, 0, ...group.splice(at, 1))
      order.mutateAsync({ body: { list, ids: group } }).catch(say)
    },
    copy: async () => {
      const url = `${location.origin}${location.pathname}${searchOf(view, false)}`
      await navigator.clipboard.writeText(url).then(
        () => void message.success(t.copied),
        () => void message.warning(t.notCopied),
      )
    },
    remove,
  }
}
