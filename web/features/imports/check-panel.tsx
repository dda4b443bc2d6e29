import { App, Button, Radio } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { importsApi } from '#modules/imports/api.ts'
import {
  ALL_ORDERS_MAX,
  type Duplicates,
  type Policy,
  policyNames,
  whyNotMap,
  whyNotRun,
} from '#modules/imports/batch.ts'
import { refusals } from '#modules/imports/refusals.ts'
import { CountTiles } from '#web/features/imports/count-tiles.tsx'
import type { Batch } from '#web/features/imports/import-text.tsx'
import { Progress } from '#web/features/imports/progress.tsx'
import { useRun } from '#web/features/imports/use-run.ts'
import { useSend } from '#web/lib/api.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { ActionButton, Actions } from '#web/ui/action-button.tsx'
import { Section } from '#web/ui/detail-page.tsx'

const text = {
  title: { zh: '检查结果', en: 'What the check found' },
  clean: { zh: '全部 {n} 行都可以导入。', en: 'All {n} rows can be imported.' },
  some: {
    zh: '{good} 行可以导入，{bad} 行有误。可以先导入正确的行，再下载有误的行改正后重新上传。',
    en: '{good} rows can be imported, {bad} are not right. Import the good rows, then correct the others in the file below and upload it again.',
  },
  bad: {
    zh: '没有可以导入的行。请检查列对应，或下载有误的行改正后重新上传。',
    en: 'No row can be imported. Check the columns, or correct the rows in the file below and upload it again.',
  },
  again: { zh: '重新检查', en: 'Check again' },
  map: { zh: '修改列对应', en: 'Change the columns' },
  how: { zh: '怎样导入', en: 'How to import' },
  allHelp: { zh: '有一行不能下单就全部不下', en: 'One row turned down, and nothing is placed' },
  goodHelp: {
    zh: '正确的行下单，有误的行留下待改',
    en: 'Good rows become orders, the others wait to be corrected',
  },
  duplicates: { zh: '客户单号已有订单的行', en: 'Rows whose reference is an order already' },
  skip: { zh: '跳过', en: 'Skip them' },
  refuse: { zh: '不导入并提示', en: 'Do not import; tell me' },
  run: { zh: '导入 {n} 行', en: 'Import {n} rows' },
  go: { zh: '继续导入余下 {n} 行', en: 'Go on with {n} rows' },
  nothing: { zh: '没有可以导入的行', en: 'There is no row to import' },
  noRight: { zh: '您没有录入订单的权限', en: 'You may not enter orders' },
  turned: {
    zh: '导入时发现有误的行，未生成任何订单',
    en: 'A row was turned down meanwhile; nothing was placed',
  },
} satisfies Text

/** What the dry run found, and the choice how to go on. */
export function CheckPanel({ batch, onMap }: { batch: Batch; onMap: () => void }) {
  const t = useText(text)
  const r = useText(refusals)
  const { message } = App.useApp()
  const check = useSend(importsApi.checkImport)
  const mapCode = whyNotMap(batch)
  const again = () =>
    check.mutate({ params: { id: batch.id } }, { onError: (error) => void message.error(error.detail) })
  const actions = [
    { key: 'again', label: t.again, isBusy: check.isPending, run: again },
    { key: 'map', label: t.map, whyNot: mapCode && r[mapCode], run: onMap },
  ]
  return (
    <>
      <Section title={t.title} extra={<Actions actions={actions} />}>
        <p className="n-imp-gap">{sentenceOf(batch, t)}</p>
        <CountTiles batch={batch} />
      </Section>
      {(batch.pending > 0 || batch.accepted > 0) && <RunSection batch={batch} />}
    </>
  )
}

function sentenceOf(
  { total, pending, accepted, rejected }: Batch,
  t: { clean: string; some: string; bad: string },
): string {
  if (pending + accepted === total) return fill(t.clean, { n: pending + accepted })
  return pending + accepted > 0 ? fill(t.some, { good: pending + accepted, bad: rejected }) : t.bad
}

function RunSection({ batch }: { batch: Batch }) {
  const t = useText(text)
  const say = useSay()
  const [policy, setPolicy] = useState<Policy>(
    batch.rejected > 0 || batch.accepted > 0 ? 'good_rows' : 'all_or_nothing',
  )
  const [duplicates, setDuplicates] = useState<Duplicates>('skip')
  const { message } = App.useApp()
  const running = useRun(batch, () => void message.warning(t.turned))
  const whyNot = useWhyNotRun(batch, { policy, duplicates })
  const label = fill(batch.accepted > 0 ? t.go : t.run, { n: batch.pending })
  return (
    <Section title={t.how}>
      <div className="n-imp-choices">
        <Radio.Group
          value={policy}
          onChange={(event) => setPolicy(event.target.value as Policy)}
          disabled={running.isBusy}
          aria-label={t.how}
        >
          {(['all_or_nothing', 'good_rows'] as const).map((value) => (
            <Radio key={value} value={value}>
              {say(policyNames[value])}{' '}
              <span className="n-quiet">{value === 'good_rows' ? t.goodHelp : t.allHelp}</span>
            </Radio>
          ))}
        </Radio.Group>
        {batch.duplicates > 0 && (
          <fieldset className="n-imp-duplicates">
            <legend>{t.duplicates}</legend>
            <Radio.Group
              value={duplicates}
              onChange={(event) => setDuplicates(event.target.value as Duplicates)}
              disabled={running.isBusy}
            >
              <Radio value="skip">{t.skip}</Radio>
              <Radio value="refuse">{t.refuse}</Radio>
            </Radio.Group>
          </fieldset>
        )}
      </div>
      {running.problem && (
        <div className="n-note n-note-bad" role="alert">
          {running.problem}
        </div>
      )}
      {(running.isBusy || batch.accepted > 0) && (
        <Progress done={batch.accepted} total={batch.accepted + batch.pending} isMoving={running.isBusy} />
      )}
      <div className="n-imp-foot">
        <ActionButton
          action={{
            key: 'run',
            label,
            isPrimary: true,
            isBusy: running.isBusy,
            whyNot,
            run: () => running.run({ policy, duplicates }),
          }}
        />
        {running.isBusy && policy === 'good_rows' && (
          <Button onClick={running.stop}>{running.stopText}</Button>
        )}
        {whyNot && <span className="n-imp-why">{whyNot}</span>}
      </div>
    </Section>
  )
}

function useWhyNotRun(batch: Batch, how: { policy: Policy; duplicates: Duplicates }): string | null {
  const t = useText(text)
  const r = useText(refusals)
  const canPlace = useCan('order.create')
  if (!canPlace) return t.noRight
  if (batch.pending === 0) return t.nothing
  const code = whyNotRun(batch, how)
  return (
    code && fill(r[code], { rejected: batch.rejected, duplicates: batch.duplicates, max: ALL_ORDERS_MAX })
  )
}
