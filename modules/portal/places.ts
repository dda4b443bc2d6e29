import { listDivisions } from '#modules/customers/divisions.ts'

const WESTERN_PLACE = /^([A-Z][A-Za-z.'’ -]{1,30}), ?([A-Z]{2})$/
const STREET_WORD =
  /\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|way|building|bldg|suite|floor|room)\b\.?/i
const SUFFIX = /(?:市|地区|盟)$/
const NAME_MAX = 12

let known: { full: Set<string>; bare: Set<string> } | null = null

/**
 * City of a place as carriers write it, or '': 广东省广州市天河区某路1号 gives 广州市, 'Memphis, TN' stays. Only names of the
 * divisions table are shown, and only where the text is not plainly a city and state: carriers put streets, names and
 * telephones there.
 */
export function cityOf(place: string): string {
  const text = place.normalize('NFKC').trim()
  const city = knownCity(text)
  if (city) return city
  return WESTERN_PLACE.test(text) && !STREET_WORD.test(text) ? text : ''
}

/** The first full name anywhere, else a bare one (广州) at the beginning. */
function knownCity(text: string): string {
  const { full, bare } = cities()
  for (let from = 0; from < text.length; from += 1) {
    for (let length = Math.min(NAME_MAX, text.length - from); length >= 2; length -= 1) {
      const name = text.slice(from, from + length)
      if (full.has(name)) return name
    }
  }
  const start = text.replace(/^[^\u4e00-\u9fff]+/, '')
  for (let length = Math.min(NAME_MAX, start.length); length >= 2; length -= 1) {
    if (bare.has(start.slice(0, length))) return start.slice(0, length)
  }
  return ''
}

function cities(): { full: Set<string>; bare: Set<string> } {
  if (known) return known
  const provinces = listDivisions(null)
  const below = provinces.flatMap((p) => listDivisions(p.code))
  const names = [
    ...provinces,
    ...below,
    ...below.flatMap((c) => listDivisions(c.code)).filter((d) => d.name.endsWith('市')),
  ].map((d) => d.name)
  const full = new Set(names.filter((n) => /(?:市|自治州|地区|盟|特别行政区)$/.test(n)))
  known = { full, bare: new Set([...full].map((n) => n.replace(SUFFIX, '')).filter((n) => n.length >= 2)) }
  return known
}
