import { serviceOf, services } from '#modules/orders/names.ts'
import { Form, Input, Select, Switch } from 'antd'
import type { Text } from '#platform/text.ts'
import { ordersApi } from '#modules/orders/api.ts'
import {
  type AddressValues,
  AmendAddress,
  addressChange,
  addressValuesOf,
} from '#web/features/orders/amend-address.tsx'
import { type LineValues, NewLines } from '#web/features/orders/new-lines.tsx'
import { type Order, orderText } from '#web/features/orders/order-text.tsx'
import { dayOf } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { showNames } from '#web/ui/form-conflicts.tsx'
import type { ToForm } from '#web/ui/form-conflict.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { Day } from '#web/ui/values.tsx'
import { DayInput } from '#web/ui/fields.tsx'
import { NumberItem } from '#web/ui/number-input.tsx'

const text = {
  ...orderText,
  title: { zh: '修改订单 {number}', en: 'Amend order {number}' },
  help: {
    zh: '改动后会重新配货，承诺时间有变时记为重新承诺。数量填 0 表示取消该行。',
    en: 'The order is allocated again; a promise that moves is recorded with this reason. Quantity 0 drops the line.',
  },
  reasonNeeded: { zh: '请说明原因', en: 'Say why' },
  line: { zh: '第 {n} 行 {product}', en: 'Line {n} {product}' },
} satisfies Text

type Values = {
  reason: string
  quantities: number[]
  addLines?: LineValues[]
  address: AddressValues
  consigneeName?: string
  consigneePhone?: string
  service: string
  urgent: boolean
  requestedAt: string | null
  deliveryNote: string
  note: string
}

/** Lines, where to, service, wanted day and notes, before anything is picked. */
export function AmendForm({ order, onClose }: { order: Order; onClose: () => void }) {
  const t = useText(text)
  const say = useSay()
  const showService = showNames({ service: (service) => say(serviceOf(service)) })
  const requestedOn = order.requestedAt ? dayOf(order.requestedAt) : null
  return (
    <FormDrawer<typeof ordersApi.amendOrder, Values>
      title={fill(t.title, { number: order.number })}
      onClose={onClose}
      initial={{
        quantities: order.lines.map((line) => line.quantity - line.cancelled),
        addLines: [],
        address: addressValuesOf(order),
        consigneeName: '',
        consigneePhone: '',
        service: order.service,
        urgent: order.urgent,
        requestedAt: requestedOn,
        deliveryNote: order.deliveryNote,
        note: order.note,
      }}
      operation={ordersApi.amendOrder}
      about={{ id: order.id, version: order.version }}
      toForm={toFormOf(order)}
      show={(field, value) =>
        field === 'requestedAt' ? <Day day={value as string | null} /> : showService(field, value)
      }
      toInput={(values) => ({ params: { id: order.id }, body: changesOf(order, values, requestedOn) })}
    >
      <p>{t.help}</p>
      {order.lines.map((line, i) => (
        <NumberItem
          key={line.id}
          name={['quantities', i]}
          label={fill(t.line, { n: line.lineNo, product: line.productName })}
          min={0}
          max={100_000_000}
        />
      ))}
      <NewLines list="addLines" after={order.lines.length} isOptional />
      <AmendAddress order={order} />
      <Form.Item name="requestedAt" label={t.requested}>
        <DayInput />
      </Form.Item>
      <Form.Item name="service" label={t.service}>
        <Select options={Object.entries(services).map(([value, name]) => ({ value, label: say(name) }))} />
      </Form.Item>
      <Form.Item name="urgent" label={t.urgent} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="deliveryNote" label={t.deliveryNote}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Form.Item name="note" label={t.note}>
        <Input.TextArea rows={2} maxLength={1_000} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t.reason}
        rules={[{ required: true, whitespace: true, min: 2, message: t.reasonNeeded }]}
      >
        <Input.TextArea rows={2} maxLength={300} showCount />
      </Form.Item>
    </FormDrawer>
  )
}

/** Lines stand in the form by their place, the wanted day as a day. */
const toFormOf =
  (order: Order): ToForm =>
  (field, value) => {
    const lineId = /^lines\.(.+)$/.exec(field)?.[1]
    if (field === 'requestedAt') return { name: [field], value: value ? dayOf(value as string) : null }
    if (!lineId) return placeInForm(order, field, value)
    const at = order.lines.findIndex((line) => line.id === lineId)
    return at < 0 ? null : { name: ['quantities', at], value }
  }

/** A place in China is chosen in one piece: emptied, it stays as somebody else has put it. */
function placeInForm({ address }: Order, field: string, value: unknown): ReturnType<ToForm> {
  const isPart = /^address\.(province|city|district)$/.test(field)
  if (isPart && address.country === 'CN') return { name: ['address', 'division'], value: undefined }
  return { name: field.split('.'), value }
}

/** Only what differs goes out, so that nothing untouched is promised anew. */
function changesOf(order: Order, values: Values, requestedOn: string | null) {
  const lines = order.lines
    .map((line, i) => ({
      lineId: line.id,
      quantity: values.quantities[i] ?? line.quantity,
      before: line.quantity - line.cancelled,
    }))
    .filter((line) => line.quantity !== line.before)
    .map(({ lineId, quantity }) => ({ lineId, quantity }))
  return {
    version: order.version,
    reason: values.reason.trim(),
    lines,
    addLines: (values.addLines ?? []).map(({ productId, quantity }) => ({
      productId: productId ?? '',
      quantity: quantity ?? 0,
    })),
    ...addressChange(order, values.address),
    ...typed('consigneeName', values.consigneeName),
    ...typed('consigneePhone', values.consigneePhone),
    ...(values.service === order.service ? {} : { service: values.service }),
    ...(values.urgent === order.urgent ? {} : { urgent: values.urgent }),
    ...(values.requestedAt === requestedOn ? {} : { requestedAt: values.requestedAt }),
    ...(values.deliveryNote === order.deliveryNote ? {} : { deliveryNote: values.deliveryNote }),
    ...(values.note === order.note ? {} : { note: values.note }),
  }
}

const typed = (field: 'consigneeName' | 'consigneePhone', value = '') =>
  value.trim() === '' ? {} : { [field]: value.trim() }
