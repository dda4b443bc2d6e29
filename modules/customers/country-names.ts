import { countries } from './countries.ts'

/** Names of the SCMS file, and some that other tables use, which are not CLDR's. Renamed states carry today's code. */
const OTHER_NAMES: Record<string, string> = {
  'Congo, DRC': 'CD',
  'Democratic Republic of the Congo': 'CD',
  DRC: 'CD',
  Congo: 'CG',
  'Ivory Coast': 'CI',
  Swaziland: 'SZ',
  Burma: 'MM',
  Myanmar: 'MM',
  Macedonia: 'MK',
  'Cape Verde': 'CV',
  'Czech Republic': 'CZ',
  'East Timor': 'TL',
  Turkey: 'TR',
  'Viet Nam': 'VN',
  'Russian Federation': 'RU',
  'Korea, Republic of': 'KR',
  'Republic of Korea': 'KR',
  'Syrian Arab Republic': 'SY',
  'Tanzania, United Republic of': 'TZ',
  'United States of America': 'US',
  USA: 'US',
  UK: 'GB',
  'Great Britain': 'GB',
  'Lao PDR': 'LA',
  'Hong Kong': 'HK',
  Macau: 'MO',
  Palestine: 'PS',
  PRC: 'CN',
  中华人民共和国: 'CN',
}

/** ISO's code for a country that is not known (user-assigned range). */
export const UNKNOWN_COUNTRY = 'ZZ'

const LETTERS = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i))

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/&/g, 'and')
    .replace(/[^\p{L}]/gu, '')
    .toLowerCase()

let known: Map<string, string> | null = null

/** ISO 3166-1 alpha-2 code of an English or Chinese country name, or of a code itself; null when it is none. */
export function countryCode(name: string): string | null {
  known ??= countryNames()
  return known.get(plain(name)) ?? null
}

function countryNames(): Map<string, string> {
  const made = new Map<string, string>()
  for (const locale of ['zh-CN', 'en']) {
    const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' })
    for (const code of LETTERS.flatMap((a) => LETTERS.map((b) => a + b))) {
      const name = names.of(code)
      if (!name || code === UNKNOWN_COUNTRY) continue
      // A retired code, such as DD, stands for the state that follows it.
      const current = new Intl.Locale(`und-${code}`).region ?? code
      made.set(plain(name), current)
      made.set(plain(code), current)
    }
  }
  for (const [name, code] of Object.entries(OTHER_NAMES)) made.set(plain(name), code)
  return made
}

/** In use everywhere, but none of ISO's own. */
const KOSOVO = 'XK'
const known3166 = new Set([...countries, KOSOVO])

/** A country that goods can be sent to. */
export const isCountry = (code: string): boolean => known3166.has(code)
