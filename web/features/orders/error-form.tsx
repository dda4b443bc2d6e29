import { Form, Input, Select } from 'antd'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { type ErrorKind, errorKinds } from '#modules/orders/order-error.ts'
import { type Liable, liableNames } from '#modules/promises/promise.ts'
import type { Order } from '#web/features/orders/order-text.tsx'
import { formatMoney } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useMe } from '#web/lib/session.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { MoneyItem, NumberItem } from '#web/ui/number-input.tsx'

export type OrderError = ResultOf<typeof ordersApi.listOrderErrors>['rows'][number]

const text = {
  log: { zh: '登记差错', en: 'Log an error' },
  change: { zh: '修改差错', en: 'Change the error' },
  kind: { zh: '差错类型', en: 'Kind' },
  description: { zh: '差错内容', en: 'What was wrong' },
  line: { zh: '订单行', en: 'Line' },
  whole: { zh: '整单', en: 'The whole order' },
  lineName: { zh: '第 {n} 行 {product}', en: 'Line {n} {product}' },
  quantity: { zh: '件数', en: 'Pieces' },
  liable: { zh: '责任方', en: 'Liable' },
  cost: { zh: '损失', en: 'Cost' },
  costHelp: {
    zh: '重发、退回、赔付等费用合计；暂不清楚可留空，之后补填。',
    en: 'Sending again, taking back, compensation. Leave it empty until it is known.',
  },
} satisfies Text

type Values = {
  kind: ErrorKind
  description: string
  orderLineId?: string | null
  quantity?: number | null
  liable?: Liable | null
  costMinor?: number | null
}

export function LogErrorForm({ order, onClose }: { order: Order; onClose: () => void }) {
  const t = useText(text)
  const lines = order.lines.map((line) => ({
    value: line.id,
    label: fill(t.lineName, { n: line.lineNo, product: line.productName }),
  }))
  return (
    <FormDrawer<typeof ordersApi.logOrderError, Values>
      title={t.log}
      saveText={t.log}
      onClose={onClose}
      initial={{}}
      operation={ordersApi.logOrderError}
      about={{ id: order.id }}
      toInput={({ orderLineId, quantity, liable, costMinor, ...body }) => ({
        params: { id: order.id },
        body: {
          ...body,
          orderLineId: orderLineId ?? null,
          quantity: quantity ?? null,
          liable: liable ?? null,
          costMinor: costMinor ?? null,
        },
      })}
    >
      <ErrorFields>
        <Form.Item name="orderLineId" label={t.line}>
          <Select options={lines} allowClear placeholder={t.whole} />
        </Form.Item>
      </ErrorFields>
    </FormDrawer>
  )
}

export function ChangeErrorForm({ error, onClose }: { error: OrderError; onClose: () => void }) {
  const t = useText(text)
  const say = useSay()
  const { kind, description, quantity, liable, costMinor, version } = error
  return (
    <FormDrawer<typeof ordersApi.updateOrderError, Values>
      title={t.change}
      onClose={onClose}
      initial={{ kind, description, quantity, liable, costMinor }}
      operation={ordersApi.updateOrderError}
      about={{ id: error.id, version }}
      show={(field, value) => {
        if (field === 'kind') return say(errorKinds[value as ErrorKind])
        if (field === 'liable' && value) return say(liableNames[value as Liable])
        return field === 'costMinor' && typeof value === 'number' ? formatMoney(value) : null
      }}
      toInput={(values) => ({
        params: { id: error.id },
        body: {
          kind: values.kind,
          description: values.description,
          quantity: values.quantity ?? null,
          liable: values.liable ?? null,
          costMinor: values.costMinor ?? null,
          version,
        },
      })}
    >
      <ErrorFields />
    </FormDrawer>
  )
}

function ErrorFields({ children }: { children?: React.ReactNode }) {
  const t = useText(text)
  const say = useSay()
  const { tenant } = useMe()
  const named = (names: Record<string, { zh: string; en: string }>) =>
    Object.entries(names).map(([value, name]) => ({ value, label: say(name) }))
  return (
    <>
      <Form.Item name="kind" label={t.kind} rules={[{ required: true }]}>
        <Select options={named(errorKinds)} />
      </Form.Item>
      <Form.Item
        name="description"
        label={t.description}
        rules={[{ required: true, whitespace: true, min: 2 }]}
      >
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
      {children}
      <NumberItem name="quantity" label={t.quantity} min={1} max={100_000_000} />
      <Form.Item name="liable" label={t.liable}>
        <Select options={named(liableNames)} allowClear />
      </Form.Item>
      <MoneyItem name="costMinor" label={t.cost} extra={t.costHelp} currency={tenant.currency} />
    </>
  )
}
