import { Select } from 'antd'
import type { Text } from '#platform/text.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { useOperation } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'

const text = { choose: { zh: '选择地点', en: 'Choose a site' } } satisfies Text

type SiteFieldProps = {
  id?: string
  value?: string | null
  onChange?: (value: string | null) => void
  customerId: string
}

/** One of the customer's known places. */
export function SiteField({ id, value, onChange, customerId }: SiteFieldProps) {
  const t = useText(text)
  const sites = useOperation(ordersApi.listBuyerSites, { params: { id: customerId } })
  return (
    <Select
      {...(id ? { id } : {})}
      allowClear
      value={value ?? undefined}
      onChange={(chosen: string | undefined) => onChange?.(chosen ?? null)}
      options={(sites.data?.rows ?? []).map((site) => ({
        value: site.id,
        label: `${site.name} · ${site.country}`,
      }))}
      loading={sites.isPending}
      placeholder={t.choose}
    />
  )
}
