import { Select } from 'antd'
import type { Text } from '#platform/text.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { type Answer, useOperation } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'

const text = { choose: { zh: '选择地点', en: 'Choose a site' } } satisfies Text

type Site = Answer<typeof ordersApi.listBuyerSites>['rows'][number]
type SiteFieldProps = {
  id?: string
  value?: string | null
  onChange?: (value: string | null) => void
  sites: readonly Site[] | undefined
}

/** The known places of a customer; undefined while they are not known. */
export function useSites(customerId: string | null | undefined): readonly Site[] | undefined {
  const sites = useOperation(
    ordersApi.listBuyerSites,
    { params: { id: customerId ?? '' } },
    { isEnabled: Boolean(customerId) },
  )
  return sites.data?.rows
}

/** One of the customer's known places. */
export function SiteField({ id, value, onChange, sites }: SiteFieldProps) {
  const t = useText(text)
  return (
    <Select
      {...(id ? { id } : {})}
      allowClear
      value={value ?? undefined}
      onChange={(chosen: string | undefined) => onChange?.(chosen ?? null)}
      options={(sites ?? []).map((site) => ({ value: site.id, label: `${site.name} · ${site.country}` }))}
      loading={!sites}
      placeholder={t.choose}
    />
  )
}
