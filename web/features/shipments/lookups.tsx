import { identityApi } from '#modules/identity/api.ts'
import { shipmentsApi } from '#modules/shipments/api.ts'
import type { Text } from '#platform/text.ts'
import { call } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { Lookup } from '#web/ui/fields.tsx'
import type { Filter, Found } from '#web/ui/list-types.ts'

const text = {
  carrier: { zh: '选择承运商', en: 'Choose a carrier' },
  user: { zh: '选择负责人', en: 'Choose a person' },
} satisfies Text

const FOUND_MAX = 20

export async function findCarriers(search: string): Promise<Found[]> {
  const { rows } = await call(shipmentsApi.listCarriers, {})
  const wanted = search.trim().toLowerCase()
  return rows
    .filter((c) => `${c.name} ${c.number}`.toLowerCase().includes(wanted))
    .slice(0, FOUND_MAX)
    .map((c) => ({ value: c.id, label: c.name }))
}

export const carrierFilter: Extract<Filter, { kind: 'lookup' }> = {
  kind: 'lookup',
  name: 'carrierId',
  label: { zh: '承运商', en: 'Carrier' },
  find: findCarriers,
  nameOf: async (id) => (await call(shipmentsApi.listCarriers, {})).rows.find((c) => c.id === id)?.name ?? id,
}

type FieldProps = {
  id?: string
  value?: string | null
  onChange?: (value: string | null) => void
  current?: Found | undefined
  isDisabled?: boolean
}

export function CarrierLookup(props: FieldProps) {
  const t = useText(text)
  return <Lookup {...props} find={findCarriers} label={t.carrier} />
}

export async function findUsers(search: string): Promise<Found[]> {
  const { rows } = await call(identityApi.listUsers, {
    query: { limit: FOUND_MAX, ...(search && { search }) },
  })
  return rows.filter((u) => u.disabledAt === null).map((u) => ({ value: u.id, label: u.name }))
}

export function UserLookup(props: FieldProps) {
  const t = useText(text)
  return <Lookup {...props} find={findUsers} label={t.user} />
}
