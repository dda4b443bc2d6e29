import { customersApi } from '#modules/customers/api.ts'
import { countryName } from '#modules/customers/place.ts'
import { type Text } from '#platform/text.ts'
import { NO_VALUE } from '#web/lib/format.ts'
import { useOperation } from '#web/lib/api.ts'
import { useLocale, useText } from '#web/lib/i18n.ts'

const text = { anywhere: { zh: '其他所有地区', en: 'Anywhere else' } } satisfies Text

/** The provinces of China with their two-digit codes. */
export function useProvinces(): { code: string; name: string }[] {
  const read = useOperation(customersApi.listDivisions, { query: {} })
  return read.data?.rows ?? []
}

/** Names of places: 'CN-44' -> 广东省, 'CN' -> 中国, '*' -> anywhere else. */
export function usePlaceName(): (destination: string) => string {
  const t = useText(text)
  const locale = useLocale()
  const provinces = useProvinces()
  return (destination) => {
    if (destination === '*') return t.anywhere
    const [code = '', province] = destination.split('-')
    const country = countryName(code, locale)
    if (!province || country === '') return country || NO_VALUE
    const known = code === 'CN' ? provinces.find((p) => p.code === province)?.name : undefined
    return known ?? `${country} ${province}`
  }
}
