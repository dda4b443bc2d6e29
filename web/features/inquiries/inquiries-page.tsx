import type { Text } from '#platform/text.ts'
import { inquiriesApi } from '#modules/inquiries/api.ts'
import { inquiryList } from '#modules/inquiries/inquiry-list.ts'
import { followNames } from '#modules/inquiries/inquiry.ts'
import { channelNames } from '#modules/promises/telling.ts'
import { type Inquiry, inquiryStateTags, inquiryText } from '#web/features/inquiries/inquiry-text.ts'
import { useLookups } from '#web/features/lookups.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Deadline, Time } from '#web/ui/values.tsx'

const text = {
  ...inquiryText,
  search: { zh: '查询单、订单、内容', en: 'Inquiry, order, question' },
  none: { zh: '没有跟踪查询', en: 'No inquiries' },
  noneHelp: {
    zh: '客户来电或来信询问货物时，在订单页“登记查询”，并在承诺的时间内答复。',
    en: 'When a customer asks where the goods are, register it on the page of the order and answer in the promised time.',
  },
  noneHelpOthers: {
    zh: '客户的货物查询登记后会出现在这里，可查看答复和时限。',
    en: 'Inquiries appear here once they are registered, with their answers and deadlines.',
  },
} satisfies Text

const REFRESH_MS = 30_000

const columns: readonly Column<Inquiry>[] = [
  { key: 'number', title: text.number, render: (q) => q.number },
  {
    key: 'state',
    title: text.state,
    sort: 'state',
    render: (q) => <StateTag of={inquiryStateTags} state={q.state} />,
  },
  {
    key: 'due',
    title: text.due,
    sort: 'due',
    render: (q) => <Deadline due={q.dueAt} doneAt={q.answeredAt} />,
  },
  { key: 'order', title: text.order, render: (q) => q.orderNumber },
  { key: 'customer', title: text.customer, render: (q) => q.customer.name, isLine: true },
  { key: 'question', title: text.question, render: (q) => q.question, isLine: true },
  { key: 'asked', title: text.asked, sort: 'asked', render: (q) => <Asked inquiry={q} />, isOffPhone: true },
  { key: 'followed', title: text.followed, render: (q) => <Followed inquiry={q} />, isOffPhone: true },
  { key: 'answer', title: text.answer, render: (q) => q.answer ?? '–', isLine: true, isOffPhone: true },
  { key: 'owner', title: text.owner, render: (q) => q.owner?.name ?? '–', isOffPhone: true },
]

function Asked({ inquiry }: { inquiry: Inquiry }) {
  const say = useSay()
  return (
    <>
      <Time at={inquiry.askedAt} /> <span className="n-quiet">{say(channelNames[inquiry.channel])}</span>
    </>
  )
}

function Followed({ inquiry }: { inquiry: Inquiry }) {
  const say = useSay()
  if (!inquiry.followedWith) return <span className="n-quiet">–</span>
  return (
    <>
      {say(followNames[inquiry.followedWith])} <Time at={inquiry.followedAt} />
    </>
  )
}

/** Customers who ask where their goods are, latest first. */
export function InquiriesPage() {
  const t = useText(text)
  const { customer, order, user } = useLookups()
  const filters: readonly Filter[] = [
    { kind: 'search', name: 'search', label: text.search },
    ...fieldFilters(inquiryList, {
      first: ['state', 'customerId', 'ownerId', 'asked'],
      lookups: { customerId: customer, orderId: order, ownerId: user },
    }),
  ]
  return (
    <ListPage
      title={t.title}
      name="inquiries"
      operation={inquiriesApi.listInquiries}
      columns={columns}
      filters={filters}
      defaultSort={inquiryList.defaultSort}
      rowKey={(q) => q.id}
      open={(q) => paths.order(q.orderId)}
      refreshMs={REFRESH_MS}
      empty={{
        title: t.none,
        help: t.noneHelp,
        doer: { permission: 'inquiry.manage', otherwise: t.noneHelpOthers },
      }}
    />
  )
}
