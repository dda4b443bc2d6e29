import { App, Radio } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { importsApi } from '#modules/imports/api.ts'
import {
  ALL_ROWS_MAX,
  type Policy,
  pendingOf,
  policyNames,
  whyNotMap,
  whyNotRun,
} from '#modules/imports/batch.ts'
import { duplicateNames, kinds } from '#modules/imports/kind.ts'
import { refusals } from '#modules/imports/refusals.ts'
import { CountTiles } from '#web/features/imports/count-tiles.tsx'
import type { Batch } from '#web/features/imports/import-text.tsx'
import { problemText, useSend } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { ActionButton, Actions } from '#web/ui/action-button.tsx'
import { Section } from '#web/ui/detail-page.tsx'

const text = {
  title: { zh: '检查结果', en: 'What the check found' },
  clean: { zh: '{n} 行可以导入，没有错误。', en: 'Rows that can be imported: {n}. None is wrong.' },
  some: {
    zh: '{good} 行可以导入，{bad} 行有误。可以先导入正确的行，再下载有误的行改正后重新上传。',
    en: 'Rows that can be imported: {good}; not right: {bad}. Import the good rows, then correct the others in the file below and upload it again.',
  },
  bad: {
    zh: '没有可以导入的行。请检查列对应，或下载有误的行改正后重新上传。',
    en: 'No row can be imported. Check the columns, or correct the rows in the file below and upload it again.',
  },
  unchecked: { zh: '还有 {n} 行没有检查，请重新检查。', en: 'Rows not checked yet: {n}. Check again.' },
  existing: { zh: '已经存在的：{policy}。', en: 'What is there already: {policy}.' },
  again: { zh: '重新检查', en: 'Check again' },
  map: { zh: '修改设置', en: 'Change the settings' },
  how: { zh: '怎样导入', en: 'How to import' },
  allHelp: { zh: '有一行不能导入就全部不导入', en: 'One row turned down, and nothing is imported' },
  allInStepsHelp: {
    zh: '超过 {max} 行，分步导入：有一行不能导入，就把已导入的全部撤回（期间已被使用的记录除外）',
    en: 'More than {max} rows go in steps: one row turned down, and what was imported is taken back, but for records used meanwhile',
  },
  goodHelp: {
    zh: '正确的行导入，有误的行留下待改',
    en: 'Good rows are imported, the others wait to be corrected',
  },
  run: { zh: '导入 {n} 行', en: 'Import {n} {n:row|rows}' },
  go: { zh: '继续导入余下 {n} 行', en: 'Go on with {n} {n:row|rows}' },
  nothing: { zh: '没有可以导入的行', en: 'There is no row to import' },
  noRight: { zh: '您没有导入这类数据的权限', en: 'You may not import this kind of data' },
} satisfies Text

/** What the dry run found, and the choice how to go on. */
export function CheckPanel({ batch, onMap }: { batch: Batch; onMap: () => void }) {
  const t = useText(text)
  const r = useText(refusals)
  const say = useSay()
  const { message } = App.useApp()
  const check = useSend(importsApi.checkImport)
  const mapCode = whyNotMap(batch)
  const again = () =>
    check.mutate({ params: { id: batch.id } }, { onError: (error) => void message.error(problemText(error)) })
  const actions = [
    { key: 'again', label: t.again, isBusy: check.isPending, run: again },
    { key: 'map', label: t.map, whyNot: mapCode && r[mapCode], run: onMap },
  ]
  const hasChoice = kinds[batch.kind].duplicates.length > 1
  return (
    <>
      <Section title={t.title} extra={<Actions actions={actions} />}>
        <p className="n-imp-gap">
          {sentenceOf(batch, t)}{' '}
          {batch.counts.unchecked > 0 && fill(t.unchecked, { n: formatNumber(batch.counts.unchecked) })}{' '}
          {hasChoice && fill(t.existing, { policy: say(duplicateNames[batch.duplicates]) })}
        </p>
        <CountTiles batch={batch} />
      </Section>
      {(pendingOf(batch) > 0 || batch.counts.imported > 0) && <RunSection batch={batch} />}
    </>
  )
}

function sentenceOf(batch: Batch, t: { clean: string; some: string; bad: string }): string {
  const good = pendingOf(batch)
  const bad = batch.counts.rejected
  if (good > 0 && bad === 0) return fill(t.clean, { n: formatNumber(good) })
  return good > 0 ? fill(t.some, { good: formatNumber(good), bad: formatNumber(bad) }) : t.bad
}

function RunSection({ batch }: { batch: Batch }) {
  const t = useText(text)
  const say = useSay()
  const { message } = App.useApp()
  const isBegun = batch.counts.imported > 0
  const [policy, setPolicy] = useState<Policy>(
    batch.counts.rejected > 0 || isBegun || pendingOf(batch) > ALL_ROWS_MAX ? 'good_rows' : 'all_or_nothing',
  )
  const start = useSend(importsApi.runImport)
  const whyNot = useWhyNotRun(batch, policy)
  const allHelp =
    pendingOf(batch) > ALL_ROWS_MAX ? fill(t.allInStepsHelp, { max: formatNumber(ALL_ROWS_MAX) }) : t.allHelp
  const run = () =>
    start.mutate(
      { params: { id: batch.id }, body: { policy } },
      { onError: (error) => void message.error(problemText(error)) },
    )
  return (
    <Section title={t.how}>
      <div className="n-imp-choices">
        <Radio.Group
          value={policy}
          onChange={(event) => setPolicy(event.target.value as Policy)}
          aria-label={t.how}
        >
          {(['all_or_nothing', 'good_rows'] as const).map((value) => (
            <Radio key={value} value={value}>
              {say(policyNames[value])}{' '}
              <span className="n-quiet">{value === 'good_rows' ? t.goodHelp : allHelp}</span>
            </Radio>
          ))}
        </Radio.Group>
      </div>
      <div className="n-imp-foot">
        <ActionButton
          action={{
            key: 'run',
            label: fill(isBegun ? t.go : t.run, { n: formatNumber(pendingOf(batch)) }),
            isPrimary: true,
            isBusy: start.isPending,
            whyNot,
            run,
          }}
        />
        {whyNot && <span className="n-imp-why">{whyNot}</span>}
      </div>
    </Section>
  )
}

function useWhyNotRun(batch: Batch, policy: Policy): string | null {
  const t = useText(text)
  const r = useText(refusals)
  const mayRun = useCan(kinds[batch.kind].permission.run)
  if (!mayRun) return t.noRight
  if (pendingOf(batch) === 0) return t.nothing
  const code = whyNotRun(batch, { policy })
  return (
    code && fill(r[code], { rejected: formatNumber(batch.counts.rejected), max: formatNumber(ALL_ROWS_MAX) })
  )
}
