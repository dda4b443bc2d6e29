import type { Bilingual, Locale } from '#platform/text.ts'
import { countries } from './countries.ts'

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
const namers = new Map<Locale, Intl.DisplayNames>()
function namerOf(locale: Locale): Intl.DisplayNames {
  const known = namers.get(locale)
  if (known) return known
  const namer = new Intl.DisplayNames([tags[locale]], { type: 'region', fallback: 'code' })
  namers.set(locale, namer)
  return namer
}

/** The code ISO 3166 leaves free, for a country that nobody knows. */
const NOWHERE = 'ZZ'

/** A code that no list knows stays as it is; nowhere has no name. */
export function countryName(code: string, locale: Locale): string {
  if (code === NOWHERE) return ''
  try {
    // Browser and server do not agree on the apostrophe.
    return curly(namerOf(locale).of(code) ?? code)
  } catch {
    return code
  }
}

const nowhere: Bilingual = { zh: '未注明国家', en: 'No country given' }

/** The country as a field that a list can be filtered by: chosen and told by name. */
export const countryChoice = {
  kind: 'choice' as const,
  values: [...countries, NOWHERE],
  names: Object.fromEntries(
    [...countries, NOWHERE].map((code): [string, Bilingual] => [
      code,
      code === NOWHERE ? nowhere : { zh: countryName(code, 'zh'), en: countryName(code, 'en') },
    ]),
  ),
  label: { zh: '国家/地区', en: 'Country' },
}
