import type { FieldProblem } from '#platform/errors.ts'
import type { Address } from './order-types.ts'

/** 'CN-44', '440000' and '44' are one province; lanes and clauses know it as '44'. Elsewhere the text stays. */
export function provinceCode(country: string, province: string): string {
  const bare = province.startsWith(`${country}-`) ? province.slice(country.length + 1) : province
  return country === 'CN' && /^\d{2}(0000)?$/.test(bare) ? bare.slice(0, 2) : bare
}

/** The address with the province by its code, and what it lacks to be delivered to. Requirements ORD-03, ORD-15. */
export function completeAddress(address: Address): { address: Address; problems: FieldProblem[] } {
  const complete = { ...address, province: provinceCode(address.country, address.province) }
  const problems: FieldProblem[] = []
  const needs = (field: keyof Address, zh: string, en: string) => {
    if (complete[field].trim() === '') problems.push({ path: `address.${field}`, message: { zh, en } })
  }
  if (complete.country === 'CN') needs('province', '请填写省份', 'Give the province')
  needs('city', '请填写城市', 'Give the city')
  needs('street', '请填写详细地址', 'Give the street and number')
  return { address: complete, problems }
}
