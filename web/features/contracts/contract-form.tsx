import { Form, Input, Radio } from 'antd'
import type { Text } from '#platform/text.ts'
import { contractsApi } from '#modules/contracts/api.ts'
import { type Contract, contractText } from '#web/features/contracts/contract-text.tsx'
import { CustomerLookup } from '#web/features/contracts/customer-lookup.tsx'
import { useText } from '#web/lib/i18n.ts'
import { DayInput } from '#web/ui/fields.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'

const text = {
  ...contractText,
  add: { zh: '新建合同', en: 'Add a contract' },
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
  onClose: () => void
  onDone?: (contract: Contract) => void
}

export function ContractForm({ contract, onClose, onDone = () => {} }: ContractFormProps) {
  const t = useText(text)
  if (!contract) {
    return (
      <FormDrawer<typeof contractsApi.createContract, Values>
        title={t.add}
        onClose={onClose}
        initial={{ whose: 'one' }}
        operation={contractsApi.createContract}
        about={null}
        toInput={({ whose, name, customerId, validFrom, validTo }) => ({
          body: {
            name,
            customerId: whose === 'one' ? (customerId ?? null) : null,
            validFrom,
            validTo: validTo ?? null,
          },
        })}
        onDone={onDone}
      >
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
      <Form.Item name="name" label={t.name} rules={[{ required: true, whitespace: true, message: t.needed }]}>
        <Input maxLength={120} autoComplete="off" />
      </Form.Item>
      <Form.Item name="validFrom" label={t.from} rules={[{ required: true, message: t.needed }]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="validTo" label={t.to} extra={t.toHelp}>
        <DayInput />
      </Form.Item>
    </>
  )
}
