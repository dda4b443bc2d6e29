import '#web/features/workbench/workbench.css'
import type { ReactNode } from 'react'
import { importsApi } from '#modules/imports/api.ts'
import { notificationsApi } from '#modules/notifications/api.ts'
import { sentences } from '#modules/notifications/kind.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { kindNames } from '#modules/promises/promise.ts'
import { promisesApi } from '#modules/promises/api.ts'
import { isRecordType } from '#modules/record-types.ts'
import { endOfLocalDay } from '#modules/scheduling/calendar.ts'
import { shipmentsApi } from '#modules/shipments/api.ts'
import type { Text } from '#platform/text.ts'
import { type DayItem, type DayPart, partsOfDay } from '#web/features/workbench/my-day.ts'
import { useOperation } from '#web/lib/api.ts'
import { getZone } from '#web/lib/format.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { recordIcon, recordPath } from '#web/lib/records.ts'
import { useCan, useMe } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { Icon, type IconName } from '#web/ui/icons.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { EmptyState, LoadingRows } from '#web/ui/states.tsx'
import { Deadline, RelativeTime, useNow } from '#web/ui/values.tsx'

const text = {
  title: { zh: '等我处理', en: 'Waiting for me' },
  late: { zh: '已逾期', en: 'Overdue' },
  today: { zh: '今天到期', en: 'Due today' },
  later: { zh: '之后到期', en: 'Due later' },
  waiting: { zh: '待处理', en: 'Waiting' },
  none: { zh: '目前没有等您处理的事项', en: 'Nothing waits for you right now' },
  noneHelp: {
    zh: '轮到您办的事会出现在这里：交给您的承诺和异常、归您处理的缺货、冻结和导入，以及提到您的消息。',
    en: 'What is yours to do appears here: promises and exceptions given to you, shortages, holds and imports that you decide, and mentions of you.',
  },
  exception: { zh: '运输异常', en: 'Exception' },
  shortage: { zh: '缺货待定', en: 'Shortage to decide' },
  held: { zh: '冻结待放行', en: 'Hold to release' },
  import: { zh: '导入待确认', en: 'Import to confirm' },
  allMine: { zh: '我负责的承诺', en: 'My promises' },
  allExceptions: { zh: '我负责的异常', en: 'My exceptions' },
  allShortages: { zh: '全部缺货', en: 'All shortages' },
  allHeld: { zh: '全部冻结订单', en: 'All orders on hold' },
  allNotices: { zh: '全部消息', en: 'All notifications' },
} satisfies Text & Record<DayPart, unknown>

// Lists follow the live stream; this is for what falls due while nothing happens, and for when the stream is away.
const REFRESH_MS = 120_000
const SHOWN_MAX = 20

type Item = DayItem & { icon: IconName; what: string; title: ReactNode; to: string }

/** Everything that waits for one person, in the order it is due; a click opens it. */
export function MyDay() {
  const t = useText(text)
  const me = useMe()
  const nowMs = useNow()
  const sources = [
    usePromises(),
    useExceptions(),
    useShortages(),
    useHeldOrders(),
    useImports(),
    useMentions(),
  ]
  const isLoading = sources.some((source) => source.isLoading)
  const items = sources.flatMap((source) => source.items)
  const parts = partsOfDay(items, { nowMs, dayEndMs: endOfLocalDay(getZone(), nowMs) })
  const all = [
    { to: `${paths.promises}?owner=${me.user.id}`, text: t.allMine, isShown: useCan('promise.read') },
    { to: `${paths.exceptions}?mine=true`, text: t.allExceptions, isShown: useCan('shipment.read') },
    { to: paths.shortages, text: t.allShortages, isShown: useCan('shortage.decide') },
    { to: `${paths.orders}?state=held`, text: t.allHeld, isShown: useCan('order.release') },
    { to: paths.notices, text: t.allNotices, isShown: true },
  ]
  return (
    <Section
      title={t.title}
      extra={
        <span className="n-day-links">
          {all
            .filter((link) => link.isShown)
            .map((link) => (
              <PageLink key={link.to} to={link.to}>
                {link.text}
              </PageLink>
            ))}
        </span>
      }
    >
      {isLoading && items.length === 0 && <LoadingRows />}
      {!isLoading && items.length === 0 && <EmptyState title={t.none} help={t.noneHelp} />}
      {parts.map(({ part, items: some }) => (
        <div key={part} className="n-day-part" data-part={part}>
          <h3>{t[part]}</h3>
          <ul aria-label={t[part]}>
            {some.map((item) => (
              <li key={item.key}>
                <PageLink to={item.to} className="n-day-item">
                  <Icon name={item.icon} />
                  <span className="n-day-what">{item.what}</span>
                  <span className="n-day-title">{item.title}</span>
                  {item.dueAt ? <Deadline due={item.dueAt} /> : <RelativeTime at={item.since} />}
                </PageLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Section>
  )
}

type Source = { isLoading: boolean; items: Item[] }

function usePromises(): Source {
  const say = useSay()
  const me = useMe()
  const isEnabled = useCan('promise.read')
  const read = useOperation(
    promisesApi.listPromises,
    { query: { view: 'open', owner: me.user.id, limit: SHOWN_MAX } },
    { isEnabled, refreshMs: REFRESH_MS, live: ['promise', 'order'] },
  )
  return {
    isLoading: read.isLoading,
    items: (read.data?.rows ?? []).map((row) => ({
      key: row.id,
      dueAt: row.dueAt,
      since: row.madeAt,
      icon: 'promise',
      what: say(kindNames[row.kind]),
      title: [row.orderNumber ?? row.shipmentNumber, row.customerName].filter(Boolean).join(' · '),
      to: paths.promise(row.rootId),
    })),
  }
}

function useExceptions(): Source {
  const t = useText(text)
  const isEnabled = useCan('shipment.read')
  const read = useOperation(
    shipmentsApi.listExceptions,
    { query: { state: 'unresolved', mine: 'true', limit: SHOWN_MAX } },
    { isEnabled, refreshMs: REFRESH_MS, live: ['shipment'] },
  )
  return {
    isLoading: read.isLoading,
    items: (read.data?.rows ?? []).map((row) => ({
      key: row.id,
      dueAt: null,
      since: row.openedAt,
      icon: 'alert',
      what: t.exception,
      title: [row.shipment.number, row.customer.name].join(' · '),
      to: paths.shipment(row.shipment.id),
    })),
  }
}

function useShortages(): Source {
  const t = useText(text)
  const isEnabled = useCan('shortage.decide') && useCan('order.read')
  const read = useOperation(
    ordersApi.listShortages,
    { query: { decision: 'none', limit: SHOWN_MAX } },
    { isEnabled, refreshMs: REFRESH_MS, live: ['order', 'product'] },
  )
  return {
    isLoading: read.isLoading,
    items: (read.data?.rows ?? []).map((row) => ({
      key: row.id,
      dueAt: row.deliverBy,
      since: row.detectedAt,
      icon: 'shortage',
      what: t.shortage,
      title: [row.order.number, row.product.name].join(' · '),
      to: `${paths.shortages}?search=${encodeURIComponent(row.order.number)}`,
    })),
  }
}

function useHeldOrders(): Source {
  const t = useText(text)
  const isEnabled = useCan('order.release') && useCan('order.read')
  const read = useOperation(
    ordersApi.listOrders,
    { query: { state: 'held', limit: SHOWN_MAX } },
    { isEnabled, refreshMs: REFRESH_MS, live: ['order'] },
  )
  return {
    isLoading: read.isLoading,
    items: (read.data?.rows ?? []).map((row) => ({
      key: row.id,
      dueAt: null,
      since: row.placedAt,
      icon: 'order',
      what: t.held,
      title: [row.number, row.customer.name].join(' · '),
      to: paths.order(row.id),
    })),
  }
}

function useImports(): Source {
  const t = useText(text)
  const isEnabled = useCan('import.run')
  const read = useOperation(
    importsApi.listImports,
    { query: { limit: SHOWN_MAX } },
    { isEnabled, refreshMs: REFRESH_MS, live: ['import'] },
  )
  return {
    isLoading: read.isLoading,
    items: (read.data?.rows ?? [])
      .filter((row) => row.state === 'checked')
      .map((row) => ({
        key: row.id,
        dueAt: null,
        since: row.createdAt,
        icon: 'import',
        what: t.import,
        title: row.fileName,
        to: paths.importBatch(row.id),
      })),
  }
}

function useMentions(): Source {
  const say = useSay()
  const read = useOperation(
    notificationsApi.listNotices,
    { query: { view: 'unread', limit: SHOWN_MAX } },
    { refreshMs: REFRESH_MS, live: ['inbox'] },
  )
  return {
    isLoading: read.isLoading,
    items: (read.data?.rows ?? []).flatMap((group) => {
      const mention = group.news.find((one) => one.kind === 'mentioned')
      if (!mention || !isRecordType(group.type)) return []
      return [
        {
          key: group.id,
          dueAt: null,
          since: mention.at,
          icon: recordIcon(group.type),
          what: [mention.by, say(sentences[mention.event])].filter(Boolean).join(' '),
          title: group.title,
          to: recordPath({ type: group.type, id: group.id }),
        },
      ]
    }),
  }
}
