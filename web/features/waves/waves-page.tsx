import { Button } from 'antd'
import type { Text } from '#platform/text.ts'
import { wavesApi } from '#modules/waves/api.ts'
import { usePlanWave } from '#web/features/waves/use-wave.ts'
import { type Wave, waveTags, waveText } from '#web/features/waves/wave-text.ts'
import { useOperation } from '#web/lib/api.ts'
import { formatMoney, formatNumber } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { EmptyState } from '#web/ui/states.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Time } from '#web/ui/values.tsx'

const text = {
  ...waveText,
  what: {
    zh: '把许多订单放在一起重新计算由哪个仓库发货：缺的先补，运费、拆单和延误最少。先看方案，确认后才改动。已告知客户的承诺不会变晚，已开始拣货的订单不动。',
    en: 'Plans many orders together: fills what is lacking first, then ships at the least freight, splits and delay. You see the proposal first; nothing changes before you apply it. What customers were told never becomes later, and orders being picked are not touched.',
  },
  plan: { zh: '为全部未拣货的订单生成方案', en: 'Plan all orders not picked yet' },
  some: { zh: '只选一部分：到', en: 'Only some of them: choose in the' },
  list: { zh: '订单列表', en: 'order list' },
  someEnd: { zh: '勾选后点“合并分配”。', en: 'and press “Joint allocation”.' },
  recent: { zh: '最近的方案', en: 'Recent proposals' },
  none: { zh: '还没有方案', en: 'No proposal yet' },
} satisfies Text

/** Where many orders are allocated together: a new proposal, and the recent ones. */
export function WavesPage() {
  const t = useText(text)
  const read = useOperation(wavesApi.listWaves, {})
  const { plan, isBusy } = usePlanWave()
  return (
    <div className="n-page">
      <div className="n-page-head">
        <h1>{t.title}</h1>
        <div className="n-page-actions">
          <Button type="primary" loading={isBusy} onClick={() => void plan(null)}>
            {t.plan}
          </Button>
        </div>
      </div>
      <section className="n-panel n-section">
        <p>{t.what}</p>
        <p className="n-quiet">
          {t.some} <PageLink to={paths.orders}>{t.list}</PageLink> {t.someEnd}
        </p>
      </section>
      <Section title={t.recent}>
        <Loaded read={read}>{({ rows }) => <RecentWaves waves={rows} />}</Loaded>
      </Section>
    </div>
  )
}

function RecentWaves({ waves }: { waves: readonly Wave[] }) {
  const t = useText(text)
  if (waves.length === 0) return <EmptyState title={t.none} />
  return (
    <div className="n-table-box">
      <table className="n-table">
        <thead>
          <tr>
            {[t.number, t.state, t.scope, t.changed, t.saving, t.by, t.created].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {waves.map((wave) => (
            <tr key={wave.id}>
              <td>
                <PageLink to={paths.wave(wave.id)}>{wave.number}</PageLink>
              </td>
              <td>
                <StateTag of={waveTags} state={wave.state} />
              </td>
              <td>{wave.chosen === null ? t.all : fill(t.chosen, { n: formatNumber(wave.chosen) })}</td>
              <td className="n-figure">{formatNumber(wave.summary?.changedOrders)}</td>
              <td className="n-figure">
                {wave.summary
                  ? formatMoney(
                      wave.summary.before.costMinor - wave.summary.after.costMinor,
                      wave.summary.currency,
                    )
                  : '–'}
              </td>
              <td>{wave.by}</td>
              <td>
                <Time at={wave.createdAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
