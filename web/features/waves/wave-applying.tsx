import { Button } from 'antd'
import type { Text } from '#platform/text.ts'
import { useCancelWave } from '#web/features/waves/use-wave.ts'
import type { Wave } from '#web/features/waves/wave-text.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { Section } from '#web/ui/detail-page.tsx'

const text = {
  applying: { zh: '正在执行方案', en: 'Applying' },
  sofar: {
    zh: '已处理 {done} / {total} 张：{moved} 张已调整，{unmoved} 张保持原样',
    en: '{done} of {total} orders: {moved} moved, {unmoved} left as they were',
  },
  leave: {
    zh: '由服务器分批执行，期间照常接单；可以离开本页，稍后回来查看。',
    en: 'The server does it part by part while orders come in as usual. You can leave this page and come back.',
  },
  stop: { zh: '中止', en: 'Stop' },
  stopHelp: {
    zh: '当前一批完成后停止，已调整的订单不撤回。',
    en: 'It stops after the part under way. What was moved stays.',
  },
  applied: {
    zh: '已调整 {moved} 张订单，{unmoved} 张保持原样。',
    en: '{moved} orders were moved, {unmoved} left as they were.',
  },
  stopped: {
    zh: '执行已中止：{moved} 张订单已调整，{unmoved} 张保持原样，{left} 张未处理。',
    en: 'It was stopped: {moved} orders were moved, {unmoved} left as they were, {left} not reached.',
  },
  by: { zh: '执行人 {name}，原因：{reason}', en: 'Applied by {name}. Reason: {reason}' },
  why: { zh: '为什么保持原样', en: 'Why orders were left as they were' },
  orders: { zh: '{n} 张：{reason}', en: '{n}: {reason}' },
} satisfies Text

/** How far the applying has come, what was left out so far, and the button that stops it. */
export function Applying({ wave }: { wave: Wave }) {
  const t = useText(text)
  const { cancel, isPending } = useCancelWave(wave.id)
  const { moved, unmoved, left } = wave
  const done = moved + unmoved
  const counts = { done, total: done + left, moved, unmoved }
  return (
    <Section title={t.applying}>
      <div className="n-wave-progress">
        <progress aria-label={t.applying} value={done} max={done + left} />
        <span role="status" className="n-figure">
          {fill(t.sofar, numbers(counts))}
        </span>
      </div>
      <Reasons wave={wave} />
      <p className="n-quiet n-wave-leave">{t.leave}</p>
      <div className="n-wave-stop">
        <Button loading={isPending} onClick={cancel}>
          {t.stop}
        </Button>
        <span className="n-quiet">{t.stopHelp}</span>
      </div>
    </Section>
  )
}

/** What became of the orders, by whom and why. */
export function Outcome({ wave }: { wave: Wave }) {
  const t = useText(text)
  const { state, moved, unmoved, left, appliedBy, reason, problem } = wave
  return (
    <div className="n-note n-wave-outcome">
      <p role="status">
        {fill(state === 'stopped' ? t.stopped : t.applied, numbers({ moved, unmoved, left }))}
      </p>
      {problem && <p role="alert">{problem.message}</p>}
      <Reasons wave={wave} />
      {appliedBy && <p className="n-quiet">{fill(t.by, { name: appliedBy, reason })}</p>}
    </div>
  )
}

function Reasons({ wave: { reasons } }: { wave: Wave }) {
  const t = useText(text)
  if (reasons.length === 0) return null
  return (
    <ul className="n-wave-reasons" aria-label={t.why}>
      {reasons.map(({ code, message, orders }) => (
        <li key={code}>{fill(t.orders, { n: formatNumber(orders), reason: message })}</li>
      ))}
    </ul>
  )
}

const numbers = <K extends string>(counts: Record<K, number>): Record<K, string> =>
  Object.fromEntries(
    Object.entries<number>(counts).map(([key, value]) => [key, formatNumber(value)]),
  ) as Record<K, string>
