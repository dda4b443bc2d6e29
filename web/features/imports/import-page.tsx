import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { importsApi } from '#modules/imports/api.ts'
import { ALL_ROWS_MAX, type UndoPolicy, whyNotMap, whyNotUndo } from '#modules/imports/batch.ts'
import { kinds } from '#modules/imports/kind.ts'
import { refusals } from '#modules/imports/refusals.ts'
import { RecordPage } from '#web/features/activity/record-page.tsx'
import { CheckPanel } from '#web/features/imports/check-panel.tsx'
import { FailedPanel } from '#web/features/imports/failed-panel.tsx'
import { ImportSteps, type Step } from '#web/features/imports/import-steps.tsx'
import { type Batch, batchStates } from '#web/features/imports/import-text.tsx'
import { MappingPanel } from '#web/features/imports/mapping-panel.tsx'
import { ProgressPanel } from '#web/features/imports/progress.tsx'
import { ResultPanel } from '#web/features/imports/result-panel.tsx'
import { RowsPanel } from '#web/features/imports/rows-panel.tsx'
import { SheetChoice } from '#web/features/imports/sheet-choice.tsx'
import { useOperation } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { Loaded } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Time } from '#web/ui/values.tsx'

const text = {
  list: { zh: '数据导入', en: 'Imports' },
  undo: { zh: '撤销导入', en: 'Undo the import' },
  undoRest: { zh: '撤销能撤的行', en: 'Undo what can be undone' },
  undoHelp: {
    zh: '这批导入的 {n} 行会全部撤销：新增的记录删除，更新过的记录恢复原值，库存恢复原样。有一行已被使用或修改，就一行也不撤销，并列出原因。',
    en: 'All {n} {n:row|rows} are taken back: what they added is deleted, what they changed is as before, stock too. If a single one is used or was changed since, nothing is undone and you see which and why.',
  },
  undoRestHelp: {
    zh: '能撤销的行都撤销；已被使用或之后修改过的行保留，并列出原因。',
    en: 'Rows that can be taken back are; those used or changed since stay, with the reason.',
  },
  noRight: { zh: '您没有撤销这类数据的权限', en: 'You may not undo this kind of import' },
  sameFile: {
    zh: '同一个文件已导入过，请确认不是重复上传：',
    en: 'The same file was imported before. Make sure that this is meant: ',
  },
} satisfies Text

/** One file on its way to records: the step it is at, and what became of its rows. */
export function ImportPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const read = useOperation(importsApi.getImport, { params: { id } })
  return <Loaded read={read}>{(batch) => <ImportDetail batch={batch} />}</Loaded>
}

function ImportDetail({ batch }: { batch: Batch }) {
  const t = useText(text)
  const say = useSay()
  const { values, change } = useUrlState()
  const [undoing, setUndoing] = useState<UndoPolicy | null>(null)
  const step = stepOf(batch, one(values['step']))
  useEffect(() => void window.scrollTo(0, 0), [step])
  const goTo = (next: 'columns' | undefined) => change({ step: next, outcome: undefined, cursor: undefined })
  const isOver = batch.state === 'done' || batch.state === 'undone' || batch.state === 'undoing'
  return (
    <RecordPage
      record={{ type: 'import', id: batch.id }}
      back={{ to: paths.imports, text: t.list }}
      title={batch.fileName}
      state={
        <>
          <span className="n-quiet">{say(kinds[batch.kind].name)}</span>
          <StateTag of={batchStates} state={batch.state} />
        </>
      }
      actions={useUndoActions(batch, setUndoing)}
    >
      <ImportSteps step={step} isDone={batch.state === 'done' || batch.state === 'undone'} />
      {batch.problem && batch.state !== 'failed' && (
        <div className="n-note n-note-bad" role="alert">
          {batch.problem.message}
        </div>
      )}
      {batch.sameFile && !isOver && (
        <div className="n-note n-imp-same" role="status">
          {t.sameFile}
          <PageLink to={paths.importBatch(batch.sameFile.id)}>
            <Time at={batch.sameFile.createdAt} />
          </PageLink>
        </div>
      )}
      <SheetChoice batch={batch} />
      <Panel batch={batch} step={step} goTo={goTo} />
      {undoing && (
        <ConfirmAction
          title={undoing === 'all_or_nothing' ? t.undo : t.undoRest}
          help={
            undoing === 'all_or_nothing'
              ? fill(t.undoHelp, { n: formatNumber(batch.counts.imported) })
              : t.undoRestHelp
          }
          confirmText={undoing === 'all_or_nothing' ? t.undo : t.undoRest}
          isDanger
          operation={importsApi.undoImport}
          toInput={() => ({ params: { id: batch.id }, body: { policy: undoing } })}
          onClose={() => setUndoing(null)}
        />
      )}
    </RecordPage>
  )
}

function useUndoActions(batch: Batch, start: (policy: UndoPolicy) => void) {
  const t = useText(text)
  const r = useText(refusals)
  const mayUndo = useCan(kinds[batch.kind].permission.undo)
  const code = whyNotUndo(batch)
  if (batch.counts.imported === 0 || batch.state === 'undone') return []
  const whyNot = mayUndo ? code && r[code] : t.noRight
  const action = (policy: UndoPolicy) => ({
    key: policy,
    label: policy === 'all_or_nothing' ? t.undo : t.undoRest,
    isDanger: true,
    whyNot,
    run: () => start(policy),
  })
  const all = batch.counts.imported <= ALL_ROWS_MAX ? [action('all_or_nothing')] : []
  return batch.kept > 0 || all.length === 0 ? [...all, action('what_can_be')] : all
}

type PanelProps = { batch: Batch; step: Step; goTo: (next: 'columns' | undefined) => void }

function Panel({ batch, step, goTo }: PanelProps) {
  const { state } = batch
  if (state === 'reading' || state === 'checking' || state === 'running' || state === 'undoing')
    return <ProgressPanel key={state} batch={batch} state={state} />
  if (state === 'failed') return <FailedPanel batch={batch} />
  if (step === 'columns')
    return <MappingPanel key={`${batch.id} ${batch.sheet}`} batch={batch} onChecked={() => goTo(undefined)} />
  return (
    <>
      {step === 'check' ? (
        <CheckPanel batch={batch} onMap={() => goTo('columns')} />
      ) : (
        <ResultPanel batch={batch} />
      )}
      <RowsPanel batch={batch} />
    </>
  )
}

function stepOf(batch: Batch, wanted: string | undefined): Step {
  switch (batch.state) {
    case 'reading':
    case 'failed':
      return 'upload'
    case 'uploaded':
      return 'columns'
    case 'checking':
    case 'running':
      return 'check'
    case 'checked':
      return wanted === 'columns' && whyNotMap(batch) === null ? 'columns' : 'check'
    default:
      return 'result'
  }
}
