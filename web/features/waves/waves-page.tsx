import { Button } from 'antd'
import type { Text } from '#platform/text.ts'
import { wavesApi } from '#modules/waves/api.ts'
import { hasBegun, savingOf } from '#modules/waves/wave.ts'
import { waveList } from '#modules/waves/wave-list.ts'
import { usePlanWave } from '#web/features/waves/use-wave.ts'
import { type Wave, waveTags, waveText } from '#web/features/waves/wave-text.ts'
import { useLookups } from '#web/features/lookups.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Figure, Money, Time } from '#web/ui/values.tsx'

const REFRESH_MS = 10_000

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
  search: { zh: '编号、原因', en: 'Number, reason' },
  moved: { zh: '已调整', en: 'Moved' },
  unmoved: { zh: '保持原样', en: 'Left as they were' },
  ended: { zh: '结束时间', en: 'Ended' },
  reason: { zh: '原因', en: 'Reason' },
  none: { zh: '还没有方案', en: 'No proposal yet' },
} satisfies Text

const columns: readonly Column<Wave>[] = [
  { key: 'number', title: text.number, sort: 'number', render: (w) => w.number },
  {
    key: 'state',
    title: text.state,
    sort: 'state',
    render: (w) => <StateTag of={waveTags} state={w.state} />,
  },
  { key: 'scope', title: text.scope, render: (w) => <Scope wave={w} /> },
  {
    key: 'changed',
    title: text.changed,
    sort: 'changed',
    align: 'end',
    render: (w) => <Figure value={w.summary?.changedOrders} />,
  },
  { key: 'saving', title: text.saving, align: 'end', render: (w) => <Saving wave={w} /> },
  {
    key: 'moved',
    title: text.moved,
    align: 'end',
    render: (w) => <Figure value={hasBegun(w.state) ? w.moved : null} />,
    isHidden: true,
    isOffPhone: true,
  },
  {
    key: 'unmoved',
    title: text.unmoved,
    align: 'end',
    render: (w) => <Figure value={hasBegun(w.state) ? w.unmoved : null} />,
    isHidden: true,
    isOffPhone: true,
  },
  { key: 'by', title: text.by, render: (w) => w.by },
  { key: 'created', title: text.created, sort: 'created', render: (w) => <Time at={w.createdAt} /> },
  {
    key: 'ended',
    title: text.ended,
    sort: 'ended',
    render: (w) => <Time at={w.endedAt} />,
    isHidden: true,
    isOffPhone: true,
  },
  { key: 'reason', title: text.reason, render: (w) => w.reason || '–', isOffPhone: true },
]

/** Where many orders are allocated together: a new proposal, and those there were. */
export function WavesPage() {
  const t = useText(text)
  const { user } = useLookups()
  const { plan, isBusy } = usePlanWave()
  const filters: readonly Filter[] = [
    { kind: 'search', name: 'search', label: text.search },
    ...fieldFilters(waveList, { first: ['state', 'createdBy', 'created'], lookups: { createdBy: user } }),
  ]
  return (
    <ListPage
      title={t.title}
      name="waves"
      recordType="wave"
      operation={wavesApi.listWaves}
      columns={columns}
      filters={filters}
      defaultSort={waveList.defaultSort}
      rowKey={(w) => w.id}
      open={(w) => paths.wave(w.id)}
      refreshMs={REFRESH_MS}
      above={<Explained />}
      actions={
        <Button type="primary" loading={isBusy} onClick={() => void plan(null)}>
          {t.plan}
        </Button>
      }
      empty={{ title: t.none }}
    />
  )
}

function Explained() {
  const t = useText(text)
  return (
    <section className="n-panel n-section">
      <p>{t.what}</p>
      <p className="n-quiet">
        {t.some} <PageLink to={paths.orders}>{t.list}</PageLink> {t.someEnd}
      </p>
    </section>
  )
}

function Scope({ wave }: { wave: Wave }) {
  const t = useText(text)
  return <>{wave.chosen === null ? t.all : fill(t.chosen, { n: formatNumber(wave.chosen) })}</>
}

function Saving({ wave: { summary } }: { wave: Wave }) {
  return summary ? <Money minor={savingOf(summary)} currency={summary.currency} /> : '–'
}
