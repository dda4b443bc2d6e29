import '#web/features/waves/waves.css'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { wavesApi } from '#modules/waves/api.ts'
import { refusals } from '#modules/waves/refusals.ts'
import { hasEnded, whyNotApply } from '#modules/waves/wave.ts'
import { Applying, Outcome } from '#web/features/waves/wave-applying.tsx'
import { RecordPage } from '#web/features/activity/record-page.tsx'
import { ChangedOrders } from '#web/features/waves/wave-orders.tsx'
import { WaveFigures } from '#web/features/waves/wave-figures.tsx'
import { useCancelWave } from '#web/features/waves/use-wave.ts'
import { type Wave, waveTags, waveText } from '#web/features/waves/wave-text.ts'
import { useOperation } from '#web/lib/api.ts'
import { formatMoney, formatNumber } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { ask, useActs } from '#web/ui/record-acts.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'

const text = {
  ...waveText,
  apply: { zh: '执行方案', en: 'Apply' },
  applyHelp: {
    zh: '{n} 张订单的库存由服务器分批调整，期间照常接单，也可以随时中止。方案生成后有变动的订单会跳过并说明原因；需要改期的承诺以此原因重新承诺。',
    en: 'The server moves the stock of {n} orders part by part; orders come in as usual meanwhile, and you can stop it. Orders that changed since are left as they are and named with the reason; promises that move are re-promised with the reason you give.',
  },
  discard: { zh: '放弃', en: 'Discard' },
  stop: { zh: '停止计算', en: 'Stop' },
  planning: { zh: '正在计算方案', en: 'Planning' },
  waiting: { zh: '正在读取订单与库存', en: 'Reading orders and stock' },
  sofar: { zh: '目前最好 {cost}', en: 'Best so far: {cost}' },
  leave: {
    zh: '由服务器计算，最多约十几秒；可以离开本页，稍后回来查看。',
    en: 'The server does it, in some ten seconds at most. You can leave this page and come back.',
  },
  failed: { zh: '方案未能算出', en: 'There is no proposal' },
  best: {
    zh: '现在的分配已经是找到的最好方案，没有可调整的。',
    en: 'What is set aside now is already the best plan found. There is nothing to apply.',
  },
} satisfies Text

const LOOK_MS = 700

/** One joint allocation: while it is planned, its proposal, and what became of it. */
export function WavePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const [isBusy, setBusy] = useState(true)
  const read = useOperation(wavesApi.getWave, { params: { id } }, isBusy ? { refreshMs: LOOK_MS } : {})
  const isPlanning = read.data?.state === 'planning'
  if (read.data && isPlanning !== isBusy) setBusy(isPlanning)
  return <Loaded read={read}>{(wave) => <WaveDetail wave={wave} />}</Loaded>
}

function WaveDetail({ wave }: { wave: Wave }) {
  const t = useText(text)
  const { summary } = wave
  const { actions, dialog } = useWaveActs(wave)
  return (
    <RecordPage
      record={{ type: 'wave', id: wave.id }}
      back={{ to: paths.waves, text: t.title }}
      title={wave.number}
      state={
        <>
          <StateTag of={waveTags} state={wave.state} />
          <span className="n-quiet">
            {wave.chosen === null ? t.all : fill(t.chosen, { n: formatNumber(wave.chosen) })}
          </span>
        </>
      }
      actions={actions}
    >
      {wave.state === 'planning' && <Planning wave={wave} />}
      {wave.state === 'failed' && wave.problem && (
        <Section title={t.failed}>
          <p role="alert">{wave.problem.message}</p>
        </Section>
      )}
      {wave.state === 'applying' && <Applying wave={wave} />}
      {hasEnded(wave.state) && <Outcome wave={wave} />}
      {wave.state === 'ready' && summary?.changedOrders === 0 && (
        <div className="n-note" role="status">
          {t.best}
        </div>
      )}
      {summary && <WaveFigures summary={summary} />}
      {summary && summary.changedOrders > 0 && <ChangedOrders wave={wave} currency={summary.currency} />}
      {dialog}
    </RecordPage>
  )
}

function useWaveActs(wave: Wave) {
  const t = useText(text)
  const { id, state, summary } = wave
  const { cancel, isPending } = useCancelWave(wave.id)
  const help = fill(t.applyHelp, { n: formatNumber(summary?.changedOrders) })
  const { act, dialog } = useActs({
    words: t,
    refusals,
    whyNot: (key: 'apply' | 'discard') =>
      key === 'apply' ? whyNotApply(state, summary?.changedOrders ?? 0) : null,
    questions: { apply: ask(wavesApi.applyWave, { id, help }) },
  })
  const actions = [act('apply', { isPrimary: true }), act('discard', { isBusy: isPending, run: cancel })]
  return { dialog, actions: state === 'ready' ? actions : [] }
}

/** How far the search has come, and the button that stops it. */
function Planning({ wave }: { wave: Wave }) {
  const t = useText(text)
  const { cancel, isPending } = useCancelWave(wave.id)
  const { progress } = wave
  return (
    <Section title={t.planning}>
      <div className="n-wave-progress">
        {progress ? (
          <progress aria-label={t.planning} value={progress.share} max={1} />
        ) : (
          <progress aria-label={t.planning} />
        )}
        <span role="status" className="n-figure">
          {progress ? fill(t.sofar, { cost: formatMoney(progress.costMinor) }) : t.waiting}
        </span>
      </div>
      <p className="n-quiet n-wave-leave">{t.leave}</p>
      <Button loading={isPending} onClick={cancel}>
        {t.stop}
      </Button>
    </Section>
  )
}
