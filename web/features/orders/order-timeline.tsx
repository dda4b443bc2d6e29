import type { Bilingual, Text } from '#platform/text.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import type { IconName } from '#web/ui/icons.tsx'
import type { RowOf } from '#web/ui/list-types.ts'
import type { Tone } from '#web/ui/status-tag.tsx'
import { Timeline, type TimelineEntry } from '#web/ui/timeline.tsx'

type Row = RowOf<typeof ordersApi.getOrderTimeline>

const text = {
  title: { zh: '动态', en: 'Timeline' },
  order: { zh: '订单', en: 'Order' },
  shipment: { zh: '发运', en: 'Shipment' },
  promise: { zh: '承诺', en: 'Promise' },
} satisfies Text

const SHOWN_MAX = 200

const events: Record<string, { text: Bilingual; icon?: IconName; tone?: Tone }> = {
  'order.placed': { text: { zh: '下单', en: 'Order placed' }, icon: 'plus', tone: 'good' },
  'order.acknowledged': { text: { zh: '受理确认', en: 'Acknowledged' }, icon: 'check', tone: 'good' },
  'order.allocated': { text: { zh: '完成配货', en: 'Allocated' }, icon: 'stock' },
  'order.short': { text: { zh: '出现缺货', en: 'Something is short' }, icon: 'alert', tone: 'warn' },
  'order.held': { text: { zh: '订单冻结', en: 'Put on hold' }, icon: 'lock', tone: 'bad' },
  'order.released': { text: { zh: '解除冻结', en: 'Hold released' }, icon: 'check', tone: 'good' },
  'order.amended': { text: { zh: '修改订单', en: 'Amended' }, icon: 'edit' },
  'order.cancelled': { text: { zh: '取消订单', en: 'Cancelled' }, tone: 'mute' },
  'order.shipping': { text: { zh: '开始发运', en: 'Shipping began' }, icon: 'truck' },
  'order.delivered': { text: { zh: '全部签收', en: 'All delivered' }, icon: 'check', tone: 'good' },
  'order.delivery_revoked': { text: { zh: '签收被更正', en: 'Delivery taken back' }, tone: 'warn' },
  'order.revealed': {
    text: { zh: '查看收货人完整信息', en: 'Consignee revealed' },
    icon: 'eye',
    tone: 'warn',
  },
  'shortage.decided': { text: { zh: '处理缺货', en: 'Shortage decided' }, icon: 'check' },
  'shortage.closed': { text: { zh: '缺货补齐', en: 'Shortage filled' }, tone: 'good' },
  'promise.made': { text: { zh: '作出承诺', en: 'Promises made' }, icon: 'promise', tone: 'info' },
  'promise.repromised': { text: { zh: '重新承诺', en: 'Promised anew' }, icon: 'promise', tone: 'warn' },
  'promise.told': { text: { zh: '告知客户', en: 'Customer told' }, icon: 'check' },
  'promise.fulfilled': { text: { zh: '兑现承诺', en: 'Promise fulfilled' }, icon: 'promise', tone: 'good' },
  'promise.warned': { text: { zh: '承诺预警', en: 'Warning on a promise' }, icon: 'promise', tone: 'warn' },
  'promise.overdue': { text: { zh: '承诺逾期', en: 'Promise overdue' }, icon: 'promise', tone: 'bad' },
  'promise.withdrawn': { text: { zh: '撤回承诺', en: 'Promises withdrawn' }, icon: 'promise', tone: 'mute' },
  'promise.broken': { text: { zh: '承诺落空', en: 'Promise broken' }, icon: 'promise', tone: 'bad' },
  'promise.paused': { text: { zh: '暂停计时', en: 'Clock paused' }, icon: 'promise' },
  'promise.resumed': { text: { zh: '恢复计时', en: 'Clock resumed' }, icon: 'promise' },
  'shipment.planned': { text: { zh: '安排发运', en: 'Shipment planned' }, icon: 'truck' },
  'shipment.picked': { text: { zh: '拣货', en: 'Picked' }, icon: 'truck' },
  'shipment.packed': { text: { zh: '包装', en: 'Packed' }, icon: 'truck' },
  'shipment.handed_over': { text: { zh: '交承运商', en: 'Handed over' }, icon: 'truck', tone: 'info' },
  'shipment.status_changed': { text: { zh: '轨迹更新', en: 'Tracking moved' }, icon: 'truck' },
  'shipment.delivered': { text: { zh: '运单签收', en: 'Shipment delivered' }, icon: 'truck', tone: 'good' },
  'shipment.cancelled': { text: { zh: '发运取消', en: 'Shipment cancelled' }, icon: 'truck', tone: 'mute' },
  'delivery.recorded': { text: { zh: '登记签收', en: 'Delivery recorded' }, icon: 'check', tone: 'good' },
  'exception.opened': { text: { zh: '出现异常', en: 'Exception opened' }, icon: 'alert', tone: 'bad' },
  'exception.resolved': { text: { zh: '异常解决', en: 'Exception resolved' }, icon: 'check', tone: 'good' },
  'receipt.received': { text: { zh: '回单收到', en: 'Receipt came back' }, icon: 'check', tone: 'good' },
}

/** Everything that happened to the order, its shipments and its promises, newest first. */
export function OrderTimeline({ orderId }: { orderId: string }) {
  const t = useText(text)
  const read = useOperation(ordersApi.getOrderTimeline, {
    params: { id: orderId },
    query: { limit: SHOWN_MAX },
  })
  return (
    <Section title={t.title}>
      <Loaded read={read}>{({ rows }) => <Entries rows={rows} />}</Loaded>
    </Section>
  )
}

function Entries({ rows }: { rows: Row[] }) {
  const say = useSay()
  const t = useText(text)
  const entries = rows.map((row): TimelineEntry => {
    const known = events[row.type]
    const body = ['reason', 'number', 'waybill', 'note']
      .map((key) => row.data[key])
      .find((v) => typeof v === 'string')
    return {
      key: String(row.seq),
      at: row.at,
      title: known ? say(known.text) : row.type,
      by: row.actorName,
      kind: kindOf(row.type),
      ...(body ? { body: String(body) } : {}),
      ...(known?.icon ? { icon: known.icon } : {}),
      ...(known?.tone ? { tone: known.tone } : {}),
    }
  })
  const kinds = (['order', 'shipment', 'promise'] as const).filter((key) =>
    entries.some((e) => e.kind === key),
  )
  return <Timeline entries={entries} kinds={kinds.map((key) => ({ key, text: t[key] }))} />
}

function kindOf(type: string): 'order' | 'promise' | 'shipment' {
  if (type.startsWith('order.') || type.startsWith('shortage.')) return 'order'
  return type.startsWith('promise.') ? 'promise' : 'shipment'
}
