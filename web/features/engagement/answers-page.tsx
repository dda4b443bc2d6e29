import { answerList } from '#modules/engagement/answer-list.ts'
import { engagementApi } from '#modules/engagement/api.ts'
import type { Text } from '#platform/text.ts'
import { useLookups } from '#web/features/lookups.ts'
import { useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter, RowOf } from '#web/ui/list-types.ts'
import { StatusTag, type Tone } from '#web/ui/status-tag.tsx'
import { Time } from '#web/ui/values.tsx'

type Row = RowOf<typeof engagementApi.listAnswers>

const text = {
  title: { zh: '满意度评价', en: 'Satisfaction answers' },
  none: { zh: '还没有满意度评价', en: 'No answers yet' },
  noneHelp: { zh: '客户对订单的评价会出现在这里。', en: 'What customers say of their orders appears here.' },
  search: { zh: '标题或内容', en: 'Title or comment' },
  score: { zh: '评分', en: 'Score' },
} satisfies Text

const columns: readonly Column<Row>[] = [
  { key: 'order', title: { zh: '订单', en: 'Order' }, render: (row) => row.orderNumber },
  {
    key: 'score',
    title: text.score,
    sort: 'score',
    render: (row) => <StatusTag tone={toneOf(row)}>{`${row.score} / ${row.scale}`}</StatusTag>,
  },
  {
    key: 'customer',
    title: { zh: '客户', en: 'Customer' },
    render: (row) => <PageLink to={paths.customer(row.customer.id)}>{row.customer.name}</PageLink>,
    isLine: true,
  },
  {
    key: 'comment',
    title: { zh: '内容', en: 'Comment' },
    render: (row) => [row.title, row.comment].filter(Boolean).join(' · ') || '–',
  },
  {
    key: 'answered',
    title: { zh: '回答时间', en: 'Answered' },
    sort: 'answered',
    render: (row) => <Time at={row.answeredAt} />,
  },
]

function toneOf({ score, scale }: Row): Tone {
  const share = (score - 1) / Math.max(1, scale - 1)
  return share >= 0.75 ? 'good' : share <= 0.25 ? 'bad' : 'warn'
}

/** What customers said of their orders, latest first. */
export function AnswersPage() {
  const t = useText(text)
  const { customer } = useLookups()
  const filters: readonly Filter[] = [
    { kind: 'search', name: 'search', label: text.search },
    ...fieldFilters(answerList, {
      first: ['score', 'answered', 'customerId'],
      lookups: { customerId: customer },
    }),
  ]
  return (
    <ListPage
      title={t.title}
      name="answers"
      operation={engagementApi.listAnswers}
      columns={columns}
      filters={filters}
      defaultSort={answerList.defaultSort}
      rowKey={(row) => row.id}
      open={(row) => paths.order(row.orderId)}
      empty={{ title: t.none, help: t.noneHelp }}
    />
  )
}
