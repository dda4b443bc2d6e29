import { Form, Input, Select } from 'antd'
import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { type HoldKind, holdNames, whyNotHold } from '#modules/customers/party.ts'
import { refusals } from '#modules/customers/refusals.ts'
import { type Customer, customerText } from '#web/features/customers/customer-text.tsx'
import { useSay, useText } from '#web/lib/i18n.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'

const text = {
  ...customerText,
  title: { zh: '冻结客户', en: 'Put on hold' },
  help: {
    zh: '冻结期间仍可录入订单，但订单会被冻结，解除后才会处理。',
    en: 'Orders can still be entered, but are held until the hold is released.',
  },
  holdKind: { zh: '冻结类型', en: 'Kind of hold' },
  save: { zh: '冻结', en: 'Put on hold' },
} satisfies Text

export function HoldForm({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const t = useText(text)
  const r = useText(refusals)
  const say = useSay()
  const kinds = Object.entries(holdNames).map(([value, name]) => {
    const refusal = whyNotHold(customer.holds, value)
    return { value, label: say(name), disabled: refusal !== null, ...(refusal ? { title: r[refusal] } : {}) }
  })
  return (
    <FormDrawer<typeof customersApi.placeCustomerHold, { kind: HoldKind; reason: string }>
      title={t.title}
      saveText={t.save}
      onClose={onClose}
      initial={{}}
      operation={customersApi.placeCustomerHold}
      about={{ id: customer.id }}
      toInput={(body) => ({ params: { id: customer.id }, body })}
    >
      <p className="n-quiet">{t.help}</p>
      <Form.Item name="kind" label={t.holdKind} rules={[{ required: true }]}>
        <Select options={kinds} />
      </Form.Item>
      <Form.Item name="reason" label={t.reason} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={3} maxLength={300} showCount />
      </Form.Item>
    </FormDrawer>
  )
}
