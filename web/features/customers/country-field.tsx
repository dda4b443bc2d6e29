import { Select } from 'antd'
import { useMemo } from 'react'
import { countries } from '#modules/customers/countries.ts'
import { countryName } from '#modules/customers/place.ts'
import { useLocale } from '#web/lib/i18n.ts'
import { useMe } from '#web/lib/session.ts'

type CountryFieldProps = {
  id?: string
  value?: string
  onChange?: (value: string) => void
}

/** Countries by name in either language or by code; the company's own comes first. */
export function CountryField(props: CountryFieldProps) {
  const locale = useLocale()
  const own = useMe().tenant.country
  const options = useMemo(() => {
    const names = countries.map((value) => {
      const other = countryName(value, locale === 'zh' ? 'en' : 'zh')
      const label = countryName(value, locale)
      return { value, label: `${label} ${value}`, said: `${label} ${other} ${value}`.toLowerCase() }
    })
    const by = new Intl.Collator(locale === 'zh' ? 'zh-CN' : 'en').compare
    return names.toSorted((a, b) => Number(b.value === own) - Number(a.value === own) || by(a.label, b.label))
  }, [locale, own])
  return (
    <Select
      {...props}
      options={options}
      showSearch={{
        filterOption: (typed, option) => option?.said.includes(typed.trim().toLowerCase()) ?? false,
      }}
    />
  )
}
