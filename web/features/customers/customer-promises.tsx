import type { Text } from '#platform/text.ts'
import { promisesApi } from '#modules/promises/api.ts'
import { kindNames } from '#modules/promises/promise.ts'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import type { Column, RowOf } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'
import { Deadline, Time } from '#web/ui/values.tsx'

type Row = RowOf<typeof promisesApi.listPromises>

const text = {
  title: { zh: '进行中的承诺', en: 'Open promises' },
  all: { zh: '在承诺看板中查看', en: 'See them on the board' },
  none: { zh: '没有进行中的承诺', en: 'No open promises' },
} satisfies Text

const SHOWN_MAX = 50

const columns: readonly Column<Row>[] = [
  { key: 'kind', title: { zh: '承诺', en: 'Promise' }, render: (row) => <Kind kind={row.kind} /> },
  {
    key: 'order',
    title: { zh: '订单', en: 'Order' },
    render: (row) =>
      row.orderId ? <PageLink to={paths.order(row.orderId)}>{row.orderNumber ?? row.orderId}</PageLink> : '–',
  },
  { key: 'due', title: { zh: '剩余时间', en: 'Time left' }, render: (row) => <Deadline due={row.dueAt} /> },
  { key: 'at', title: { zh: '到期', en: 'Due' }, render: (row) => <Time at={row.dueAt} /> },
  { key: 'owner', title: { zh: '负责人', en: 'Owner' }, render: (row) => row.ownerName ?? '–' },
]

/** What is promised to the customer and not yet kept, soonest due first. */
export function CustomerPromises({ customerId }: { customerId: string }) {
  const t = useText(text)
  const read = useOperation(promisesApi.listPromises, {
    query: { customerId, view: 'open', limit: SHOWN_MAX },
  })
  return (
    <Section
      title={t.title}
      extra={<PageLink to={`${paths.promises}?customerId=${customerId}`}>{t.all}</PageLink>}
    >
      <Loaded read={read}>{({ rows }) => <PromiseRows rows={rows} />}</Loaded>
    </Section>
  )
}

function PromiseRows({ rows }: { rows: Row[] }) {
  const t = useText(text)
  if (rows.length === 0) return <p className="n-quiet">{t.none}</p>
  const table = {
    label: t.title,
    rows,
    columns,
    rowKey: (row: Row) => row.id,
    open: (row: Row) => paths.promise(row.id),
  }
  return <Rows {...table} />
}

function Kind({ kind }: { kind: Row['kind'] }) {
  return <>{useSay()(kindNames[kind])}</>
}
