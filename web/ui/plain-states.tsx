import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useCallback, useEffect } from 'react'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'
import { useIsOnline } from '#web/lib/online.ts'
import { Unloaded, isServerThere } from '#web/lib/page-code.ts'
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
    zh: '可能是网络不通，或系统正在更新。恢复后会自动打开，不必重新登录。',
    en: 'The network may be down, or the system is being updated. It opens by itself once that is over; you stay logged in.',
  },
  offline: {
    zh: '网络已断开。页面停在断开前的内容，网络恢复后自动更新。',
    en: 'There is no network. This is what was loaded before; it is brought up to date when the network is back.',
  },
  again: { zh: '重试', en: 'Try again' },
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

const ASK_MS = 5_000

/** It comes by itself when the server can be reached again; until then the app and what is loaded stay. */
function UnloadedPage({ again }: { again: () => void }) {
  const t = useText(text)
  const retry = useCallback(async () => {
    if (await isServerThere()) again()
  }, [again])
  useEffect(() => {
    const listen = () => void retry()
    const timer = setInterval(listen, ASK_MS)
    addEventListener('online', listen)
    return () => {
      clearInterval(timer)
      removeEventListener('online', listen)
    }
  }, [retry])
  return (
    <div className="n-state" role="alert">
      <h1>{t.unloaded}</h1>
      <p>{t.unloadedHelp}</p>
      <button type="button" className="n-button" onClick={() => void retry()}>
        {t.again}
      </button>
    </div>
  )
}

/** A part of the page did not come, as a newer version took its place. Browsers word it each in their way. */
const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  /dynamically imported module|module script failed|preload CSS/i.test(error.message)

const reload = (): void => window.location.reload()

export function BrokenPage({ error, reset }: ErrorComponentProps) {
  const t = useText(text)
  const router = useRouter()
  const load = useCallback(() => void router.invalidate(), [router])
  if (error instanceof Unloaded) return <UnloadedPage again={load} />
  if (isGone(error)) return <UnloadedPage again={reload} />
  const again = () => {
    reset()
    load()
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
