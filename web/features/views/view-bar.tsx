import '#web/features/views/views.css'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { type MouseEvent, type ReactNode, useEffect, useState } from 'react'
import { viewsApi } from '#modules/views/api.ts'
import { visibilityNames, whyNotChange } from '#modules/views/view.ts'
import { type OpenViews, type View, searchOf } from '#web/features/views/use-views.ts'
import { SaveViewForm } from '#web/features/views/view-forms.tsx'
import { ViewMenu } from '#web/features/views/view-menu.tsx'
import { viewText } from '#web/features/views/view-text.ts'
import { problemText, useOperation, useSend } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { parseSearch, useUrlState } from '#web/lib/search.ts'
import { useCan, useMe } from '#web/lib/session.ts'
import { Icon } from '#web/ui/icons.tsx'
import { useGo } from '#web/ui/link.tsx'

const COUNT_EVERY_MS = 60_000

type Layout = { value: Record<string, unknown>; isChanged: boolean; revert: () => void }
type ViewBarProps = { list: string; open: OpenViews; layout: Layout }

/** The views of a list, each a link to its URL, and what can be done with the one that is open. */
export function ViewBar({ list, open, layout }: ViewBarProps) {
  const t = useText(viewText)
  const show = useShow()
  const [isSaving, setSaving] = useState(false)
  useDefaultView(open)
  const { active } = open
  const hasDefault = open.views.some((view) => view.isDefault)
  const state = { search: open.search, layout: layout.value }
  const saved = (view: View) => {
    layout.revert()
    show(view)
  }
  return (
    <nav className="n-views" aria-label={t.bar}>
      <ul>
        <li>
          <ViewLink search={searchOf(undefined, hasDefault)} isActive={!active && open.search === ''}>
            {t.all}
          </ViewLink>
        </li>
        <ViewItems list={list} open={open} />
      </ul>
      <span className="n-views-acts">
        {active && (open.isFilterChanged || layout.isChanged) && (
          <Changed view={active} state={state} onDone={layout.revert} onRevert={() => saved(active)} />
        )}
        <Button
          size="small"
          type="text"
          icon={<Icon name="plus" size={14} />}
          title={t.saveAs}
          aria-label={t.saveAs}
          onClick={() => setSaving(true)}
        >
          {!active && open.search !== '' && t.saveAs}
        </Button>
        {active && <ViewMenu open={open} view={active} onGone={() => show(undefined)} />}
      </span>
      {open.lost.length > 0 && (
        <p className="n-views-changed" role="status">
          {fill(t.lost, { names: open.lost.join(', ') })}
        </p>
      )}
      {isSaving && (
        <SaveViewForm
          list={list}
          state={state}
          teams={open.teams}
          onClose={() => setSaving(false)}
          onDone={saved}
        />
      )}
    </nav>
  )
}

function ViewItems({ list, open }: { list: string; open: OpenViews }) {
  const t = useText(viewText)
  const say = useSay()
  const counts = useOperation(
    viewsApi.countViews,
    { query: { list } },
    { isEnabled: open.views.length > 0, refreshMs: COUNT_EVERY_MS, keepsPrevious: true },
  )
  const countOf = new Map(counts.data?.rows.map((row) => [row.id, row]))
  return open.views.map((view) => {
    const counted = countOf.get(view.id)
    const whose = fill(t.of, {
      scope: view.team?.name ?? say(visibilityNames[view.visibility]),
      owner: view.ownerName ?? t.company,
    })
    const count =
      counted && counted.count !== null ? `${formatNumber(counted.count)}${counted.isMore ? '+' : ''}` : null
    return (
      <li key={view.id}>
        <ViewLink
          search={searchOf(view, false)}
          isActive={view.id === open.active?.id}
          title={view.isDefault ? `${whose} · ${t.defaultMark}` : whose}
        >
          {view.visibility !== 'personal' && (
            <Icon name={view.visibility === 'team' ? 'team' : 'layers'} size={14} />
          )}
          {view.name}
          {count !== null && (
            <span className="n-views-count" title={fill(t.rows, { count })}>
              {count}
            </span>
          )}
        </ViewLink>
      </li>
    )
  })
}

type ViewLinkProps = { search: string; isActive: boolean; title?: string; children: ReactNode }

/** All of them lead to the same page: which one is open is not the path's to say. */
function ViewLink({ search, isActive, title, children }: ViewLinkProps) {
  const go = useGo()
  const { pathname } = useLocation()
  const to = `${pathname}${search}`
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    go(to)
  }
  return (
    <a href={to} aria-current={isActive ? 'true' : undefined} title={title} onClick={follow}>
      {children}
    </a>
  )
}

type ChangedProps = {
  view: View
  state: { search: string; layout: Record<string, unknown> }
  onDone: () => void
  onRevert: () => void
}

/** Says that the list no longer looks as the view was saved, and offers both ways out. */
function Changed({ view, state, onDone, onRevert }: ChangedProps) {
  const t = useText(viewText)
  const { message } = App.useApp()
  const canShare = useCan('view.share')
  const isOwn = whyNotChange(view, { id: useMe().user.id, canShare }) === null
  const client = useQueryClient()
  const change = useSend(viewsApi.changeView)
  const save = async () => {
    try {
      await change.mutateAsync({ params: { id: view.id }, body: { version: view.version, ...state } })
      onDone()
      void message.success(t.saved)
    } catch (error) {
      void message.error(problemText(error))
      // Somebody may have changed it meanwhile: what it is now must be seen before it is saved over.
      await client.invalidateQueries({ queryKey: [viewsApi.listViews.path] })
    }
  }
  return (
    <>
      <span className="n-views-changed">{t.changed}</span>
      {isOwn && (
        <Button size="small" loading={change.isPending} onClick={() => void save()}>
          {t.save}
        </Button>
      )}
      <Button size="small" type="text" onClick={onRevert}>
        {t.revert}
      </Button>
    </>
  )
}

/** Goes to a view of the list on the screen, or to everything. */
function useShow(): (view: View | undefined) => void {
  const navigate = useNavigate()
  return (view) => void navigate({ to: '.', search: parseSearch(searchOf(view, false)) as never })
}

/** A list opened without any state opens with the person's own view. */
function useDefaultView(open: OpenViews): void {
  const { values } = useUrlState()
  const navigate = useNavigate()
  const own = open.views.find((view) => view.isDefault)
  const isBare = Object.keys(values).length === 0
  const search = own && isBare ? searchOf(own, false) : null
  useEffect(() => {
    if (search) void navigate({ to: '.', search: parseSearch(search) as never, replace: true })
  }, [search, navigate])
}
