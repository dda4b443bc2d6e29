import { Button } from 'antd'
import type { Text } from '#platform/text.ts'
import { importsApi } from '#modules/imports/api.ts'
import { type Outcome, outcomeNames } from '#modules/imports/batch.ts'
import { FileButtons } from '#web/features/imports/file-buttons.tsx'
import type { Batch } from '#web/features/imports/import-text.tsx'
import { RowsTable } from '#web/features/imports/rows-table.tsx'
import { saveFile, useOperation } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { EmptyState } from '#web/ui/states.tsx'

const text = {
  title: { zh: '逐行明细', en: 'Row by row' },
  all: { zh: '全部', en: 'All' },
  filter: { zh: '按结果筛选', en: 'Filter by result' },
  errors: { zh: '有误的行（含原因）', en: 'Rows to correct, with reasons' },
  next: { zh: '下一页', en: 'Next' },
  first: { zh: '第一页', en: 'First page' },
  none: { zh: '没有这样的行', en: 'No such row' },
} satisfies Text

const ROWS = 50
const SHOWN: readonly Outcome[] = [
  'rejected',
  'changed',
  'new',
  'duplicate',
  'same',
  'imported',
  'undone',
  'unchecked',
]

/** The rows of a file with their problems or their orders; the wrong ones as a file. */
export function RowsPanel({ batch }: { batch: Batch }) {
  const t = useText(text)
  const say = useSay()
  const { values, change } = useUrlState()
  const { counts } = batch
  const wanted = one(values['outcome'])
  const standard = SHOWN.find((name) => counts[name] > 0)
  const outcome = SHOWN.find((name) => name === wanted) ?? (wanted === 'all' ? undefined : standard)
  const cursor = one(values['cursor'])
  const read = useOperation(
    importsApi.listImportRows,
    {
      params: { id: batch.id },
      query: { limit: ROWS, ...(outcome && { outcome }), ...(cursor && { cursor }) },
    },
    { keepsPrevious: true },
  )
  const show = (next: string) => change({ outcome: next, cursor: undefined }, { replaces: true })
  return (
    <Section title={t.title}>
      {counts.rejected + counts.duplicate > 0 && (
        <div className="n-imp-errors">
          <span>{t.errors}</span>
          <FileButtons
            save={(format) =>
              saveFile(importsApi.getImportErrors, { params: { id: batch.id }, query: { format } })
            }
          />
        </div>
      )}
      <div className="n-chips n-imp-gap" role="group" aria-label={t.filter}>
        {SHOWN.filter((name) => counts[name] > 0).map((name) => (
          <button
            key={name}
            type="button"
            className="n-chip n-imp-chip"
            aria-pressed={outcome === name}
            onClick={() => show(name)}
          >
            {say(outcomeNames[name])} {formatNumber(counts[name])}
          </button>
        ))}
        <button
          type="button"
          className="n-chip n-imp-chip"
          aria-pressed={outcome === undefined}
          onClick={() => show('all')}
        >
          {t.all} {formatNumber(batch.total)}
        </button>
      </div>
      <Loaded read={read}>
        {({ rows }) =>
          rows.length > 0 ? <RowsTable batch={batch} rows={rows} /> : <EmptyState title={t.none} />
        }
      </Loaded>
      {(cursor || read.data?.next) && (
        <div className="n-imp-foot">
          <Button disabled={!cursor} onClick={() => change({ cursor: undefined })}>
            {t.first}
          </Button>
          <Button
            disabled={!read.data?.next}
            onClick={() => change({ cursor: read.data?.next ?? undefined })}
          >
            {t.next}
          </Button>
        </div>
      )}
    </Section>
  )
}
