/** Names of the SCMS file, and some that other tables use, which are not CLDR's English names. Renamed states carry today's code. */
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

/** ISO 3166-1 alpha-2 code of an English country name, or of a code itself; null when it is none. */
export function countryCode(name: string): string | null {
  known ??= countryNames()
  return known.get(plain(name)) ?? null
}

function countryNames(): Map<string, string> {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
  const made = new Map<string, string>()
  for (const code of LETTERS.flatMap((a) => LETTERS.map((b) => a + b))) {
    const name = names.of(code)
    if (!name || code === UNKNOWN_COUNTRY) continue
    // A retired code, such as DD, stands for the state that follows it.
    const current = new Intl.Locale(`und-${code}`).region ?? code
    made.set(plain(name), current)
    made.set(plain(code), current)
  }
  for (const [name, code] of Object.entries(OTHER_NAMES)) made.set(plain(name), code)
  return made
}
