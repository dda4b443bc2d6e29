import { describe, expect, test } from 'vitest'
import { provinceNamesEn } from './province-names.ts'
import {
  areaName,
  checkAddress,
  divisionOf,
  findDivision,
  listCities,
  listDivisions,
  provinceOf,
} from './divisions.ts'

test('the tables are whole: 34 provinces, 342 cities, 2,978 districts, every child with its parent', () => {
  const provinces = listDivisions(null)
  const cities = provinces.flatMap((p) => listDivisions(p.code))
  const districts = cities.flatMap((c) => listDivisions(c.code))
  expect([provinces.length, cities.length, districts.length]).toEqual([34, 342, 2_978])
  expect(districts.every((d) => d.level === 'district' && divisionOf(d.parent ?? '')?.level === 'city')).toBe(
    true,
  )
})

test('every province has an English name', () => {
  expect(Object.keys(provinceNamesEn).toSorted()).toEqual(
    listDivisions(null)
      .map((p) => p.code)
      .toSorted(),
  )
})

test('the province of any code', () => {
  expect(provinceOf('440106')?.name).toBe('广东省')
  expect(provinceOf('99')).toBeNull()
})

describe('addresses', () => {
  const guangzhou = { country: 'CN', province: '44', city: '4401', district: '440106' }
  test.each([
    ['whole', guangzhou, []],
    ['province only', { ...guangzhou, city: '', district: '' }, []],
    ['Hong Kong, which has no coded cities', { ...guangzhou, province: '81', city: '', district: '' }, []],
    ['abroad, free text', { country: 'NG', province: 'Lagos', city: 'Ikeja', district: '' }, []],
    ['no province', { ...guangzhou, province: '', city: '' }, ['province']],
    ['a city where a province belongs', { ...guangzhou, province: '4401' }, ['province']],
    ['city of another province', { ...guangzhou, city: '1101' }, ['city']],
    ['district of another city', { ...guangzhou, district: '440304' }, ['district']],
    ['district without its city', { ...guangzhou, city: '' }, ['district']],
    ['a name for a code', { ...guangzhou, city: '广州市' }, ['city']],
  ])('%s', (_name, address, paths) => expect(checkAddress(address).map((p) => p.path)).toEqual(paths))

  test('are written without placeholder cities', () => {
    const nameOf = (code: string) => listCities().find((city) => city.code === code)?.areaName
    expect([nameOf('4403'), nameOf('1101')]).toEqual(['广东省深圳市', '北京市'])
    expect(areaName(guangzhou)).toBe('广东省广州市天河区')
    expect(areaName({ country: 'CN', province: '11', city: '1101', district: '110105' })).toBe('北京市朝阳区')
    expect(areaName({ country: 'NG', province: 'Lagos', city: 'Ikeja', district: '' })).toBe('Ikeja, Lagos')
  })
})

describe('divisions by name', () => {
  test.each([
    ['广东', null, '44'],
    ['广东省', null, '44'],
    ['内蒙古', null, '15'],
    ['新疆', null, '65'],
    ['广州', '44', '4401'],
    ['天河区', '44', '440106'],
    ['天河', '4401', '440106'],
    ['44', null, '44'],
    ['不存在', null, null],
    ['', null, null],
  ])('%s below %s is %s', (text, parent, code) => expect(findDivision(text, parent)?.code ?? null).toBe(code))

  test('a name that fits twice is no answer', () => {
    expect(findDivision('鼓楼区', '32')).toBeNull()
    expect(findDivision('鼓楼区', '3201')?.code).toBe('320106')
  })
})
