import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useLocation, useMatches, useRouter } from '@tanstack/react-router'
import { Suspense, useEffect } from 'react'
import type { Bilingual } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { permissions } from '#modules/permissions.ts'
import { Bell } from '#web/features/notifications/bell.tsx'
import { call, useSend } from '#web/lib/api.ts'
import { useSay } from '#web/lib/i18n.ts'
import { startLive } from '#web/lib/live.ts'
import { followChanges } from '#web/lib/live-queries.ts'
import { startPresence } from '#web/lib/presence.ts'
import { clearCopies } from '#web/lib/draft-copy.ts'
import { MeContext, farewell, useMeOf } from '#web/lib/session.ts'
import { warmUp } from '#web/lib/warm.ts'
import { menu, menuGroups } from '#web/menu.ts'
import { paths } from '#web/paths.ts'
import { AppFrame } from '#web/ui/app-frame.tsx'
import { AppShell } from '#web/ui/app-shell.tsx'
import { PaletteButton } from '#web/palette/palette-button.tsx'
import { UndoBar } from '#web/undo-bar.tsx'
import { LoadingPage } from '#web/ui/plain-states.tsx'
import { ForbiddenState } from '#web/ui/states.tsx'

/** Pages follow what others change while somebody is logged in. */
function useLive(): void {
  const client = useQueryClient()
  const router = useRouter()
  useEffect(() => {
    const leave = startPresence(
      () => router.state.location.pathname,
      (listener) => router.subscribe('onResolved', listener),
    )
    // Asking who one is finds out, and leads to the log-in page.
    const stop = startLive(() => void client.invalidateQueries())
    const unfollow = followChanges(client)
    return () => {
      leave()
      unfollow()
      stop()
    }
  }, [client, router])
}

/** Nearly every way from here leads to a list: what lists are made of is there before it is asked for. */
const useWarmLists = () => useEffect(() => warmUp(() => import('#web/ui/list-page.tsx')), [])

/** The frame around every page of a person who is logged in. */
export function Shell() {
  const me = useMeOf(useLocation({ select: ({ pathname }) => pathname }))
  useLive()
  useWarmLists()
  const say = useSay()
  const remember = useSend(identityApi.updateMe)
  const permission = useMatches({ select: (matches) => matches.at(-1)?.staticData.permission ?? null })
  const may = (needed: string | null) => needed === null || me.permissions.includes(needed)

  const groups = Object.entries(menuGroups).map(([key, title]) => ({
    title: say(title),
    rows: menu
      .filter((row) => row.group === key && may(row.permission))
      .map((row) => ({ to: row.path, icon: row.icon, text: say(row.text) })),
  }))
  const leave = async () => {
    // Nothing is read again after it: it would be refused, and lead to the log-in page before this does.
    await call(identityApi.logOut, {}).catch(() => undefined)
    clearCopies()
    farewell()
    // A full load, so that nothing of this person stays in memory.
    location.assign(paths.logIn)
  }
  return (
    <MeContext value={me}>
      <AppFrame>
        <AppShell
          groups={groups.filter((group) => group.rows.length > 0)}
          user={{ name: me.user.name, company: me.tenant.name }}
          accountPath={paths.account}
          homePath={paths.workbench}
          search={<PaletteButton onLocale={(locale) => remember.mutate({ body: { locale } })} />}
          tools={<Bell />}
          onLocale={(locale) => remember.mutate({ body: { locale } })}
          onLogOut={() => void leave()}
        >
          <Suspense fallback={<LoadingPage />}>
            {may(permission) ? <Outlet /> : <ForbiddenState permission={say(nameOf(permission ?? ''))} />}
          </Suspense>
        </AppShell>
        <UndoBar />
        <PageTitle company={me.tenant.name} />
      </AppFrame>
    </MeContext>
  )
}

function nameOf(permission: string): Bilingual {
  const known: Record<string, Bilingual> = permissions
  return known[permission] ?? { zh: permission, en: permission }
}

function PageTitle({ company }: { company: string }) {
  const say = useSay()
  const path = useMatches({ select: (matches) => matches.at(-1)?.pathname ?? '/' })
  const row = menu.find((one) => one.path === path)
  useEffect(() => {
    document.title = [row && say(row.text), company, 'Nuoda'].filter(Boolean).join(' · ')
  })
  return null
}
