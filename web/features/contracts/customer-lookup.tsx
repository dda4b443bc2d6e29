import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { call } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { Lookup } from '#web/ui/fields.tsx'
import type { Found } from '#web/ui/list-types.ts'

const FOUND_MAX = 20

const text = {
  customer: { zh: '客户名称、拼音或编号', en: 'Customer name or number' },
} satisfies Text

export async function findCustomers(search: string): Promise<Found[]> {
  const { rows } = await call(customersApi.listCustomers, {
    query: { limit: FOUND_MAX, ...(search && { search }) },
  })
  return rows.map((customer) => ({ value: customer.id, label: `${customer.name} ${customer.number}` }))
}

type CustomerLookupProps = { id?: string; value?: string | null; onChange?: (value: string | null) => void }

export function CustomerLookup(props: CustomerLookupProps) {
  const t = useText(text)
  const canSee = useCan('customer.read')
  return <Lookup {...props} find={findCustomers} label={t.customer} isDisabled={!canSee} />
}
