import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'
import { useIsOnline } from '#web/lib/online.ts'
import { ApiProblem } from '#web/lib/problem.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'

/** States of a whole page, in plain HTML: they must work where the component library is not loaded. */
const text = {
  loading: { zh: '正在加载…', en: 'Loading…' },
  missing: { zh: '没有这个页面', en: 'There is no such page' },
  missingHelp: {
    zh: '地址可能有误，或页面已被移走。',
    en: 'The address may be wrong, or the page has moved.',
  },
  broken: { zh: '页面出了问题', en: 'Something is wrong with this page' },
  brokenHelp: {
    zh: '请重试；若仍不行，请把下面的信息告诉管理员。',
    en: 'Try again. If that does not help, show an administrator the line below.',
  },
  unloaded: { zh: '页面没有加载成功', en: 'The page could not be loaded' },
  unloadedHelp: {
    zh: '可能是网络不通，或系统刚刚更新。请检查网络后重新加载。',
    en: 'The network may be down, or the system was just updated. Check the network and load it again.',
  },
  offline: {
    zh: '网络已断开。页面停在断开前的内容，网络恢复后自动更新。',
    en: 'There is no network. This is what was loaded before; it is brought up to date when the network is back.',
  },
  again: { zh: '重试', en: 'Try again' },
  reload: { zh: '重新加载', en: 'Load again' },
  home: { zh: '回到工作台', en: 'Go to the workbench' },
} satisfies Text

export function LoadingPage() {
  const t = useText(text)
  return (
    <div className="n-state" role="status">
      <span className="n-spinner" aria-hidden="true" />
      <p>{t.loading}</p>
    </div>
  )
}

export function MissingPage() {
  const t = useText(text)
  return (
    <main className="n-state">
      <h1>{t.missing}</h1>
      <p>{t.missingHelp}</p>
      <PageLink className="n-button" to={paths.workbench}>
        {t.home}
      </PageLink>
    </main>
  )
}

/** Said while there is no network: what was loaded stays on the screen. */
export function OfflineNote() {
  const t = useText(text)
  const isOnline = useIsOnline()
  return <div role="status">{!isOnline && <p className="n-note n-note-bad">{t.offline}</p>}</div>
}

const reload = (): void => window.location.reload()

/** It comes by itself when the network is back. */
function UnloadedPage() {
  const t = useText(text)
  useEffect(() => {
    addEventListener('online', reload)
    return () => removeEventListener('online', reload)
  }, [])
  return (
    <div className="n-state" role="alert">
      <h1>{t.unloaded}</h1>
      <p>{t.unloadedHelp}</p>
      <button type="button" className="n-button" onClick={reload}>
        {t.reload}
      </button>
    </div>
  )
}

/** A part of the page did not come: the network is down, or a newer version took its place. Browsers word it each in their way. */
const isUnloaded = (error: unknown): boolean =>
  error instanceof Error &&
  /dynamically imported module|module script failed|preload CSS/i.test(error.message)

export function BrokenPage({ error, reset }: ErrorComponentProps) {
  const t = useText(text)
  const router = useRouter()
  if (isUnloaded(error)) return <UnloadedPage />
  const again = () => {
    reset()
    void router.invalidate()
  }
  const detail = error instanceof ApiProblem ? error.detail : t.brokenHelp
  const trace = error instanceof ApiProblem ? error.requestId : error instanceof Error ? error.message : null
  return (
    <div className="n-state" role="alert">
      <h1>{t.broken}</h1>
      <p>{detail}</p>
      {trace && <code>{trace}</code>}
      <button type="button" className="n-button" onClick={again}>
        {t.again}
      </button>
    </div>
  )
}
