import { Input, Select } from 'antd'
import type { Text } from '#platform/text.ts'
import { type ImportKind } from '#modules/imports/kind-names.ts'
import { kinds } from '#modules/imports/kind.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { adjustmentReasons } from '#modules/inventory/movement.ts'
import { call } from '#web/lib/api.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { Lookup } from '#web/ui/fields.tsx'
import type { Found } from '#web/ui/list-types.ts'

const text = {
  title: { zh: '整个文件相同的内容', en: 'The same for the whole file' },
  help: {
    zh: '文件里没有这一列时在此指定；单元格有内容的行以文件为准。',
    en: 'Where the file has no such column. Rows with a filled cell keep their own.',
  },
  one: { zh: '整个文件的{name}', en: '{name} of the whole file' },
} satisfies Text

type Values = Record<string, string>
type Props = { kind: ImportKind; values: Values; onChange: (values: Values) => void }

/** Fields that are given once for all rows. */
export function ConstantFields({ kind, values, onChange }: Props) {
  const t = useText(text)
  const say = useSay()
  const fields = Object.entries(kinds[kind].fields).filter(([, facts]) => facts.isConstant)
  if (fields.length === 0) return null
  const set = (field: string, value: string | null) => {
    const { [field]: _, ...rest } = values
    onChange(value ? { ...rest, [field]: value } : rest)
  }
  return (
    <fieldset className="n-imp-constants">
      <legend>{t.title}</legend>
      <p className="n-quiet">{t.help}</p>
      <div>
        {fields.map(([field, facts]) => (
          <OneField
            key={field}
            field={field}
            label={fill(t.one, { name: say(facts) })}
            value={values[field] ?? null}
            onChange={(value) => set(field, value)}
          />
        ))}
      </div>
    </fieldset>
  )
}

type FieldProps = {
  field: string
  label: string
  value: string | null
  onChange: (value: string | null) => void
}

function OneField({ field, label, value, onChange }: FieldProps) {
  const id = `import-${field}`
  return (
    <div className="n-imp-constant">
      <label htmlFor={id}>{label}</label>
      {field === 'customerNumber' || field === 'warehouse' ? (
        <Chosen id={id} field={field} label={label} value={value} onChange={onChange} />
      ) : field === 'reason' ? (
        <Reason id={id} value={value} onChange={onChange} />
      ) : (
        <Input
          id={id}
          value={value ?? ''}
          maxLength={200}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  )
}

const FOUND_MAX = 20

const finders: Record<'customerNumber' | 'warehouse', (search: string) => Promise<Found[]>> = {
  customerNumber: async (search) => {
    const { rows } = await call(ordersApi.findBuyers, {
      query: { limit: FOUND_MAX, ...(search && { search }) },
    })
    return rows.map((one) => ({ value: one.number, label: `${one.name} ${one.number}` }))
  },
  warehouse: async (search) => {
    const { rows } = await call(inventoryApi.listWarehouses, {
      query: { limit: FOUND_MAX, ...(search && { search }) },
    })
    return rows.map((one) => ({ value: one.code, label: `${one.name} ${one.code}` }))
  },
}

type ChosenProps = {
  id: string
  field: 'customerNumber' | 'warehouse'
  label: string
  value: string | null
  onChange: (value: string | null) => void
}

function Chosen({ id, field, label, value, onChange }: ChosenProps) {
  const canSee = useCan(field === 'warehouse' ? 'inventory.read' : 'order.create')
  return (
    <Lookup
      id={id}
      value={value}
      onChange={onChange}
      find={finders[field]}
      label={label}
      isDisabled={!canSee}
      current={value ? { value, label: value } : undefined}
    />
  )
}

function Reason({ id, value, onChange }: Omit<ChosenProps, 'field' | 'label'>) {
  const say = useSay()
  return (
    <Select<string>
      id={id}
      value={value ?? undefined}
      onChange={(chosen) => onChange(chosen ?? null)}
      allowClear
      options={Object.entries(adjustmentReasons).map(([key, name]) => ({ value: key, label: say(name) }))}
      style={{ width: '100%' }}
    />
  )
}
