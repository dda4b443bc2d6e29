import { Form, Input, Radio } from 'antd'
import type { Text } from '#platform/text.ts'
import { engagementApi } from '#modules/engagement/api.ts'
import {
  CLOSING_MAX,
  type DelayMode,
  LATE_SHARE_MAX,
  LATE_SHARE_MIN,
  type OrderMode,
  delayModes,
  orderModes,
} from '#modules/engagement/customer-notice.ts'
import { DelayMatches } from '#web/features/engagement/delay-matches.tsx'
import type { DelayRule } from '#web/features/engagement/notice-text.ts'
import { useOperation } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { NumberItem } from '#web/ui/number-input.tsx'

const text = {
  title: { zh: '修改通知规则', en: 'Change the rule' },
  mode: { zh: '如何通知客户延误', en: 'How customers are told of delays' },
  orderMode: {
    zh: '如何通知客户订单是否受理、何时发货',
    en: 'How customers hear whether an order is accepted, and when it ships',
  },
  order_auto: {
    zh: '自动发送：首选邮件且有邮箱的客户在受理、暂缓或取消后五分钟收到邮件，改动并入同一封；其他客户不发',
    en: 'By itself: customers reached by mail get it five minutes after their order was accepted, held or turned down, changes in one mail; others get none',
  },
  order_hand: { zh: '由人在订单页发送', en: 'By a person, on the page of the order' },
  order_off: { zh: '不通知', en: 'Not told' },
  auto: {
    zh: '自动发送：首选邮件且有邮箱的客户由系统直接发信，其余留给客服',
    en: 'By itself: customers with an e-mail address get the mail at once, the others are left to a person',
  },
  draft: { zh: '只起草：由客服核对后发送', en: 'Drafts only: a person checks and sends each' },
  off: { zh: '不生成', en: 'None are made' },
  share: { zh: '延误概率达到多少算“预计延误”（%）', en: 'Counts as predicted late from (%)' },
  shareHelp: {
    zh: '依据同线路、承运商以往的送达记录推算；已逾期和改期的承诺不受此限。',
    en: 'From earlier deliveries on the lane and with the carrier. Promises that are late or moved count in any case.',
  },
  closingZh: { zh: '中文通知的结尾', en: 'End of Chinese notices' },
  closingEn: { zh: '英文通知的结尾', en: 'End of English notices' },
  closingHelp: { zh: '例如客服电话与服务时间', en: 'Such as the service number and hours' },
  caught: { zh: '按此界限，现在要通知：', en: 'With this limit it catches now: ' },
} satisfies Text

type Values = {
  mode: DelayMode
  orderMode: OrderMode
  lateShare: number
  closingZh: string
  closingEn: string
}

/** How the company tells its customers of delays. */
export function DelayRuleForm({ onClose }: { onClose: () => void }) {
  const read = useOperation(engagementApi.getDelayRule, {})
  return read.data ? <RuleForm rule={read.data} onClose={onClose} /> : null
}

function RuleForm({ rule, onClose }: { rule: DelayRule; onClose: () => void }) {
  const t = useText(text)
  return (
    <FormDrawer<typeof engagementApi.saveDelayRule, Values>
      title={t.title}
      onClose={onClose}
      initial={{ ...rule, lateShare: Math.round(rule.lateShare * 100) }}
      operation={engagementApi.saveDelayRule}
      about={{ id: 'delay-rule', version: rule.version }}
      show={(field, value) =>
        field === 'mode'
          ? t[value as DelayMode]
          : field === 'orderMode'
            ? t[`order_${value as OrderMode}`]
            : field === 'lateShare'
              ? `${Number(value) * 100} %`
              : null
      }
      toForm={(field, value) => ({
        name: [field],
        value: field === 'lateShare' ? Math.round(Number(value) * 100) : value,
      })}
      toInput={({ mode, orderMode, lateShare, closingZh, closingEn }) => ({
        body: { mode, orderMode, lateShare: lateShare / 100, closingZh, closingEn, version: rule.version },
      })}
    >
      <Form.Item name="orderMode" label={t.orderMode}>
        <Radio.Group
          className="n-eng-modes"
          options={orderModes.toReversed().map((value) => ({ value, label: t[`order_${value}`] }))}
        />
      </Form.Item>
      <Form.Item name="mode" label={t.mode}>
        <Radio.Group
          className="n-eng-modes"
          options={delayModes.toReversed().map((value) => ({ value, label: t[value] }))}
        />
      </Form.Item>
      <NumberItem
        name="lateShare"
        label={t.share}
        extra={t.shareHelp}
        rules={[{ required: true }]}
        min={LATE_SHARE_MIN * 100}
        max={LATE_SHARE_MAX * 100}
        input={{ isShort: true }}
      />
      <Caught stored={rule.lateShare} />
      <Form.Item name="closingZh" label={t.closingZh} extra={t.closingHelp}>
        <Input.TextArea rows={3} maxLength={CLOSING_MAX} showCount />
      </Form.Item>
      <Form.Item name="closingEn" label={t.closingEn}>
        <Input.TextArea rows={3} maxLength={CLOSING_MAX} showCount />
      </Form.Item>
    </FormDrawer>
  )
}

/** Before it is saved: what the limit in the form catches. */
function Caught({ stored }: { stored: number }) {
  const t = useText(text)
  const typed = Form.useWatch<number | null>('lateShare')
  const share = (typed ?? stored * 100) / 100
  if (share < LATE_SHARE_MIN || share > LATE_SHARE_MAX) return null
  return (
    <p className="n-quiet" role="status">
      {t.caught}
      <DelayMatches lateShare={share} />
    </p>
  )
}
