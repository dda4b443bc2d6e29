import type { Text } from '#platform/text.ts'
import { usePlaceName } from '#web/features/inventory/places.tsx'
import type { Warehouse } from '#web/features/inventory/stock-text.tsx'
import { fill, useText } from '#web/lib/i18n.ts'
import type { Column } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'
import { Money } from '#web/ui/values.tsx'

type Lane = Warehouse['laneRows'][number]

export const laneText = {
  title: { zh: '发货线路', en: 'Lanes' },
  destination: { zh: '目的地', en: 'Destination' },
  transit: { zh: '在途时间', en: 'Transit' },
  hours: { zh: '{n} 小时', en: '{n} h' },
  fixed: { zh: '每票费用', en: 'Per shipment' },
  unit: { zh: '每件费用', en: 'Per unit' },
  carrier: { zh: '承运商', en: 'Carrier' },
  mode: { zh: '运输方式', en: 'Mode' },
  none: {
    zh: '还没有线路：没有线路的仓库不会被分配订单。',
    en: 'No lanes: a warehouse without lanes gets no orders.',
  },
  rule: {
    zh: '同一订单按最具体的目的地匹配：省份优先于国家，国家优先于其他所有地区。',
    en: 'The most specific destination counts: a province before its country, a country before anywhere else.',
  },
} satisfies Text

const columns: readonly Column<Lane>[] = [
  {
    key: 'destination',
    title: laneText.destination,
    render: (lane) => <Destination code={lane.destination} />,
  },
  {
    key: 'transit',
    title: laneText.transit,
    render: (lane) => <Hours n={lane.transitHours} />,
    align: 'end',
  },
  {
    key: 'fixed',
    title: laneText.fixed,
    render: (lane) => <Money minor={lane.fixedCostMinor} />,
    align: 'end',
  },
  {
    key: 'unit',
    title: laneText.unit,
    render: (lane) => <Money minor={lane.unitCostMinor} />,
    align: 'end',
    isWhole: true,
  },
  { key: 'carrier', title: laneText.carrier, render: (lane) => lane.carrierName ?? '–', isLine: true },
  { key: 'mode', title: laneText.mode, render: (lane) => lane.mode || '–' },
]

export function LanesTable({ lanes }: { lanes: readonly Lane[] }) {
  const t = useText(laneText)
  if (lanes.length === 0) return <p className="n-quiet">{t.none}</p>
  const table = { label: t.title, rows: lanes, columns, rowKey: (lane: Lane) => lane.destination }
  return (
    <>
      <Rows {...table} />
      <p className="n-quiet">{t.rule}</p>
    </>
  )
}

function Destination({ code }: { code: string }) {
  const nameOf = usePlaceName()
  return (
    <>
      {nameOf(code)} <code className="n-quiet">{code}</code>
    </>
  )
}

function Hours({ n }: { n: number }) {
  return <span className="n-figure">{fill(useText(laneText).hours, { n })}</span>
}
