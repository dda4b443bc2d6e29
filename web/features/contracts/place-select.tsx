import { Select } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { usePlaceName, useProvinces } from '#web/features/inventory/places.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'

const text = {
  any: { zh: '不限', en: 'Any' },
  warehouses: { zh: '仓库', en: 'Warehouses' },
  places: {
    zh: '地区（也可输入国家代码，如 VN 或 US-CA）',
    en: 'Places (or type a code, such as VN or US-CA)',
  },
} satisfies Text

const PLACE = /^[A-Z]{2}(-.{1,60})?$/
const WAREHOUSES_MAX = 200

type PlaceSelectProps = {
  id?: string
  value?: string | null
  onChange?: (value: string | null) => void
  hasWarehouses?: boolean
}

/** A condition on a place: 'CN-44', 'CN', a code that is typed, or (for origins) a warehouse. Empty = any. */
export function PlaceSelect({ id, value, onChange, hasWarehouses = false }: PlaceSelectProps) {
  const t = useText(text)
  const placeName = usePlaceName()
  const provinces = useProvinces()
  const [typed, setTyped] = useState('')
  const isAllowed = useCan('inventory.read') && hasWarehouses
  const warehouses = useOperation(
    inventoryApi.listWarehouses,
    { query: { limit: WAREHOUSES_MAX } },
    { isEnabled: isAllowed },
  )
  const codes = ['CN', ...provinces.map(({ code }) => `CN-${code}`)]
  const own = (warehouses.data?.rows ?? []).map(({ code, name }) => ({
    value: code,
    label: `${code} ${name}`,
  }))
  const known = new Set([...codes, ...own.map((one) => one.value)])
  const extra = [typed.toUpperCase(), value ?? ''].filter(
    (code, i, all) =>
      code !== '' && !known.has(code) && (PLACE.test(code) || code === value) && all.indexOf(code) === i,
  )
  const places = [...extra, ...codes].map((code) => ({
    value: code,
    label: PLACE.test(code) ? `${placeName(code)} (${code})` : code,
  }))
  const options =
    own.length > 0
      ? [
          { label: t.warehouses, options: own },
          { label: t.places, options: places },
        ]
      : [{ label: t.places, options: places }]
  return (
    <Select
      {...(id ? { id } : {})}
      allowClear
      showSearch={{ optionFilterProp: 'label', onSearch: setTyped }}
      placeholder={t.any}
      value={value ?? undefined}
      onChange={(chosen: string | undefined) => onChange?.(chosen ?? null)}
      options={options}
    />
  )
}
