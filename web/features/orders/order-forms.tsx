import { Form, Input, Radio, Select } from 'antd'
import type { Text } from '#platform/text.ts'
import { orderHoldNames } from '#modules/orders/names.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { type Order, orderText } from '#web/features/orders/order-text.tsx'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'

const text = {
  reason: orderText.reason,
  reasonNeeded: { zh: '请说明原因', en: 'Say why' },
  cancelTitle: { zh: '取消订单 {number}', en: 'Cancel order {number}' },
  cancelHelp: {
    zh: '预留的库存会释放，承诺会撤回，订单不能恢复。',
    en: 'Reserved stock is released, promises are withdrawn, and the order cannot be restored.',
  },
  cancel: { zh: '取消订单', en: 'Cancel the order' },
  by: { zh: '由谁取消', en: 'Who cancels' },
  customer: { zh: '客户', en: 'The customer' },
  us: { zh: '我方', en: 'We' },
  holdTitle: { zh: '冻结订单 {number}', en: 'Hold order {number}' },
  kind: { zh: '类别', en: 'Kind' },
  hold: { zh: '冻结', en: 'Hold' },
} satisfies Text

type OrderFormProps = { order: Order; onClose: () => void }
const REASON_MAX = 300

function ReasonField() {
  const t = useText(text)
  return (
    <Form.Item
      name="reason"
      label={t.reason}
      rules={[{ required: true, whitespace: true, min: 2, message: t.reasonNeeded }]}
    >
      <Input.TextArea rows={3} maxLength={REASON_MAX} showCount />
    </Form.Item>
  )
}

type CancelValues = { by?: 'customer' | 'us'; reason: string }

/** A customer cancels for itself; our people say for whom. */
export function CancelForm({ order, onClose }: OrderFormProps) {
  const t = useText(text)
  const isOurs = useCan('inside.read')
  return (
    <FormDrawer<typeof ordersApi.cancelOrder, CancelValues>
      title={fill(t.cancelTitle, { number: order.number })}
      onClose={onClose}
      initial={isOurs ? { by: 'customer' } : {}}
      operation={ordersApi.cancelOrder}
      about={{ id: order.id, version: order.version }}
      toInput={(values) => ({ params: { id: order.id }, body: { version: order.version, ...values } })}
      saveText={t.cancel}
    >
      <p>{t.cancelHelp}</p>
      {isOurs && (
        <Form.Item name="by" label={t.by}>
          <Radio.Group
            options={[
              { value: 'customer', label: t.customer },
              { value: 'us', label: t.us },
            ]}
          />
        </Form.Item>
      )}
      <ReasonField />
    </FormDrawer>
  )
}

const HOLD_KINDS = ['manual', 'credit', 'compliance', 'address'] as const
type HoldValues = { kind: (typeof HOLD_KINDS)[number]; reason: string }

export function HoldForm({ order, onClose }: OrderFormProps) {
  const t = useText(text)
  const say = useSay()
  return (
    <FormDrawer<typeof ordersApi.holdOrder, HoldValues>
      title={fill(t.holdTitle, { number: order.number })}
      onClose={onClose}
      initial={{ kind: 'manual' }}
      operation={ordersApi.holdOrder}
      about={{ id: order.id, version: order.version }}
      toInput={(values) => ({ params: { id: order.id }, body: { version: order.version, ...values } })}
      saveText={t.hold}
    >
      <Form.Item name="kind" label={t.kind}>
        <Select options={HOLD_KINDS.map((value) => ({ value, label: say(orderHoldNames[value]) }))} />
      </Form.Item>
      <ReasonField />
    </FormDrawer>
  )
}
