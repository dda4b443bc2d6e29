import { App } from 'antd'
import type { Text } from '#platform/text.ts'
import { importsApi } from '#modules/imports/api.ts'
import { whyNotCheck } from '#modules/imports/batch.ts'
import { kinds } from '#modules/imports/kind.ts'
import { refusals } from '#modules/imports/refusals.ts'
import { CountTiles } from '#web/features/imports/count-tiles.tsx'
import type { Batch } from '#web/features/imports/import-text.tsx'
import { problemText, useSend } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { Properties, Section } from '#web/ui/detail-page.tsx'
import { useGo } from '#web/ui/link.tsx'
import { Time } from '#web/ui/values.tsx'

const text = {
  done: { zh: '导入完成', en: 'Imported' },
  undone: { zh: '已撤销', en: 'Undone' },
  partly: { zh: '已部分撤销', en: 'Undone in part' },
  made: { zh: '导入了{records}。', en: 'Imported {records}.' },
  left: {
    zh: '还有 {n} 行有误，下载改正后重新上传，已导入的不会重复。',
    en: 'Rows that are not right: {n}. Correct and upload them again; what was imported is not imported twice.',
  },
  kept: {
    zh: '有 {n} 行不能撤销，原因见下方明细。',
    en: 'Rows that could not be undone: {n}. The list below says why.',
  },
  gone: {
    zh: '新增的记录已删除，更新过的记录已恢复原值，库存已恢复原样。',
    en: 'What it added is gone, what it changed is as before, and so is the stock.',
  },
  by: { zh: '上传人', en: 'Uploaded by' },
  at: { zh: '上传时间', en: 'Uploaded' },
  finished: { zh: '完成时间', en: 'Finished' },
  undoneAt: { zh: '撤销时间', en: 'Undone' },
  undoneBy: { zh: '撤销人', en: 'Undone by' },
  again: { zh: '再次检查未导入的行', en: 'Check the other rows again' },
  next: { zh: '导入下一个文件', en: 'Import another file' },
} satisfies Text

/** What became of the file. */
export function ResultPanel({ batch }: { batch: Batch }) {
  const t = useText(text)
  const r = useText(refusals)
  const go = useGo()
  const { message } = App.useApp()
  const check = useSend(importsApi.checkImport)
  const isUndone = batch.state === 'undone'
  const code = whyNotCheck(batch)
  const again = {
    key: 'again',
    label: t.again,
    isBusy: check.isPending,
    whyNot: code && r[code],
    run: () =>
      check.mutate(
        { params: { id: batch.id } },
        { onError: (error) => void message.error(problemText(error)) },
      ),
  }
  const properties = [
    { label: t.by, value: batch.createdBy?.name ?? '–' },
    { label: t.at, value: <Time at={batch.createdAt} /> },
    { label: t.finished, value: <Time at={batch.finishedAt} /> },
    ...(isUndone
      ? [
          { label: t.undoneBy, value: batch.undoneBy?.name ?? '–' },
          { label: t.undoneAt, value: <Time at={batch.undoneAt} /> },
        ]
      : []),
  ]
  return (
    <Section title={isUndone ? t.undone : batch.counts.undone > 0 ? t.partly : t.done}>
      <p className="n-imp-gap">{useSentences(batch)}</p>
      <CountTiles batch={batch} />
      <Properties rows={properties} />
      <div className="n-imp-foot">
        <ActionButton
          action={{
            key: 'next',
            label: t.next,
            isPrimary: true,
            run: () => go(`${paths.newImport}?kind=${batch.kind}`),
          }}
        />
        {!isUndone && batch.counts.rejected + batch.counts.unchecked > 0 && <ActionButton action={again} />}
      </div>
    </Section>
  )
}

function useSentences(batch: Batch): string {
  const t = useText(text)
  const say = useSay()
  if (batch.state === 'undone') return t.gone
  const records = fill(say(kinds[batch.kind].records), { n: formatNumber(batch.records) })
  return [
    fill(t.made, { records }),
    ...(batch.counts.rejected > 0 ? [fill(t.left, { n: formatNumber(batch.counts.rejected) })] : []),
    ...(batch.kept > 0 ? [fill(t.kept, { n: formatNumber(batch.kept) })] : []),
  ].join(' ')
}
