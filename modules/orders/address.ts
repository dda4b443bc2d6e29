import { isCountry } from '#modules/customers/country-names.ts'
import { areaName, divisionOf, findDivision } from '#modules/customers/divisions.ts'
import type { FieldProblem } from '#platform/errors.ts'
import type { Address, AddressView } from './order-types.ts'

/** 'CN-44', '440000', '44' and '广东省' are one province; lanes and clauses know it as '44'. Elsewhere the text stays. */
export function provinceCode(country: string, province: string): string {
  const bare = province.startsWith(`${country}-`) ? province.slice(country.length + 1) : province
  if (country !== 'CN' || bare === '') return bare
  const code = /^\d{2}(0000)?$/.test(bare) ? bare.slice(0, 2) : ''
  return divisionOf(code)?.code ?? findDivision(bare, null)?.code ?? bare
}

/**
 * The address with its Chinese divisions by code where they are known by name or code, and what it lacks to be delivered to.
 * A city or district we do not know stays as written: people name places in more ways than any table. Requirements ORD-03, ORD-15.
 */
export function completeAddress(address: Address): { address: Address; problems: FieldProblem[] } {
  const complete = address.country === 'CN' ? inCodes(address) : { ...address }
  const problems: FieldProblem[] = []
  const needs = (field: keyof Address, zh: string, en: string) => {
    if (complete[field].trim() === '') problems.push({ path: `address.${field}`, message: { zh, en } })
  }
  if (!isCountry(complete.country))
    problems.push({
      path: 'address.country',
      message: {
        zh: `没有代码为 ${complete.country} 的国家或地区，请核对两位代码`,
        en: `No country has the code ${complete.country}. Check its two letters`,
      },
    })
  if (complete.country === 'CN') {
    needs('province', '请填写省份', 'Give the province')
    if (complete.province !== '' && !divisionOf(complete.province)) {
      problems.push({
        path: 'address.province',
        message: {
          zh: '没有这个省份，请填写省份名称或两位代码，如“广东省”或“44”',
          en: 'There is no such province. Give its name or its two-digit code, as 广东省 or 44',
        },
      })
    }
  }
  needs('city', '请填写城市', 'Give the city')
  needs('street', '请填写详细地址', 'Give the street and number')
  return { address: complete, problems }
}

function inCodes(address: Address): Address {
  const province = provinceCode('CN', address.province)
  if (
    isKnown(province, 2) &&
    isKnown(address.city, 4) &&
    (address.district === '' || isKnown(address.district, 6))
  )
    return { ...address, province }
  const city = findDivision(address.city, province)
  // What was written as the city may be one of its districts.
  if (city?.level === 'district')
    return { ...address, province, city: city.parent ?? '', district: city.code }
  const district = city ? findDivision(address.district, city.code) : null
  return {
    ...address,
    province,
    city: city?.code ?? address.city,
    district: district?.code ?? address.district,
  }
}

const isKnown = (code: string, length: number): boolean => code.length === length && divisionOf(code) !== null

/** With the name of its area for people to read. */
export const viewOfAddress = (address: Address): AddressView => ({ ...address, areaName: areaName(address) })
