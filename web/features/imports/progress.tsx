import { App, Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { importsApi } from '#modules/imports/api.ts'
import { type Batch } from '#web/features/imports/import-text.tsx'
import { problemText, useOperation, useSend } from '#web/lib/api.ts'
import { formatDuration, formatNumber, formatPercent } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { Section } from '#web/ui/detail-page.tsx'

const text = {
  reading: { zh: '正在读取文件', en: 'Reading the file' },
  checking: { zh: '正在逐行检查', en: 'Checking every row' },
  running: { zh: '正在导入', en: 'Importing' },
  undoing: { zh: '正在撤销', en: 'Undoing' },
  takingBack: { zh: '正在撤回已导入的行', en: 'Taking the imported rows back' },
  read: { zh: '已读取 {done} 行', en: '{done} rows read' },
  share: { zh: '{percent}，共 {total} 行', en: '{percent} of {total} rows' },
  pace: { zh: '每秒约 {n} 行', en: 'about {n} {n:row|rows} a second' },
  left: { zh: '还需{time}', en: '{time} left' },
  leave: {
    zh: '由服务器进行，可以离开本页或关闭浏览器，稍后回来查看。',
    en: 'The server does it: you can leave this page or close the browser and come back later.',
  },
  stop: { zh: '停止', en: 'Stop' },
  stopHelp: {
    zh: '停止后，已导入的行保留，可以继续或撤销。',
    en: 'After a stop what was imported stays; you can go on or undo it.',
  },
  stopAllHelp: {
    zh: '停止后，已导入的行全部撤回。',
    en: 'After a stop what was imported is taken back.',
  },
} satisfies Text

const REFRESH_MS = 700
/** The pace is that of the last while, and told once so much of it was seen. */
const PACE_MS = 20_000
const PACE_MIN_MS = 3_000

type BusyState = 'reading' | 'checking' | 'running' | 'undoing'

/** What the server is doing with a batch, how far it is, and the button that stops it. */
export function ProgressPanel({ batch, state }: { batch: Batch; state: BusyState }) {
  const t = useText(text)
  const say = useSay()
  const { message } = App.useApp()
  // Same read as the page's: it brings the page up to date while something is under way.
  const { dataUpdatedAt: at } = useOperation(
    importsApi.getImport,
    { params: { id: batch.id } },
    { refreshMs: REFRESH_MS },
  )
  const stop = useSend(importsApi.stopImport)
  const { done, total, isAll } = batch.progress ?? { done: 0, total: 0, isAll: false }
  const title = state === 'undoing' && isAll ? t.takingBack : t[state]
  const isReading = state === 'reading'
  const share = total > 0 ? Math.min(1, done / total) : 0
  // A check goes over its rows more than once, the others over those that are to be imported or taken back.
  const rows = state === 'checking' ? batch.total : total
  const perMs = usePace({ at, done: isReading ? done : share })
  const words = isReading
    ? fill(t.read, { done: formatNumber(done) })
    : fill(t.share, { percent: formatPercent(share, 0), total: formatNumber(rows) })
  const perSecond = Math.round((isReading ? perMs : perMs * rows) * 1_000)
  const pace = [
    ...(perSecond > 0 ? [fill(t.pace, { n: formatNumber(perSecond) })] : []),
    ...(perMs > 0 && !isReading ? [fill(t.left, { time: formatDuration((1 - share) / perMs) })] : []),
  ]
  return (
    <Section title={title}>
      <div className="n-imp-progress" data-moving={true}>
        {isReading ? <progress aria-label={title} /> : <progress aria-label={title} value={share} max={1} />}
        <span role="status" className="n-figure">
          {words}
        </span>
        <span className="n-figure n-quiet">{pace.join(say({ zh: '，', en: ', ' }))}</span>
      </div>
      <p className="n-quiet n-imp-gap">
        {t.leave} {state === 'running' && (isAll ? t.stopAllHelp : t.stopHelp)}
      </p>
      <Button
        loading={stop.isPending}
        onClick={() =>
          stop.mutate(
            { params: { id: batch.id } },
            { onError: (error) => void message.error(problemText(error)) },
          )
        }
      >
        {t.stop}
      </Button>
    </Section>
  )
}

type Seen = { at: number; done: number }

/** How much of something that grows is added each millisecond, of late; 0 while that cannot be told. */
function usePace(now: Seen): number {
  const [seen, setSeen] = useState<Seen[]>([now])
  const [first = now, last = now] = [seen[0], seen.at(-1)]
  if (last.done !== now.done) setSeen([...seen.filter(({ at }) => now.at - at < PACE_MS), now])
  return last.at - first.at < PACE_MIN_MS ? 0 : Math.max(0, (last.done - first.done) / (last.at - first.at))
}
