import type { Text } from '#platform/text.ts'
import type { Order } from '#web/features/orders/order-text.tsx'
import { formatMoney } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { Time } from '#web/ui/values.tsx'

const text = {
  title: { zh: '为什么从这里发货', en: 'Why the goods come from here' },
  total: {
    zh: '合计 {total}：运费 {freight}、拆单 {split}、延误 {late}、缺货 {short}',
    en: 'Costs {total}: freight {freight}, split {split}, late {late}, short {short}',
  },
  line: { zh: '第 {n} 行', en: 'Line {n}' },
  chosen: { zh: '{warehouse} 发 {quantity}', en: '{quantity} from {warehouse}' },
  misses: { zh: '（赶不上承诺）', en: ' (misses the promise)' },
  nothing: { zh: '没有仓库可发', en: 'no warehouse can ship it' },
  costs_more: { zh: '{warehouse}：贵 {extra}', en: '{warehouse}: {extra} dearer' },
  does_not_serve: { zh: '{warehouse}：不到该目的地', en: '{warehouse}: does not serve the destination' },
  no_stock: { zh: '{warehouse}：没有库存', en: '{warehouse}: no stock' },
  misses_promise: { zh: '{warehouse}：赶不上承诺', en: '{warehouse}: misses the promise' },
  ship_complete: { zh: '{warehouse}：不能一次发齐', en: '{warehouse}: cannot ship complete' },
  split_limit: { zh: '{warehouse}：超过拆单上限', en: '{warehouse}: too many splits' },
  others: { zh: '另有 {n} 个仓库未选', en: '{n} more warehouses not chosen' },
  bounded: { zh: '组合过多，取搜索到的最优', en: 'Many combinations: the best one found' },
  at: { zh: '计算于', en: 'Reckoned' },
} satisfies Text

type Allocation = NonNullable<Order['allocation']>
type Line = Allocation['lines'][number]
type ExplanationProps = { order: Pick<Order, 'warehouses' | 'currency'>; allocation: Allocation }

/** The allocation in words: what was chosen for each line, what it cost, and why the others were not. */
export function Explanation({ order, allocation }: ExplanationProps) {
  const t = useText(text)
  const money = (minor: number) => formatMoney(minor, order.currency)
  const { cost } = allocation
  return (
    <details className="n-explain">
      <summary>{t.title}</summary>
      <p>
        {fill(t.total, {
          total: money(allocation.costMinor),
          freight: money(cost.freight),
          split: money(cost.split),
          late: money(cost.late),
          short: money(cost.short),
        })}
        {!allocation.exact && ` · ${t.bounded}`} · {t.at} <Time at={allocation.at} />
      </p>
      <ul>
        {allocation.lines.map((line) => (
          <li key={line.lineNo}>
            <strong>{fill(t.line, { n: line.lineNo })}</strong> <LineWords line={line} order={order} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function LineWords({ line, order }: { line: Line; order: ExplanationProps['order'] }) {
  const t = useText(text)
  const name = new Map(order.warehouses.map((w) => [w.id, w.name]))
  const of = (id: string) => name.get(id) ?? '–'
  const chosen = line.chosen.map(
    (c) =>
      fill(t.chosen, { warehouse: of(c.warehouseId), quantity: c.quantity }) +
      (c.missesPromise ? t.misses : ''),
  )
  const rejected = line.rejected.map((r) =>
    fill(t[r.reason], {
      warehouse: of(r.warehouseId),
      extra: formatMoney(r.extraCostMinor ?? 0, order.currency),
    }),
  )
  const others = Object.values(line.others).reduce((a, b) => a + b, 0)
  return (
    <>
      {chosen.join(', ') || t.nothing}
      <div className="n-quiet">
        {[...rejected, ...(others > 0 ? [fill(t.others, { n: others })] : [])].join(' · ')}
      </div>
    </>
  )
}
