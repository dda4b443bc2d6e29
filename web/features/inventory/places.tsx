import { customersApi } from '#modules/customers/api.ts'
import { type Text } from '#platform/text.ts'
import { NO_VALUE } from '#web/lib/format.ts'
import { useOperation } from '#web/lib/api.ts'
import { useLocale, useText } from '#web/lib/i18n.ts'

/** The code ISO 3166 leaves free for a country that nobody knows. */
const UNKNOWN = 'ZZ'
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
  const countries = new Intl.DisplayNames([locale === 'zh' ? 'zh-CN' : 'en'], {
    type: 'region',
    fallback: 'code',
  })
  return (destination) => {
    if (destination === '*') return t.anywhere
    if (destination.startsWith(UNKNOWN)) return NO_VALUE
    const [country = '', code] = destination.split('-')
    if (!code) return countryName(countries, country)
    const province = country === 'CN' ? provinces.find((p) => p.code === code)?.name : undefined
    return province ?? `${countryName(countries, country)} ${code}`
  }
}

/** A code that no list knows stays as it is. */
function countryName(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code
  } catch {
    return code
  }
}
