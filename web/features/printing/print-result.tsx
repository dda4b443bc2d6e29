import { App, Button, Progress } from 'antd'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { printingApi } from '#modules/printing/api.ts'
import type { PrintFormat } from '#modules/printing/document.ts'
import { copyPrint, openPrint, savePrint } from '#web/features/printing/open-print.ts'
import { problemText, useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'

const text = {
  done: { zh: '已生成 {n} 页', en: '{n} {n:page|pages} made' },
  opened: {
    zh: '已在新窗口打开，请在打印对话框中确认。',
    en: 'It opened in a window of its own: confirm the print dialog there.',
  },
  blocked: { zh: '浏览器拦截了新窗口，请点“打开”。', en: 'The browser kept the window shut: press Open.' },
  saved: { zh: '已下载，请发送到标签打印机。', en: 'It is saved: send it to the label printer.' },
  open: { zh: '打开', en: 'Open' },
  save: { zh: '下载', en: 'Download' },
  copy: { zh: '复制 ZPL', en: 'Copy the ZPL' },
  copied: { zh: '已复制', en: 'Copied' },
  progress: { zh: '正在生成', en: 'Being made' },
  leftOut: { zh: '以下 {n} 单没有打印', en: '{n} were not printed' },
  missing: {
    zh: '字库中没有这些字，已印成“〓”，请核对后手写补上：{list}',
    en: 'The font lacks these characters, printed as 〓. Check and write them by hand: {list}',
  },
} satisfies Text

type Made = ResultOf<typeof printingApi.startPrint>
const POLL_MS = 700

/** A print that was made: its file to open, save or copy, how far it is, and what did not go as wished. */
export function PrintResult({
  made,
  format,
  isOpened,
}: {
  made: Made
  format: PrintFormat
  isOpened: boolean
}) {
  const t = useText(text)
  const { message } = App.useApp()
  const [isOpen, setOpen] = useState(isOpened)
  const [busy, setBusy] = useState<'open' | 'save' | 'copy' | null>(null)
  const [isDrawn, setDrawn] = useState(false)
  const state = useOperation(
    printingApi.getPrint,
    { params: { id: made.id } },
    isDrawn ? {} : { refreshMs: POLL_MS },
  )
  if (state.data?.missing && !isDrawn) setDrawn(true)
  const act = async (what: 'open' | 'save' | 'copy', run: () => Promise<unknown>) => {
    setBusy(what)
    try {
      await run()
    } catch (error) {
      void message.error(problemText(error))
    } finally {
      setBusy(null)
    }
  }
  const progress = state.data?.progress
  const missing = state.data?.missing ?? []
  return (
    <div className="n-prt-result">
      <p role="status">
        <strong>{fill(t.done, { n: made.pages })}</strong>{' '}
        {format !== 'pdf' ? t.saved : isOpen ? t.opened : t.blocked}
      </p>
      {progress && (
        <Progress
          aria-label={t.progress}
          percent={Math.round((100 * progress.done) / Math.max(1, progress.total))}
        />
      )}
      {missing.length > 0 && (
        <p className="n-note n-note-bad" role="alert">
          {fill(t.missing, { list: missing.map(named).join(' ') })}
        </p>
      )}
      {made.leftOut.length > 0 && (
        <div className="n-note n-note-bad" role="alert">
          <p>{fill(t.leftOut, { n: made.leftOut.length })}</p>
          <ul>
            {made.leftOut.map((one) => (
              <li key={one.recordId}>
                {one.number} {one.message}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="n-prt-buttons">
        {format === 'pdf' && (
          <Button
            loading={busy === 'open'}
            onClick={() => void act('open', async () => setOpen(await openPrint(made.id, format)))}
          >
            {t.open}
          </Button>
        )}
        <Button loading={busy === 'save'} onClick={() => void act('save', () => savePrint(made.id))}>
          {t.save}
        </Button>
        {format !== 'pdf' && (
          <Button
            loading={busy === 'copy'}
            onClick={() => void act('copy', () => copyPrint(made.id).then(() => message.success(t.copied)))}
          >
            {t.copy}
          </Button>
        )}
      </div>
    </div>
  )
}

/** `𠮷 (U+20BB7)`: on some screens it cannot be seen either. */
const named = (character: string): string =>
  `${character} (U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()})`
