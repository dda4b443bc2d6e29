import { Button, Select } from 'antd'
import { useState } from 'react'
import type { CallInput, Operation } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { DryRun } from '#web/features/contracts/contract-text.tsx'
import { DryRunResult } from '#web/features/contracts/dry-run-result.tsx'
import { useSend } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { Section } from '#web/ui/detail-page.tsx'

const text = {
  title: { zh: '用历史订单试算', en: 'Dry run on past orders' },
  help: {
    zh: '按这条条款重新计算最近的承诺，看看按期与逾期会怎样变化。不会修改任何数据。',
    en: 'Reckons the latest promises anew under this clause. It changes nothing.',
  },
  last: { zh: '最近 {n} 条承诺', en: 'Latest {n} promises' },
  days: { zh: '最近 {n} 天', en: 'Last {n} days' },
  count: { zh: '试算范围', en: 'Which promises' },
  run: { zh: '试算', en: 'Run' },
  stale: { zh: '条款内容已修改，请重新试算。', en: 'The clause has changed since. Run it again.' },
} satisfies Text

const DAYS = [30, 90]
const COUNTS = [100, 1_000, 5_000]
/** Every promise of some days, or a number of the latest; within the server's own limit. */
export type Span = { last?: number; days?: number }

type DryRunPanelProps<O extends Operation> = {
  operation: O
  toInput: (span: Span) => CallInput<O>
  /** What is tried: a result of other content is shown as out of date. */
  of: string
}

/** Tries a clause on history before it binds anybody. */
export function DryRunPanel<O extends Operation>({ operation, toInput, of }: DryRunPanelProps<O>) {
  const t = useText(text)
  const [span, setSpan] = useState(`days ${DAYS[0]}`)
  const [tried, setTried] = useState<string | null>(null)
  const send = useSend(operation)
  const run = () => {
    setTried(of)
    const [name = '', n] = span.split(' ')
    send.mutate(toInput({ [name]: Number(n) }))
  }
  const result = send.data as DryRun | undefined
  return (
    <Section title={t.title}>
      <p className="n-quiet">{t.help}</p>
      <div className="n-con-run">
        <Select
          aria-label={t.count}
          value={span}
          onChange={setSpan}
          options={[
            ...DAYS.map((n) => ({ value: `days ${n}`, label: fill(t.days, { n }) })),
            ...COUNTS.map((n) => ({ value: `last ${n}`, label: fill(t.last, { n: n.toLocaleString() }) })),
          ]}
        />
        <Button loading={send.isPending} onClick={run}>
          {t.run}
        </Button>
      </div>
      {send.error && (
        <p className="n-note n-note-bad" role="alert">
          {send.error.detail}
        </p>
      )}
      {result && tried !== of && (
        <p className="n-note" role="status">
          {t.stale}
        </p>
      )}
      {result && <DryRunResult result={result} />}
    </Section>
  )
}
