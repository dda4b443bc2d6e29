import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { importsApi } from '#modules/imports/api.ts'
import { whyNotMap, whyNotUndo } from '#modules/imports/batch.ts'
import { refusals } from '#modules/imports/refusals.ts'
import { CheckPanel } from '#web/features/imports/check-panel.tsx'
import { ImportSteps, type Step } from '#web/features/imports/import-steps.tsx'
import { type Batch, batchStates } from '#web/features/imports/import-text.tsx'
import { MappingPanel } from '#web/features/imports/mapping-panel.tsx'
import { ResultPanel } from '#web/features/imports/result-panel.tsx'
import { RowsPanel } from '#web/features/imports/rows-panel.tsx'
import { useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { paths } from '#web/paths.ts'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { DetailPage, Loaded } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Time } from '#web/ui/values.tsx'

const text = {
  list: { zh: '订单导入', en: 'Order imports' },
  undo: { zh: '撤销导入', en: 'Undo the import' },
  undoHelp: {
    zh: '这批导入的 {n} 张订单连同预留库存、缺货和待发运单都会删除，库存恢复原样；承诺记为已撤回。已开始拣货或发货的批次不能撤销。此操作不可恢复。',
    en: 'Its {n} orders go with the stock set aside, shortages and planned shipments; stock is as before and their promises are withdrawn. An import with orders being picked or shipped cannot be undone. This cannot be taken back.',
  },
  sameFile: {
    zh: '同一个文件已导入过，请确认不是重复上传：',
    en: 'The same file was imported before. Make sure that this is meant: ',
  },
} satisfies Text

/** One file on its way to orders: the step it is at, and what became of its rows. */
export function ImportPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const read = useOperation(importsApi.getImport, { params: { id } })
  return <Loaded read={read}>{(batch) => <ImportDetail batch={batch} />}</Loaded>
}

function ImportDetail({ batch }: { batch: Batch }) {
  const t = useText(text)
  const r = useText(refusals)
  const { values, change } = useUrlState()
  const [isUndoing, setUndoing] = useState(false)
  const step = stepOf(batch, one(values['step']))
  useEffect(() => void window.scrollTo(0, 0), [step])
  const code = whyNotUndo(batch)
  const undo = {
    key: 'undo',
    label: t.undo,
    isDanger: true,
    whyNot: code && r[code],
    run: () => setUndoing(true),
  }
  const goTo = (next: 'columns' | undefined) => change({ step: next, outcome: undefined, cursor: undefined })
  return (
    <DetailPage
      back={{ to: paths.imports, text: t.list }}
      title={batch.fileName}
      state={<StateTag of={batchStates} state={batch.state} />}
      actions={batch.accepted > 0 && batch.state !== 'undone' ? [undo] : []}
    >
      <ImportSteps step={step} isDone={step === 'result'} />
      {batch.sameFile && batch.state !== 'undone' && batch.state !== 'done' && (
        <div className="n-note n-imp-same" role="status">
          {t.sameFile}
          <PageLink to={paths.importBatch(batch.sameFile.id)}>
            <Time at={batch.sameFile.createdAt} />
          </PageLink>
        </div>
      )}
      {step === 'columns' && <MappingPanel key={batch.id} batch={batch} onChecked={() => goTo(undefined)} />}
      {step === 'check' && <CheckPanel batch={batch} onMap={() => goTo('columns')} />}
      {step === 'result' && <ResultPanel batch={batch} />}
      {step !== 'columns' && <RowsPanel batch={batch} />}
      {isUndoing && (
        <ConfirmAction
          title={t.undo}
          help={fill(t.undoHelp, { n: batch.orders })}
          confirmText={t.undo}
          isDanger
          operation={importsApi.undoImport}
          toInput={() => ({ params: { id: batch.id } })}
          onClose={() => setUndoing(false)}
        />
      )}
    </DetailPage>
  )
}

function stepOf(batch: Batch, wanted: string | undefined): Step {
  if (batch.state === 'uploaded') return 'columns'
  if (batch.state === 'checked')
    return wanted === 'columns' && whyNotMap(batch) === null ? 'columns' : 'check'
  return 'result'
}
