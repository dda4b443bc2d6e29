import { Form, Input, Radio, Select } from 'antd'
import { customersApi } from '#modules/customers/api.ts'
import type { BulkField } from '#platform/bulk.ts'
import { InstantInput } from '#web/features/promises/instant-input.tsx'
import { UserLookup } from '#web/features/shipments/lookups.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useSay } from '#web/lib/i18n.ts'
import { useMe } from '#web/lib/session.ts'

const LONG = 120
const RADIO_MAX = 4

/** What an action asks for, as fields of a form. */
export function BulkFields({ fields }: { fields: readonly BulkField[] }) {
  const say = useSay()
  const { permissions } = useMe()
  return fields.map((all) => {
    const field = offered(all, permissions)
    return (
      <Form.Item
        key={field.name}
        name={['input', field.name]}
        label={say(field.label)}
        initialValue={onlyChoice(field)}
        rules={field.isOptional ? [] : [{ required: true }]}
      >
        <BulkInput field={field} />
      </Form.Item>
    )
  })
}

function offered(field: BulkField, permissions: readonly string[]): BulkField {
  if (field.kind !== 'choice') return field
  const choices = field.choices.filter(({ permission }) => !permission || permissions.includes(permission))
  return { ...field, choices }
}

/** What can only be answered in one way is answered. */
const onlyChoice = (field: BulkField): string | undefined =>
  field.kind === 'choice' && field.choices.length === 1 ? field.choices[0]?.value : undefined

type InputProps = { id?: string; value?: string; onChange?: (value: unknown) => void }

function BulkInput({ field, ...given }: InputProps & { field: BulkField }) {
  const say = useSay()
  const me = useMe()
  switch (field.kind) {
    case 'text':
      return field.max > LONG ? (
        <Input.TextArea {...given} rows={2} maxLength={field.max} showCount />
      ) : (
        <Input {...given} maxLength={field.max} />
      )
    case 'choice': {
      const options = field.choices.map(({ value, text }) => ({ value, label: say(text) }))
      return options.length > RADIO_MAX || field.isOptional ? (
        <Select {...given} options={options} allowClear={field.isOptional ?? false} />
      ) : (
        <Radio.Group {...given} options={options} />
      )
    }
    case 'instant':
      return <InstantInput {...given} />
    case 'user':
      return <UserLookup {...given} current={{ value: me.user.id, label: me.user.name }} />
    case 'class':
      return <ClassSelect {...given} />
  }
}

/** The classes of the company’s own scheme. */
function ClassSelect(given: InputProps) {
  const schemes = useOperation(customersApi.listClassSchemes, {})
  const classes = schemes.data?.rows.find((scheme) => scheme.isDefault)?.classes ?? []
  return <Select {...given} options={classes.map(({ key, name }) => ({ value: key, label: name }))} />
}
