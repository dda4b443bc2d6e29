import { useRouterState } from '@tanstack/react-router'
import { Suspense, lazy, useEffect, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'
import { isMac, useShortcuts } from '#web/lib/shortcuts.ts'
import { rememberRecent } from '#web/lib/recent.ts'
import { recordOfPath } from '#web/lib/records.ts'
import { useMe } from '#web/lib/session.ts'
import { Icon } from '#web/ui/icons.tsx'
import { useOffered } from '#web/ui/offered.ts'
import './palette.css'
import { helpGroup } from './shortcut-groups.ts'

const text = {
  open: { zh: '搜索或执行操作', en: 'Search or run a command' },
  find: { zh: '搜索订单、运单、客户、商品、地址', en: 'Search orders, waybills, customers, addresses' },
} satisfies Text

const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })))
const KeyboardSheet = lazy(() =>
  import('./keyboard-sheet.tsx').then((module) => ({ default: module.KeyboardSheet })),
)

const keys = isMac ? '⌘K' : 'Ctrl K'

/** The way to everything: looks like a search box, opens the palette. Ctrl/Cmd+K does the same from anywhere, `?` shows the keys. */
export function PaletteButton({ onLocale }: { onLocale: (locale: 'zh' | 'en') => void }) {
  const t = useText(text)
  const [shown, setShown] = useState<'palette' | 'keys' | null>(null)
  const close = () => setShown(null)
  useMemory()
  useShortcuts([
    {
      keys: ['Mod+k'],
      text: text.open,
      group: helpGroup,
      isEverywhere: true,
      run: () => setShown('palette'),
    },
    {
      keys: ['?'],
      text: { zh: '显示全部快捷键', en: 'Show all keys' },
      group: helpGroup,
      run: () => setShown('keys'),
    },
  ])
  return (
    <>
      <button type="button" className="n-palette-open" onClick={() => setShown('palette')}>
        <Icon name="search" size={15} />
        <span className="n-hidden">{t.open}: </span>
        <span className="n-palette-hint">{t.find}</span>
        <kbd>{keys}</kbd>
      </button>
      <Suspense fallback={null}>
        {shown === 'palette' && (
          <Palette onClose={close} onKeys={() => setShown('keys')} onLocale={onLocale} />
        )}
        {shown === 'keys' && <KeyboardSheet onClose={close} />}
      </Suspense>
    </>
  )
}

/** Records whose pages are opened are offered again. */
function useMemory(): void {
  const { id } = useMe().user
  const title = useOffered()?.title
  const path = useRouterState({ select: (state) => state.location.pathname })
  useEffect(() => {
    if (title && recordOfPath(path)) rememberRecent(id, { path, title })
  }, [id, title, path])
}
