import { engagementApi } from '#modules/engagement/api.ts'
import { delayReasonNames, delayReasons } from '#modules/engagement/customer-notice.ts'
import type { Text } from '#platform/text.ts'
import { useOperation } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'

const text = {
  none: { zh: '现在没有要通知的延误', en: 'No delay calls for a notice now' },
  some: { zh: '{orders} 个订单，{promises} 项承诺', en: 'Orders: {orders}, promises: {promises}' },
  counting: { zh: '正在计算…', en: 'Counting …' },
} satisfies Text

/** What the rule catches in this moment, by reason; with `lateShare` what it would with another limit. */
export function DelayMatches({ lateShare }: { lateShare?: number }) {
  const t = useText(text)
  const say = useSay()
  const query = lateShare === undefined ? {} : { lateShare }
  const { data } = useOperation(engagementApi.countDelayMatches, { query }, { keepsPrevious: true })
  if (!data) return t.counting
  if (data.promises === 0) return t.none
  const more = data.isMore ? '+' : ''
  const reasons = delayReasons
    .filter((reason) => data.reasons[reason] > 0)
    .map((reason) => `${say(delayReasonNames[reason])} ${formatNumber(data.reasons[reason])}${more}`)
  const all = fill(t.some, {
    orders: formatNumber(data.orders) + more,
    promises: formatNumber(data.promises) + more,
  })
  return `${all} · ${reasons.join(say({ zh: '，', en: ', ' }))}`
}
