import { App } from 'antd'
import type { Text } from '#platform/text.ts'
import { importsApi } from '#modules/imports/api.ts'
import { whyNotCheck } from '#modules/imports/batch.ts'
import { refusals } from '#modules/imports/refusals.ts'
import { CountTiles } from '#web/features/imports/count-tiles.tsx'
import type { Batch } from '#web/features/imports/import-text.tsx'
import { useSend } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { Properties, Section } from '#web/ui/detail-page.tsx'
import { useGo } from '#web/ui/link.tsx'
import { Time } from '#web/ui/values.tsx'

const text = {
  done: { zh: '导入完成', en: 'Imported' },
  undone: { zh: '已撤销', en: 'Undone' },
  orders: { zh: '生成了 {n} 张订单。', en: '{n} orders were made.' },
  left: {
    zh: '还有 {n} 行有误，下载改正后重新上传，已导入的不会重复。',
    en: '{n} rows are not right. Correct and upload them again: what was imported is not placed twice.',
  },
  gone: {
    zh: '订单、预留和待发运单都已删除，库存已恢复原样。',
    en: 'Orders, stock set aside and planned shipments are gone; stock is as before.',
  },
  by: { zh: '上传人', en: 'Uploaded by' },
  at: { zh: '上传时间', en: 'Uploaded' },
  finished: { zh: '完成时间', en: 'Finished' },
  undoneAt: { zh: '撤销时间', en: 'Undone' },
  undoneBy: { zh: '撤销人', en: 'Undone by' },
  again: { zh: '再次检查有误的行', en: 'Check the wrong rows again' },
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
      check.mutate({ params: { id: batch.id } }, { onError: (error) => void message.error(error.detail) }),
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
    <Section title={isUndone ? t.undone : t.done}>
      <p className="n-imp-gap">
        {isUndone ? t.gone : fill(t.orders, { n: batch.orders })}{' '}
        {!isUndone && batch.rejected > 0 && fill(t.left, { n: batch.rejected })}
      </p>
      <CountTiles batch={batch} />
      <Properties rows={properties} />
      <div className="n-imp-foot">
        <ActionButton
          action={{ key: 'next', label: t.next, isPrimary: true, run: () => go(paths.newImport) }}
        />
        {!isUndone && batch.rejected > 0 && <ActionButton action={again} />}
      </div>
    </Section>
  )
}
