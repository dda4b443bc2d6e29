import { Select } from 'antd'
import { inventoryApi } from '#modules/inventory/api.ts'
import { useOperation } from '#web/lib/api.ts'
import { useCan } from '#web/lib/session.ts'

const WAREHOUSES_MAX = 200

type WarehouseCodeProps = { id?: string; value?: string | null; onChange?: (value: string | null) => void }

/** A warehouse by its code. */
export function WarehouseCode({ id, value, onChange }: WarehouseCodeProps) {
  const isAllowed = useCan('inventory.read')
  const read = useOperation(
    inventoryApi.listWarehouses,
    { query: { limit: WAREHOUSES_MAX } },
    { isEnabled: isAllowed },
  )
  const options = (read.data?.rows ?? []).map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))
  return (
    <Select
      {...(id ? { id } : {})}
      allowClear
      disabled={!isAllowed}
      showSearch={{ optionFilterProp: 'label' }}
      value={value ?? undefined}
      onChange={(code: string | undefined) => onChange?.(code ?? null)}
      options={options}
    />
  )
}
