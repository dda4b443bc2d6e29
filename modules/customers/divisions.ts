import { readFileSync } from 'node:fs'
import type { FieldProblem } from '#platform/errors.ts'

// Server only: reads the tables beside it. Their source and licence stand in data/cn-divisions.

export type DivisionLevel = 'province' | 'city' | 'district'
/** A Chinese division: code '44' (province), '4401' (city) or '440106' (district), as in GB/T 2260 without trailing zeros. */
export type Division = { code: string; name: string; level: DivisionLevel; parent: string | null }

export type Address = { country: string; province: string; city: string; district: string }

const FOLDER = new URL('./data/cn-divisions/', import.meta.url)
const LEVELS: Record<number, DivisionLevel> = { 2: 'province', 4: 'city', 6: 'district' }
// The edition lists no coded cities for these three; they are provinces without children here.
const UNLISTED = [
  ['71', '台湾省'],
  ['81', '香港特别行政区'],
  ['82', '澳门特别行政区'],
] as const
// Cities that only stand for "directly under the province": nobody writes them in an address.
const PLACEHOLDER_CITIES = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划'])
const SUFFIX = /(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|地区|省|市|盟|区|县)$/

type Tables = { byCode: Map<string, Division>; children: Map<string, Division[]> }
let tables: Tables | null = null

/** The provinces, or the children of a code; empty when there are none. */
export function listDivisions(parent: string | null): Division[] {
  return load().children.get(parent ?? '') ?? []
}

/** Every city with the name of its area: 广东省深圳市, 北京市. */
export const listCities = (): (Division & { areaName: string })[] =>
  listDivisions(null).flatMap(({ code: province }) =>
    listDivisions(province).map((city) => ({
      ...city,
      areaName: areaName({ country: 'CN', province, city: city.code, district: '' }),
    })),
  )

export function divisionOf(code: string): Division | null {
  return load().byCode.get(code) ?? null
}

/** The province of any code: `provinceOf('440106')` is 广东省. */
export function provinceOf(code: string): Division | null {
  return load().byCode.get(code.slice(0, 2)) ?? null
}

/** Why an address cannot be saved; codes are checked where the country is CN, elsewhere the text is free. */
export function checkAddress(address: Address): FieldProblem[] {
  if (address.country !== 'CN') return []
  const problems: FieldProblem[] = []
  if (!isChild(address.province, null))
    problems.push(problem('province', '请选择省级行政区', 'Choose a province'))
  else if (address.city !== '' && !isChild(address.city, address.province)) {
    problems.push(
      problem('city', '所选城市不属于该省，请重新选择', 'This city is not in the province. Choose again'),
    )
  } else if (address.district !== '' && !isChild(address.district, address.city)) {
    problems.push(
      problem(
        'district',
        '所选区县不属于该城市，请重新选择',
        'This district is not in the city. Choose again',
      ),
    )
  }
  return problems
}

/** The address above the street as people write it: 广东省广州市天河区; elsewhere district, city, province. */
export function areaName({ country, province, city, district }: Address): string {
  if (country !== 'CN') return [district, city, province].filter((part) => part !== '').join(', ')
  return [province, city, district]
    .map((code) => divisionOf(code)?.name ?? code)
    .filter((name) => !PLACEHOLDER_CITIES.has(name))
    .join('')
}

/**
 * The code of a division by code or name below a parent, with or without its suffix ('广东' or '广东省'); null when none
 * or more than one fits. A city may be left out: a district is then looked for in the whole province.
 */
export function findDivision(text: string, parent: string | null): Division | null {
  const wanted = text.trim()
  if (wanted === '') return null
  const near = listDivisions(parent)
  const found = only(near, wanted)
  if (found || parent === null || parent.length !== 2) return found
  return only(
    near.flatMap((city) => listDivisions(city.code)),
    wanted,
  )
}

function only(among: Division[], wanted: string): Division | null {
  const exact = among.filter((d) => d.name === wanted || d.code === wanted)
  const [first, second] = exact.length > 0 ? exact : among.filter((d) => bare(d.name) === bare(wanted))
  return first && !second ? first : null
}

function bare(name: string): string {
  const short = name.replace(SUFFIX, '')
  return short.length >= 2 ? short : name
}

function isChild(code: string, parent: string | null): boolean {
  const division = divisionOf(code)
  return division !== null && division.parent === parent
}

function problem(path: string, zh: string, en: string): FieldProblem {
  return { path, message: { zh, en } }
}

function load(): Tables {
  if (tables) return tables
  const rows = [
    ...UNLISTED.map(([code, name]) => ({ code, name })),
    ...['provinces', 'cities', 'areas'].flatMap(readTable),
  ]
  const all = rows
    .map(({ code, name }) => divisionFrom(code, name))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
  const children = new Map<string, Division[]>()
  for (const division of all) {
    const siblings = children.get(division.parent ?? '')
    if (siblings) siblings.push(division)
    else children.set(division.parent ?? '', [division])
  }
  tables = { byCode: new Map(all.map((d) => [d.code, d])), children }
  return tables
}

function divisionFrom(code: string, name: string): Division {
  const level = LEVELS[code.length]
  if (!level) throw new Error(`division code ${code} has no level`)
  return { code, name, level, parent: level === 'province' ? null : code.slice(0, -2) }
}

/** Rows of `code,"name",...`; the codes of the parents are the beginnings of the own code. */
function readTable(name: string): { code: string; name: string }[] {
  const lines = readFileSync(new URL(`${name}.csv`, FOLDER), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
  return lines.map((text) => {
    const [code = '', quoted = ''] = text.split(',')
    return { code, name: quoted.replaceAll('"', '') }
  })
}
