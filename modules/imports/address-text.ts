import { findDivision, listDivisions } from '#modules/customers/divisions.ts'

export type AddressParts = {
  country?: string | undefined
  province?: string | undefined
  city?: string | undefined
  district?: string | undefined
  street?: string | undefined
}

const CITY = /^(.{2,10}?(?:自治州|地区|盟|市))/
const DISTRICT = /^(.{1,10}?(?:区|县|旗|市))/
const MUNICIPALITIES = new Set(['11', '12', '31', '50'])

/**
 * An address written in one piece ('广东省广州市天河区天河路 1 号') in its parts, when province and city stand in no column of their own.
 * Nothing is changed when the province at its beginning is not known: a person then sees what is missing.
 */
export function splitAddress(parts: AddressParts): Partial<AddressParts> {
  const { street } = parts
  if (!street || parts.province || parts.city || (parts.country ?? 'CN') !== 'CN') return {}
  const text = street.replace(/^(中国|中华人民共和国)/, '').replace(/^[\s,，]+/, '')
  const province = provinceAt(text)
  if (!province) return {}
  const rest = text.slice(province.length).replace(/^[\s,，]+/, '')
  const isMunicipality = MUNICIPALITIES.has(province.code)
  const city = isMunicipality
    ? { name: province.name, length: CITY.exec(rest)?.[1] === province.name ? province.name.length : 0 }
    : cityAt(rest, province.code)
  if (!city) return {}
  const below = rest.slice(city.length).replace(/^[\s,，]+/, '')
  const district = districtAt(below, province.code)
  const left = below.slice(district.length).trim()
  if (left === '') return {}
  // In a municipality the district says where it is: there is no city between the two.
  if (isMunicipality && district !== '') return { province: province.name, city: district, street: left }
  return { province: province.name, city: city.name, ...(district === '' ? {} : { district }), street: left }
}

function provinceAt(text: string): { code: string; name: string; length: number } | null {
  for (const { code, name } of listDivisions(null)) {
    const short = name.replace(/(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市)$/, '')
    const written = text.startsWith(name)
      ? name
      : text.startsWith(`${short}省`)
        ? `${short}省`
        : text.startsWith(short)
          ? short
          : null
    if (written !== null) return { code, name, length: written.length }
  }
  return null
}

function cityAt(text: string, province: string): { name: string; length: number } | null {
  const written = CITY.exec(text)?.[1]
  const city = written ? findDivision(written, province) : null
  return written && city ? { name: city.name, length: written.length } : null
}

function districtAt(text: string, province: string): string {
  const written = DISTRICT.exec(text)?.[1] ?? ''
  return written !== '' && findDivision(written, province) ? written : ''
}
