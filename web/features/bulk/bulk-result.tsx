import { Button, Progress } from 'antd'
import { bulkApi } from '#modules/bulk/api.ts'
import type { Run } from '#web/features/bulk/bulk-dialog.tsx'
import { bulkText } from '#web/features/bulk/bulk-text.ts'
import { saveFile } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'

/** How far a run has come. */
export function RunProgress({ run }: { run: Run }) {
  const t = useText(bulkText)
  const [at, of] = run.state === 'checking' ? [run.checked, run.total] : [run.passed, run.ok]
  const text = run.state === 'checking' ? t.checking : t.running
  return (
    <div className="n-bulk-progress">
      <p>{text}</p>
      <Progress
        percent={of === 0 ? 0 : Math.round((at / of) * 100)}
        format={() => `${formatNumber(at)} / ${formatNumber(of)}`}
        aria-label={text}
      />
    </div>
  )
}

/** What the preview found, or how the run ended, with the records it was not done to. */
export function RunResult({ run }: { run: Run }) {
  const t = useText(bulkText)
  const isPreview = run.state === 'ready'
  const good = isPreview ? run.ok : run.done
  const bad = run.total - good
  return (
    <>
      {run.state === 'cancelled' && <p className="n-bulk-note">{t.stopped}</p>}
      {run.state === 'failed' && <p className="n-bulk-note">{t.failed}</p>}
      {isPreview && good === 0 && <p className="n-bulk-note">{t.nothing}</p>}
      {!isPreview && bad === 0 && <p className="n-bulk-note">{fill(t.allDone, { n: formatNumber(good) })}</p>}
      <dl className="n-bulk-tally">
        <div data-tone="good">
          <dt>{isPreview ? t.canDo : t.wasDone}</dt>
          <dd>{formatNumber(good)}</dd>
        </div>
        <div data-tone={bad > 0 ? 'warn' : 'mute'}>
          <dt>{isPreview ? t.cannotDo : t.notDone}</dt>
          <dd>{formatNumber(bad)}</dd>
        </div>
        <p className="n-quiet">{fill(t.ofAll, { n: formatNumber(run.total) })}</p>
      </dl>
      {run.refused.length > 0 && <Refused run={run} />}
    </>
  )
}

function Refused({ run }: { run: Run }) {
  const t = useText(bulkText)
  const bad = run.total - (run.state === 'ready' ? run.ok : run.done)
  const hidden = bad - run.refused.length
  const save = (format: 'csv' | 'xlsx') =>
    void saveFile(bulkApi.exportBulk, { params: { id: run.id }, body: { format } })
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard */}
      <div className="n-bulk-refused" tabIndex={0} role="group" aria-label={t.notDone}>
        <table className="n-table" data-dense>
          <thead>
            <tr>
              <th scope="col">{t.record}</th>
              <th scope="col">{t.reason}</th>
            </tr>
          </thead>
          <tbody>
            {run.refused.map((item) => (
              <tr key={item.recordId}>
                <td>{item.title}</td>
                <td>{item.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hidden > 0 && run.refused.length > 0 && (
        <p className="n-quiet">{fill(t.more, { n: formatNumber(hidden) })}</p>
      )}
      <p className="n-bulk-files">
        {t.export}
        <Button size="small" onClick={() => save('xlsx')}>
          Excel
        </Button>
        <Button size="small" onClick={() => save('csv')}>
          CSV
        </Button>
      </p>
    </>
  )
}
