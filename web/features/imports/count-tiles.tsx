import type { Text } from '#platform/text.ts'
import { type Outcome, outcomeNames } from '#modules/imports/batch.ts'
import type { Batch } from '#web/features/imports/import-text.tsx'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { Figure } from '#web/ui/values.tsx'

const text = {
  total: { zh: '共', en: 'All rows' },
  rows: { zh: '行', en: 'rows' },
  orders: { zh: '合为 {n} 张订单', en: 'They make {n} {n:order|orders}' },
  short: {
    zh: '其中 {orders} 张会缺货，共缺 {units} 件',
    en: '{orders} of them would be short of {units} units',
  },
  held: { zh: '其中 {n} 张会因客户冻结而暂停', en: '{n} of them would be held with their customer' },
} satisfies Text

const BEFORE = ['new', 'changed', 'same', 'duplicate', 'rejected'] as const
const AFTER = ['imported', 'undone'] as const
const OPEN = ['unchecked'] as const
const TONES: Partial<Record<Outcome, 'good' | 'bad'>> = {
  new: 'good',
  changed: 'good',
  imported: 'good',
  rejected: 'bad',
}

/** Rows by what became or will become of them. */
export function CountTiles({ batch }: { batch: Batch }) {
  const t = useText(text)
  const say = useSay()
  const { preview, counts } = batch
  const isOpen = batch.state === 'checked'
  const shown: readonly Outcome[] = isOpen
    ? [...AFTER.filter((name) => counts[name] > 0), ...BEFORE, ...OPEN.filter((name) => counts[name] > 0)]
    : ([...AFTER, ...BEFORE] as const).filter((name) => counts[name] > 0 || name === 'rejected')
  return (
    <>
      <dl className="n-imp-tiles">
        <Tile name={t.total} n={batch.total} unit={t.rows} />
        {shown.map((name) => (
          <Tile
            key={name}
            name={say(outcomeNames[name])}
            n={counts[name]}
            unit={t.rows}
            tone={counts[name] > 0 ? TONES[name] : undefined}
          />
        ))}
      </dl>
      {isOpen && preview && preview.orders > 0 && (
        <ul className="n-imp-preview">
          <li>{fill(t.orders, { n: formatNumber(preview.orders) })}</li>
          {preview.shortOrders > 0 && (
            <li>
              {fill(t.short, {
                orders: formatNumber(preview.shortOrders),
                units: formatNumber(preview.shortUnits),
              })}
            </li>
          )}
          {preview.held > 0 && <li>{fill(t.held, { n: formatNumber(preview.held) })}</li>}
        </ul>
      )}
    </>
  )
}

type TileProps = { name: string; n: number; unit: string; tone?: 'good' | 'bad' | undefined }

function Tile({ name, n, unit, tone }: TileProps) {
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
