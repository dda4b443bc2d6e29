import type { Bilingual, Locale } from '#platform/text.ts'

/** Where it goes, as far as a list needs it: the area, else the country's name. */
export function placeText({ country, name }: { country: string; name: string }, locale: Locale): string {
  if (country === 'CN' && name) return name
  const land = countryName(country, locale)
  return name === '' || isNameOf(country, name) ? land : `${name} · ${country}`
}

/** Files name the country for want of a city, in whichever language. */
const isNameOf = (country: string, name: string): boolean =>
  [countryName(country, 'zh'), countryName(country, 'en')].includes(curly(name))
const curly = (name: string): string => name.replaceAll("'", '’')

/** The same in both languages. */
export const placeTexts = (place: { country: string; name: string }): Bilingual => ({
  zh: placeText(place, 'zh'),
  en: placeText(place, 'en'),
})

const tags = { zh: 'zh-CN', en: 'en' }

/** The code ISO 3166 leaves free, for a country that nobody knows. */
const NOWHERE = 'ZZ'

/** A code that no list knows stays as it is; nowhere has no name. */
export function countryName(code: string, locale: Locale): string {
  if (code === NOWHERE) return ''
  try {
    // Browser and server do not agree on the apostrophe.
    return curly(new Intl.DisplayNames([tags[locale]], { type: 'region', fallback: 'code' }).of(code) ?? code)
  } catch {
    return code
  }
}
