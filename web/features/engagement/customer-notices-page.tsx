import { Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { engagementApi } from '#modules/engagement/api.ts'
import { noticeBulk } from '#modules/engagement/bulk.ts'
import { noticeList } from '#modules/engagement/notice-list.ts'
import { channelNames } from '#modules/promises/telling.ts'
import { NoticeDrawer } from '#web/features/engagement/notice-drawer.tsx'
import { DelayRuleDrawer } from '#web/features/engagement/delay-rule-drawer.tsx'
import {
  type NoticeRow,
  noticeReasonTags,
  noticeStateTags,
  noticeText,
} from '#web/features/engagement/notice-text.ts'
import { useLookups } from '#web/features/lookups.ts'
import { formatPercent, dayOf } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Day, Time } from '#web/ui/values.tsx'
import './engagement.css'

const text = {
  ...noticeText,
  rule: { zh: '通知规则', en: 'Rule' },
  search: { zh: '订单号、标题', en: 'Order, subject' },
  none: { zh: '没有客户通知', en: 'No notices to customers' },
  noneHelp: {
    zh: '在途订单预计延误、已逾期或改期未告知时，系统会在这里准备好给客户的通知；订单是否受理、何时发货的通知也在这里。',
    en: 'When an order on the road is predicted late, is late, or has a new date nobody told, its notice appears here; so does what customers hear of the acceptance of orders.',
  },
} satisfies Text

const REFRESH_MS = 30_000

const columns: readonly Column<NoticeRow>[] = [
  { key: 'order', title: text.order, render: (n) => n.orderNumber },
  {
    key: 'state',
    title: text.state,
    sort: 'state',
    render: (n) => <StateTag of={noticeStateTags} state={n.state} />,
  },
  { key: 'reason', title: text.reason, render: (n) => <Reason notice={n} /> },
  {
    key: 'customer',
    title: text.customer,
    render: (n) => <PageLink to={paths.customer(n.customer.id)}>{n.customer.name}</PageLink>,
    isLine: true,
  },
  { key: 'due', title: text.due, sort: 'due', render: (n) => <Time at={n.dueAt} /> },
  { key: 'expected', title: text.expected, render: (n) => <Expected notice={n} /> },
  { key: 'channel', title: text.to, render: (n) => <Recipient notice={n} /> },
  { key: 'made', title: text.made, sort: 'made', render: (n) => <Time at={n.madeAt} />, isOffPhone: true },
  { key: 'ended', title: text.ended, render: (n) => <Ended notice={n} />, isOffPhone: true },
]

type Of = { notice: NoticeRow }

function Reason({ notice }: Of) {
  const t = useText(text)
  return (
    <>
      <StateTag of={noticeReasonTags} state={notice.reason} />
      {notice.lateShare !== null && (
        <small className="n-quiet n-eng-sub">
          {fill(t.share, { share: formatPercent(notice.lateShare, 0), n: notice.cases ?? 0 })}
        </small>
      )}
    </>
  )
}

/** A date promised anew holds to the minute, a predicted one to the day. */
export function Expected({ notice }: Of) {
  const t = useText(text)
  if (notice.kind === 'order') return <>–</>
  if (!notice.expectedAt) return <span className="n-quiet">{t.unknown}</span>
  return notice.reason === 'moved' ? <Time at={notice.expectedAt} /> : <Day day={dayOf(notice.expectedAt)} />
}

export function Recipient({ notice }: Of) {
  const t = useText(text)
  const say = useSay()
  const { contact } = notice
  return (
    <>
      {say(channelNames[notice.channel])}{' '}
      <small className="n-quiet n-eng-sub">
        {contact ? [contact.name, contact.address].filter(Boolean).join(' ') : t.noContact}
      </small>
    </>
  )
}

function Ended({ notice }: Of) {
  if (!notice.endedAt) return <span className="n-quiet">–</span>
  return (
    <>
      <Time at={notice.endedAt} />
      <small className="n-quiet n-eng-sub">{[notice.endedBy, notice.note].filter(Boolean).join(' · ')}</small>
    </>
  )
}

/** What customers hear of delays and of their orders before they ask: to be sent, on its way, told. */
export function CustomerNoticesPage() {
  const t = useText(text)
  const { values, change } = useUrlState()
  const { customer, order } = useLookups()
  const canSet = useCan('delay_notice.manage')
  const [isSetting, setSetting] = useState(false)
  const shown = one(values['notice'])
  const filters: readonly Filter[] = [
    { kind: 'search', name: 'search', label: text.search },
    ...fieldFilters(noticeList, {
      first: ['state', 'kind', 'reason', 'customerId', 'made'],
      lookups: { customerId: customer, orderId: order },
    }),
  ]
  return (
    <>
      <ListPage
        title={t.notices}
        name="customer-notices"
        operation={engagementApi.listNotices}
        columns={columns}
        filters={filters}
        defaultSort={noticeList.defaultSort}
        rowKey={(n) => n.id}
        onOpen={(n) => change({ notice: n.id })}
        bulkSpecs={noticeBulk}
        refreshMs={REFRESH_MS}
        actions={canSet ? <Button onClick={() => setSetting(true)}>{t.rule}</Button> : undefined}
        empty={{ title: t.none, help: t.noneHelp }}
      />
      {shown && <NoticeDrawer id={shown} onClose={() => change({ notice: undefined })} />}
      {isSetting && <DelayRuleDrawer onClose={() => setSetting(false)} />}
    </>
  )
}
