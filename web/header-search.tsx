import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Input } from 'antd'
import { useEffect, useState } from 'react'
import type { z } from 'zod'
import type { Text } from '#platform/text.ts'
import { type Hit, searchApi } from '#modules/search/api.ts'
import { queryOf } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Icon } from '#web/ui/icons.tsx'
import { useGo } from '#web/ui/link.tsx'

const text = {
  label: { zh: '搜索订单、运单、客户、商品', en: 'Search orders, waybills, customers, products' },
  nothing: {
    zh: '没有找到，可输入订单号、运单号、手机尾号、名称或拼音',
    en: 'Nothing found. Try an order or waybill number, phone tail or name',
  },
  order: { zh: '订单', en: 'Orders' },
  shipment: { zh: '运单', en: 'Shipments' },
  customer: { zh: '客户', en: 'Customers' },
  product: { zh: '商品', en: 'Products' },
} satisfies Text

const TYPING_MS = 200
type Found = z.infer<typeof Hit>

const pathOf = (hit: Pick<Found, 'kind' | 'id'>): string => paths[hit.kind](hit.id)

/** One box over all records: what is typed is looked up as it is typed, Enter or a click opens the record. */
export function HeaderSearch() {
  const t = useText(text)
  const go = useGo()
  const [typed, setTyped] = useState('')
  const q = useSettled(typed.trim())
  const found = useQuery({
    ...queryOf(searchApi.search, { query: { q } }),
    enabled: q.length > 0,
    staleTime: 10_000,
  })
  const hits = q.length > 0 ? (found.data?.rows ?? []) : []
  const groups = Map.groupBy(hits, (hit) => hit.kind)
  return (
    <AutoComplete
      className="n-search-box"
      value={typed}
      onChange={setTyped}
      options={[...groups].map(([kind, rows]) => ({
        label: t[kind],
        options: rows.map((hit) => ({ value: pathOf(hit), label: <HitRow hit={hit} /> })),
      }))}
      onSelect={(path: string) => {
        setTyped('')
        go(path)
      }}
      notFoundContent={q.length > 0 && found.isSuccess ? t.nothing : null}
      defaultActiveFirstOption
      popupMatchSelectWidth={360}
    >
      <Input
        aria-label={t.label}
        placeholder={t.label}
        prefix={<Icon name="search" />}
        allowClear
        maxLength={80}
      />
    </AutoComplete>
  )
}

function HitRow({ hit }: { hit: Found }) {
  return (
    <span className="n-hit">
      <span>{hit.title}</span>
      <span className="n-quiet">{hit.detail}</span>
    </span>
  )
}

/** The text once typing has paused. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
