import { Form, Input, Radio } from 'antd'
import type { Text } from '#platform/text.ts'
import { contractsApi } from '#modules/contracts/api.ts'
import { type Contract, contractText } from '#web/features/contracts/contract-text.tsx'
import { CustomerLookup } from '#web/features/contracts/customer-lookup.tsx'
import { fill, useText } from '#web/lib/i18n.ts'
import { DayInput } from '#web/ui/fields.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'

const text = {
  ...contractText,
  add: { zh: '新建合同', en: 'Add a contract' },
  copy: { zh: '复制合同', en: 'Copy a contract' },
  copyOf: { zh: '{name} 副本', en: '{name} (copy)' },
  copyHelp: {
    zh: '{count} 条生效条款会作为草稿带过去，逐条核对后再发布。',
    en: 'Clauses in force: {count}. They come along as drafts; check and publish each.',
  },
  copyOff: {
    zh: '其中 {count} 条用的日历已停用（{names}）：发布前请改用其他日历，或先启用它。',
    en: 'Of them {count} go by a calendar that is switched off ({names}). Choose another before publishing, or switch it on.',
  },
  edit: { zh: '修改合同', en: 'Change a contract' },
  whose: { zh: '适用于', en: 'Holds for' },
  one: { zh: '一个客户', en: 'One customer' },
  chooseCustomer: { zh: '请选择客户', en: 'Choose the customer' },
  toHelp: { zh: '留空表示长期有效', en: 'Leave empty for an open end' },
} satisfies Text

type Values = {
  name: string
  whose: 'one' | 'everyone'
  customerId?: string | null
  validFrom: string
  validTo?: string | null
}

type ContractFormProps = {
  contract: Contract | null
  /** The contract a new one begins as a copy of: its clauses in force come along as drafts. */
  from?: Contract | null
  onClose: () => void
  onDone?: (contract: Contract) => void
}

export function ContractForm({ contract, from = null, onClose, onDone = () => {} }: ContractFormProps) {
  const t = useText(text)
  if (!contract) {
    return (
      <FormDrawer<typeof contractsApi.createContract, Values>
        title={from ? t.copy : t.add}
        onClose={onClose}
        initial={from ? copyOf(from, t.copyOf) : { whose: 'one' }}
        operation={contractsApi.createContract}
        about={null}
        toInput={({ whose, name, customerId, validFrom, validTo }) => ({
          body: {
            name,
            customerId: whose === 'one' ? (customerId ?? null) : null,
            validFrom,
            validTo: validTo ?? null,
            ...(from ? { clausesOf: from.id } : {}),
          },
        })}
        onDone={onDone}
      >
        {from && <p className="n-quiet">{fill(t.copyHelp, { count: from.published })}</p>}
        {from && <CalendarsOff clauses={from.clauses} />}
        <OwnerFields />
        <SharedFields />
      </FormDrawer>
    )
  }
  return (
    <FormDrawer<typeof contractsApi.updateContract, Values>
      title={t.edit}
      onClose={onClose}
      initial={contract}
      operation={contractsApi.updateContract}
      about={{ id: contract.id, version: contract.version }}
      toInput={({ name, validFrom, validTo }) => ({
        params: { id: contract.id },
        body: { name, validFrom, validTo: validTo ?? null, version: contract.version },
      })}
      onDone={onDone}
    >
      <SharedFields />
    </FormDrawer>
  )
}

/** What comes along and cannot be published as it is. */
function CalendarsOff({ clauses }: Pick<Contract, 'clauses'>) {
  const t = useText(text)
  const off = clauses.filter((clause) => clause.state === 'published' && clause.isCalendarOff)
  if (off.length === 0) return null
  const names = [...new Set(off.map((clause) => clause.calendarName))].join(', ')
  return (
    <p className="n-note" role="status">
      {fill(t.copyOff, { count: off.length, names })}
    </p>
  )
}

const NAME_MAX = 120
const copyOf = ({ name, validFrom, validTo }: Contract, named: string) => ({
  whose: 'one' as const,
  name: fill(named, { name }).slice(0, NAME_MAX),
  validFrom,
  validTo,
})

function OwnerFields() {
  const t = useText(text)
  const whose = Form.useWatch<Values['whose']>('whose')
  const options = [
    { value: 'one', label: t.one },
    { value: 'everyone', label: t.everyone },
  ]
  return (
    <>
      <Form.Item name="whose" label={t.whose}>
        <Radio.Group options={options} />
      </Form.Item>
      {whose === 'one' && (
        <Form.Item
          name="customerId"
          label={t.customer}
          rules={[{ required: true, message: t.chooseCustomer }]}
        >
          <CustomerLookup />
        </Form.Item>
      )}
    </>
  )
}

function SharedFields() {
  const t = useText(text)
  return (
    <>
      <Form.Item name="name" label={t.name} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={NAME_MAX} autoComplete="off" />
      </Form.Item>
      <Form.Item name="validFrom" label={t.from} rules={[{ required: true }]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="validTo" label={t.to} extra={t.toHelp}>
        <DayInput />
      </Form.Item>
    </>
  )
}
