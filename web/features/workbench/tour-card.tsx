import { Button } from 'antd'
import { Suspense, lazy, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'
import { readStored, writeStored } from '#web/lib/store.ts'

const text = {
  title: { zh: '第一次使用诺达？', en: 'New to Nuoda?' },
  help: {
    zh: '一分钟看懂搜索、菜单、快捷键和外观设置。',
    en: 'One minute: search, menu, keys and appearance.',
  },
  show: { zh: '带我看看', en: 'Show me around' },
  no: { zh: '不用了', en: 'No, thank you' },
} satisfies Text

const SEEN = 'tour-seen'
const Tour = lazy(() => import('./tour.tsx').then((module) => ({ default: module.AppTour })))

/** Offers a look around once in each browser, and never gets in the way. */
export function TourCard() {
  const t = useText(text)
  const [isSeen, setSeen] = useState(readStored<boolean>(SEEN) ?? false)
  const [isOpen, setOpen] = useState(false)
  const end = () => {
    writeStored(SEEN, true)
    setOpen(false)
    setSeen(true)
  }
  if (isSeen) return null
  return (
    <section className="n-panel n-section n-tour" aria-label={t.title}>
      <strong>{t.title}</strong>
      <span className="n-quiet">{t.help}</span>
      <span className="n-space" />
      <Button size="small" onClick={end}>
        {t.no}
      </Button>
      <Button size="small" type="primary" onClick={() => setOpen(true)}>
        {t.show}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <Tour onEnd={end} />
        </Suspense>
      )}
    </section>
  )
}
