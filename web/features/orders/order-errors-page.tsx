import type { Text } from '#platform/text.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { errorList } from '#modules/orders/error-list.ts'
import { errorKinds, errorStateNames, noneLiable } from '#modules/orders/order-error.ts'
import { liableNames } from '#modules/promises/promise.ts'
import { useLookups } from '#web/features/lookups.ts'
import type { OrderError } from '#web/features/orders/error-form.tsx'
import { useOperation } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useUrlState } from '#web/lib/search.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Properties } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Figure, Money, Time } from '#web/ui/values.tsx'

const text = {
  title: { zh: '订单差错', en: 'Order errors' },
  order: { zh: '订单号', en: 'Order' },
  kind: { zh: '差错类型', en: 'Kind' },
  description: { zh: '差错内容', en: 'What was wrong' },
  line: { zh: '订单行', en: 'Line' },
  quantity: { zh: '件数', en: 'Pieces' },
  customer: { zh: '客户', en: 'Customer' },
  liable: { zh: '责任方', en: 'Liable' },
  cost: { zh: '损失', en: 'Cost' },
  found: { zh: '发现时间', en: 'Found' },
  logged: { zh: '登记人', en: 'Logged by' },
  state: { zh: '是否计入', en: 'Counts' },
  search: { zh: '订单号、差错内容', en: 'Order, what was wrong' },
  none: { zh: '没有登记差错', en: 'No errors' },
  noneHelp: {
    zh: '发错货、数量或单证有误时，在订单页“登记差错”，写明损失和责任方。',
    en: 'Wrong goods, quantities or papers are logged on the page of the order, with cost and who answers for it.',
  },
  noneHelpOthers: {
    zh: '登记的错发、数量或单证差错会出现在这里。',
    en: 'Wrong goods, quantities or papers appear here once they are logged.',
  },
  summary: { zh: '差错汇总', en: 'Errors summed up' },
  byKind: { zh: '按类型', en: 'By kind' },
  byLiable: { zh: '按责任方', en: 'By who answers' },
  errors: { zh: '计入的差错', en: 'Errors that count' },
  orders: { zh: '条，涉及订单 {n} 张', en: 'in {n} order(s)' },
  sum: { zh: '损失合计', en: 'Cost in all' },
  uncosted: { zh: '另有 {n} 条待定', en: 'and {n} not known yet' },
  rate: { zh: '订单差错率', en: 'Orders with an error' },
  open: { zh: '查看指标', en: 'See the KPI' },
  unknown: noneLiable,
} satisfies Text

const columns: readonly Column<OrderError>[] = [
  { key: 'order', title: text.order, render: (x) => x.orderNumber },
  { key: 'kind', title: text.kind, sort: 'kind', render: (x) => <Kind error={x} /> },
  { key: 'description', title: text.description, render: (x) => x.description, isLine: true },
  {
    key: 'line',
    title: text.line,
    render: (x) => (x.line ? `${x.line.lineNo} ${x.line.sku}` : '–'),
    isOffPhone: true,
  },
  {
    key: 'quantity',
    title: text.quantity,
    align: 'end',
    render: (x) => <Figure value={x.quantity} />,
    isOffPhone: true,
  },
  { key: 'customer', title: text.customer, render: (x) => x.customer.name, isLine: true },
  { key: 'liable', title: text.liable, render: (x) => <Liable liable={x.liable} /> },
  { key: 'cost', title: text.cost, sort: 'cost', align: 'end', render: (x) => <Money minor={x.costMinor} /> },
  { key: 'found', title: text.found, sort: 'found', render: (x) => <Time at={x.foundAt} /> },
  { key: 'logged', title: text.logged, render: (x) => x.loggedBy ?? '–', isOffPhone: true },
  { key: 'state', title: text.state, render: (x) => <State error={x} />, isHidden: true },
]

function Kind({ error }: { error: OrderError }) {
  const say = useSay()
  return (
    <StatusTag tone={error.state === 'withdrawn' ? 'mute' : 'bad'}>{say(errorKinds[error.kind])}</StatusTag>
  )
}

function State({ error }: { error: OrderError }) {
  const say = useSay()
  return <>{say(errorStateNames[error.state])}</>
}

function Liable({ liable }: { liable: OrderError['liable'] }) {
  const t = useText(text)
  const say = useSay()
  return liable ? <>{say(liableNames[liable])}</> : <span className="n-quiet">{t.unknown}</span>
}

/** What was wrong with orders, latest found first; summed up for the filters chosen. */
export function OrderErrorsPage() {
  const t = useText(text)
  const { customer, order } = useLookups()
  const filters: readonly Filter[] = [
    { kind: 'search', name: 'search', label: text.search },
    ...fieldFilters(errorList, {
      first: ['kind', 'found', 'customerId', 'liable'],
      lookups: { customerId: customer, orderId: order },
    }),
  ]
  return (
    <ListPage
      title={t.title}
      name="order-errors"
      operation={ordersApi.listOrderErrors}
      columns={columns}
      filters={filters}
      defaultSort={errorList.defaultSort}
      rowKey={(x) => x.id}
      open={(x) => paths.order(x.orderId)}
      above={<Sums />}
      empty={{
        title: t.none,
        help: t.noneHelp,
        doer: { permission: 'order_error.log', otherwise: t.noneHelpOthers },
      }}
    />
  )
}

const SUMMED = ['search', 'kind', 'from', 'to', 'customerId', 'liable', 'cost', 'state', 'orderId', 'where']

/** The errors of the list that count: how many, what they cost, of which kind and whose. */
function Sums() {
  const t = useText(text)
  const say = useSay()
  const { values, change } = useUrlState()
  const canKpi = useCan('kpi.read')
  const query = Object.fromEntries(SUMMED.flatMap((name) => (values[name] ? [[name, values[name]]] : [])))
  const read = useOperation(ordersApi.sumOrderErrors, { query: query as never }, { keepsPrevious: true })
  if (!read.data || read.data.errors === 0) return null
  const { errors, orders, costMinor, uncosted, byKind, byLiable } = read.data
  return (
    <section className="n-panel n-section" aria-label={t.summary}>
      <Properties
        rows={[
          {
            label: t.errors,
            value: (
              <>
                <Figure value={errors} /> {fill(t.orders, { n: formatNumber(orders) })}
              </>
            ),
          },
          {
            label: t.sum,
            value: (
              <>
                <Money minor={costMinor} />
                {uncosted > 0 && (
                  <span className="n-quiet"> {fill(t.uncosted, { n: formatNumber(uncosted) })}</span>
                )}
              </>
            ),
          },
          {
            label: t.rate,
            value: canKpi ? <PageLink to={paths.kpi('order_error_rate')}>{t.open}</PageLink> : '–',
          },
          {
            label: t.byKind,
            value: byKind.map((row) => (
              <Part
                key={row.kind}
                name={say(errorKinds[row.kind])}
                part={row}
                onShow={() => change({ kind: row.kind, cursor: undefined })}
              />
            )),
          },
          {
            label: t.byLiable,
            value: byLiable.map((row) => (
              <Part
                key={row.liable ?? ''}
                name={row.liable ? say(liableNames[row.liable]) : t.unknown}
                part={row}
                onShow={
                  row.liable ? () => change({ liable: row.liable ?? undefined, cursor: undefined }) : null
                }
              />
            )),
          },
        ]}
      />
    </section>
  )
}

type PartProps = {
  name: string
  part: { errors: number; costMinor: number | null }
  onShow: (() => void) | null
}

/** How many errors of a kind or of somebody, and what they cost; opens its rows. */
function Part({ name, part, onShow }: PartProps) {
  return (
    <div>
      {onShow ? (
        <button type="button" className="n-link" onClick={onShow}>
          {name}
        </button>
      ) : (
        name
      )}{' '}
      <Figure value={part.errors} />{' '}
      <span className="n-quiet">
        <Money minor={part.costMinor} />
      </span>
    </div>
  )
}
