import { getLocale } from '#web/lib/i18n.ts'

/** Where it goes, as far as a list needs it: the area, else the country's name. */
export function placeText({ country, name }: { country: string; name: string }): string {
  if (country === 'CN' && name) return name
  const land = countryName(country)
  return name === '' || name === land ? land : `${name} · ${country}`
}

function countryName(code: string): string {
  try {
    return (
      new Intl.DisplayNames([getLocale() === 'zh' ? 'zh-CN' : 'en'], { type: 'region', fallback: 'code' }).of(
        code,
      ) ?? code
    )
  } catch {
    return code
  }
}
