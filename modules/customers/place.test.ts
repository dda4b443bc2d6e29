import { describe, expect, test } from 'vitest'
import { countries } from './countries.ts'
import { countryName, placeText } from './place.ts'

test('every country has a code of its own and a name in both languages', () => {
  expect([countries.length, new Set(countries).size]).toEqual([249, 249])
  for (const code of countries)
    for (const locale of ['zh', 'en'] as const) expect(countryName(code, locale)).not.toBe(code)
})

describe('a place', () => {
  test.each([
    [
      'an area in China is named without its country',
      { country: 'CN', name: '广东省深圳市' },
      '广东省深圳市',
    ],
    ['a city abroad bears the code of its country', { country: 'VN', name: 'Hanoi' }, 'Hanoi · VN'],
    ['a country alone is named once', { country: 'VN', name: '' }, 'Vietnam'],
    ['whatever apostrophe it is written with', { country: 'CI', name: "Côte d'Ivoire" }, 'Côte d’Ivoire'],
    ['or with the other', { country: 'CI', name: 'Côte d’Ivoire' }, 'Côte d’Ivoire'],
  ])('%s', (_, place, said) => {
    expect(placeText(place, 'en')).toBe(said)
  })

  test('that a file names in English is named in Chinese on a Chinese page', () => {
    expect(placeText({ country: 'NG', name: 'Nigeria' }, 'zh')).toBe('尼日利亚')
  })
})
