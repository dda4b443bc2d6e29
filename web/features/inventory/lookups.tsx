import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { call } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { Lookup } from '#web/ui/fields.tsx'
import type { Found } from '#web/ui/list-types.ts'

const FOUND_MAX = 20

const text = {
  product: { zh: '商品编码、名称、拼音或条码', en: 'SKU, name, pinyin or barcode' },
  warehouse: { zh: '选择仓库', en: 'Choose a warehouse' },
  supplier: { zh: '选择供应商', en: 'Choose a supplier' },
  carrier: { zh: '选择承运商', en: 'Choose a carrier' },
} satisfies Text

export async function findProducts(search: string): Promise<Found[]> {
  const { rows } = await call(inventoryApi.listProducts, {
    query: { limit: FOUND_MAX, ...(search && { search }) },
  })
  return rows.map((product) => ({ value: product.id, label: `${product.sku} ${product.name}` }))
}

export async function findWarehouses(search: string): Promise<Found[]> {
  const { rows } = await call(inventoryApi.listWarehouses, {
    query: { limit: FOUND_MAX, ...(search && { search }) },
  })
  return rows.map((warehouse) => ({ value: warehouse.id, label: `${warehouse.code} ${warehouse.name}` }))
}

const findParties =
  (role: 'supplier' | 'carrier') =>
  async (search: string): Promise<Found[]> => {
    const { rows } = await call(customersApi.listCustomers, {
      query: { limit: FOUND_MAX, role, ...(search && { search }) },
    })
    return rows.map((party) => ({ value: party.id, label: party.name }))
  }

/** The warehouse as a filter of a list. */
type LookupFieldProps = {
  id?: string
  value?: string | null
  onChange?: (value: string | null) => void
  current?: Found | undefined
  isDisabled?: boolean
}

export function WarehouseLookup(props: LookupFieldProps) {
  const t = useText(text)
  return <Lookup {...props} find={findWarehouses} label={t.warehouse} />
}

export function ProductLookup(props: LookupFieldProps) {
  const t = useText(text)
  return <Lookup {...props} find={findProducts} label={t.product} />
}

/** A supplier or carrier. Who may not see parties sees only the one chosen before. */
export function PartyLookup({ as: role, ...props }: LookupFieldProps & { as: 'supplier' | 'carrier' }) {
  const t = useText(text)
  const canSee = useCan('customer.read')
  return (
    <Lookup
      {...props}
      find={canSee ? findParties(role) : noneFound}
      label={t[role]}
      isDisabled={!canSee || (props.isDisabled ?? false)}
    />
  )
}

const noneFound = async (): Promise<Found[]> => []
