import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { whyNotChange } from '#modules/customers/party.ts'
import { ClassField } from '#web/features/customers/customer-form.tsx'
import { ClassBadge, type Customer, customerText } from '#web/features/customers/customer-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { Time } from '#web/ui/values.tsx'

const text = {
  ...customerText,
  history: { zh: '等级变更记录', en: 'History of classes' },
  change: { zh: '调整等级', en: 'Change the class' },
  none: { zh: '还没有评定等级', en: 'No class yet' },
  from: { zh: '开始', en: 'From' },
  to: { zh: '结束', en: 'To' },
  by: { zh: '操作人', en: 'By' },
  now: { zh: '至今', en: 'now' },
  system: { zh: '系统', en: 'System' },
  reasonHelp: { zh: '例如年度销售额、信用或区域调整', en: 'Such as sales of the year, credit or region' },
  scheme: { zh: '分类方案', en: 'Scheme' },
} satisfies Text

export function ClassSection({ customer }: { customer: Customer }) {
  const t = useText(text)
  const [isChanging, setChanging] = useState(false)
  const canChange = useCan('customer.manage') && whyNotChange(customer) === null
  const change = canChange && (
    <Button size="small" onClick={() => setChanging(true)}>
      {t.change}
    </Button>
  )
  return (
    <Section title={t.history} extra={change}>
      {customer.classes.length === 0 ? (
        <p className="n-quiet">{t.none}</p>
      ) : (
        <ClassTable customer={customer} />
      )}
      {isChanging && <ClassForm customer={customer} onClose={() => setChanging(false)} />}
    </Section>
  )
}

function ClassTable({ customer }: { customer: Customer }) {
  const t = useText(text)
  return (
    <div className="n-table-box">
      <table className="n-table" aria-label={t.history}>
        <thead>
          <tr>
            {[t.class, t.scheme, t.from, t.to, t.reason, t.by].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {customer.classes.map((row) => (
            <tr key={row.id}>
              <td>
                <ClassBadge of={row.classKey} />
              </td>
              <td>{row.schemeName}</td>
              <td>
                <Time at={row.fromAt} />
              </td>
              <td>{row.toAt ? <Time at={row.toAt} /> : t.now}</td>
              <td>{row.reason}</td>
              <td>{row.setBy ?? t.system}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ClassForm({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const t = useText(text)
  return (
    <FormDrawer<typeof customersApi.classifyCustomer, { classKey: string; reason: string }>
      title={t.change}
      onClose={onClose}
      initial={customer.classKey ? { classKey: customer.classKey } : {}}
      operation={customersApi.classifyCustomer}
      toInput={(body) => ({ params: { id: customer.id }, body })}
    >
      <ClassField isNeeded />
      <Form.Item
        name="reason"
        label={t.reason}
        extra={t.reasonHelp}
        rules={[{ required: true, whitespace: true, message: t.needed }]}
      >
        <Input.TextArea rows={3} maxLength={300} showCount />
      </Form.Item>
    </FormDrawer>
  )
}
