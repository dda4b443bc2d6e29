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
import type { Column } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'
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

type ClassRow = Customer['classes'][number]

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

const columns: readonly Column<ClassRow>[] = [
  { key: 'class', title: text.class, render: (row) => <ClassBadge of={row.classKey} /> },
  { key: 'scheme', title: text.scheme, render: (row) => row.schemeName },
  { key: 'from', title: text.from, render: (row) => <Time at={row.fromAt} /> },
  { key: 'to', title: text.to, render: (row) => <Until at={row.toAt} /> },
  { key: 'reason', title: text.reason, render: (row) => row.reason },
  { key: 'by', title: text.by, render: (row) => <Person name={row.setBy} /> },
]

function ClassTable({ customer }: { customer: Customer }) {
  const t = useText(text)
  const table = { label: t.history, rows: customer.classes, columns, rowKey: (row: ClassRow) => row.id }
  return <Rows {...table} />
}

function Until({ at }: { at: string | null }) {
  const t = useText(text)
  return at ? <Time at={at} /> : <>{t.now}</>
}

function Person({ name }: { name: string | null }) {
  const t = useText(text)
  return <>{name ?? t.system}</>
}

function ClassForm({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const t = useText(text)
  return (
    <FormDrawer<typeof customersApi.classifyCustomer, { classKey: string; reason: string }>
      title={t.change}
      onClose={onClose}
      initial={customer.classKey ? { classKey: customer.classKey } : {}}
      operation={customersApi.classifyCustomer}
      about={{ id: customer.id }}
      toInput={(body) => ({ params: { id: customer.id }, body })}
    >
      <ClassField isNeeded />
      <Form.Item
        name="reason"
        label={t.reason}
        extra={t.reasonHelp}
        rules={[{ required: true, whitespace: true }]}
      >
        <Input.TextArea rows={3} maxLength={300} showCount />
      </Form.Item>
    </FormDrawer>
  )
}
