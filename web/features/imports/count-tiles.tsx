import type { Text } from '#platform/text.ts'
import type { Batch } from '#web/features/imports/import-text.tsx'
import { fill, useText } from '#web/lib/i18n.ts'
import { Figure } from '#web/ui/values.tsx'

const text = {
  total: { zh: '共', en: 'All rows' },
  rows: { zh: '行', en: 'rows' },
  pending: { zh: '可以导入', en: 'Can be imported' },
  accepted: { zh: '已生成订单', en: 'Are orders' },
  rejected: { zh: '有误', en: 'Not right' },
  duplicates: { zh: '单号重复', en: 'Duplicates' },
  orders: { zh: '合为 {n} 张订单', en: 'They make {n} orders' },
  short: {
    zh: '其中 {orders} 张会缺货，共缺 {units} 件',
    en: '{orders} of them would be short of {units} units',
  },
  held: { zh: '其中 {n} 张会因客户冻结而暂停', en: '{n} of them would be held with their customer' },
} satisfies Text

/** Rows by what became or will become of them. */
export function CountTiles({ batch }: { batch: Batch }) {
  const t = useText(text)
  const { preview } = batch
  const isOpen = batch.state !== 'done' && batch.state !== 'undone'
  return (
    <>
      <dl className="n-imp-tiles">
        <Tile name={t.total} n={batch.total} unit={t.rows} />
        {isOpen && <Tile name={t.pending} n={batch.pending} unit={t.rows} tone="good" />}
        {(batch.accepted > 0 || !isOpen) && (
          <Tile name={t.accepted} n={batch.accepted} unit={t.rows} tone="good" />
        )}
        <Tile
          name={t.rejected}
          n={batch.rejected}
          unit={t.rows}
          tone={batch.rejected > 0 ? 'bad' : undefined}
        />
        <Tile name={t.duplicates} n={batch.duplicates} unit={t.rows} />
      </dl>
      {isOpen && preview && preview.orders > 0 && (
        <ul className="n-imp-preview">
          <li>{fill(t.orders, { n: preview.orders })}</li>
          {preview.shortOrders > 0 && (
            <li>{fill(t.short, { orders: preview.shortOrders, units: preview.shortUnits })}</li>
          )}
          {preview.held > 0 && <li>{fill(t.held, { n: preview.held })}</li>}
        </ul>
      )}
    </>
  )
}

function Tile({
  name,
  n,
  unit,
  tone,
}: {
  name: string
  n: number
  unit: string
  tone?: 'good' | 'bad' | undefined
}) {
  return (
    <div data-tone={tone}>
      <dt>{name}</dt>
      <dd>
        <b>
          <Figure value={n} />
        </b>{' '}
        {unit}
      </dd>
    </div>
  )
}
