import { countryCode } from '#modules/customers/country-names.ts'
import { halfWidth } from '#modules/orders/paste.ts'
import { offsetAt, parseDay } from '#modules/scheduling/zone.ts'
import { currencyExponent, toMinor } from '#platform/money.ts'
import type { Bilingual } from '#platform/text.ts'

/** A cell read, or what is wrong with it. An empty cell is undefined. */
export type Read<T> = { value: T | undefined } | { problem: Bilingual }

const bad = (zh: string, en: string): { problem: Bilingual } => ({ problem: { zh, en } })
const tidy = (text: string): string => halfWidth(text).trim()

const QUANTITY_MAX = 100_000_000

/** '12', '1,200', '12.0', '12 件': a whole number of units. */
export function readQuantity(text: string): Read<number> {
  const digits = tidy(text)
    .replace(/(?<=\d),(?=\d{3}(\D|$))/g, '')
    .replace(/\s*(件|箱|个|台|套|盒|袋|包|pcs|pc|ea|units?)$/i, '')
  if (digits === '') return { value: undefined }
  const quantity = Number(digits)
  if (/^\d+(\.0+)?$/.test(digits) && quantity >= 1 && quantity <= QUANTITY_MAX) return { value: quantity }
  return bad(
    `数量“${cut(text)}”有误，须为 1 至 ${QUANTITY_MAX} 的整数`,
    `“${cut(text)}” is no quantity. Give a whole number from 1 to ${QUANTITY_MAX}`,
  )
}

/** '2026-11-22', '2026/11/2', '2026年11月2日', with or without a time of the company's zone. A day stays a day, a time becomes an instant. */
export function readDay(text: string, zone: string): Read<string> {
  const given = tidy(text)
  if (given === '') return { value: undefined }
  const match =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\d{1,2})[:时点](\d{2})?(?::(\d{2})(?:\.\d+)?|分)?)?$/.exec(
      given,
    ) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(given)
  const [, year = '', month = '', day = '', hour, minute = '00', second = '00'] = match ?? []
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const number = match ? parseDay(date) : null
  if (
    number === null ||
    year < '1970' ||
    year > '2199' ||
    Number(hour ?? 0) > 23 ||
    Number(minute) > 59 ||
    Number(second) > 59
  ) {
    return noDay(given)
  }
  const isMidnight = Number(hour ?? 0) === 0 && Number(minute) === 0 && Number(second) === 0
  if (hour === undefined || isMidnight) return { value: date }
  const wall = Date.parse(`${date}T${hour.padStart(2, '0')}:${minute}:${second}Z`)
  const guess = wall - offsetAt(zone, wall)
  return { value: new Date(wall - offsetAt(zone, guess)).toISOString() }
}

/** What is wrong with it, in the words of whoever wrote it. */
function noDay(given: string): { problem: Bilingual } {
  const [, first = '', second = '', year = ''] =
    /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/.exec(given) ?? []
  if (year !== '' && Number(first) <= 12 && Number(second) <= 12 && first !== second)
    return bad(
      `日期“${cut(given)}”有歧义，可能是 ${first} 月 ${second} 日或 ${second} 月 ${first} 日，请写成 2026-11-22`,
      `“${cut(given)}” can be read as two days, month first or day first. Write it as 2026-11-22`,
    )
  if (/^[2-7]\d{4}(\.\d+)?$/.test(given))
    return bad(
      `“${cut(given)}”像是表格软件的日期序号，请把该列设为日期格式，或写成 2026-11-22`,
      `“${cut(given)}” looks like a spreadsheet’s number of a day. Format the column as dates, or write 2026-11-22`,
    )
  return bad(
    `日期“${cut(given)}”无法识别，请写成 2026-11-22`,
    `“${cut(given)}” is no date. Write it as 2026-11-22`,
  )
}

/** A day or an instant of readDay as an instant; a day begins at midnight of the company's zone. */
export function instantOf(read: string, zone: string): Date {
  if (read.length > 10) return new Date(read)
  const wall = Date.parse(`${read}T00:00:00Z`)
  const guess = wall - offsetAt(zone, wall)
  return new Date(wall - offsetAt(zone, guess))
}

const YES = /^(是|加急|紧急|急|特急|y|yes|true|1|urgent|rush|√|✓)$/i
const NO = /^(否|不|普通|正常|标准|n|no|false|0|normal|standard|×|-|无)$/i

export function readUrgent(text: string): Read<boolean> {
  const given = tidy(text)
  if (given === '') return { value: undefined }
  if (YES.test(given)) return { value: true }
  if (NO.test(given)) return { value: false }
  return bad(`“${cut(text)}”无法识别，请填“是”或“否”`, `“${cut(text)}” is neither yes nor no`)
}

const SERVICES: Record<string, string> = {
  标准: 'standard',
  普通: 'standard',
  标准达: 'standard',
  快运: 'express',
  快递: 'express',
  特快: 'express',
  次日达: 'express',
  经济: 'economy',
  慢运: 'economy',
}
const SERVICE_KEY = /^[a-z][a-z0-9_]{0,39}$/

/** 标准, 快运, 经济 and their keys; a key of an own service passes as it is. */
export function readService(text: string): Read<string> {
  const given = tidy(text).toLowerCase()
  if (given === '') return { value: undefined }
  const service = SERVICES[given] ?? SERVICES[given.replace(/(服务|件)$/, '')] ?? given
  return SERVICE_KEY.test(service)
    ? { value: service }
    : bad(
        `服务类型“${cut(text)}”无法识别，请填标准、快运或经济`,
        `“${cut(text)}” is no service. Give standard, express or economy`,
      )
}

const PRICE_MAX_MINOR = 1_000_000_000_000

/** '12.50', '¥1,234.00', '12.5元': the price of a unit in the company's currency, in minor units. */
export function readPrice(text: string, currency: string): Read<number> {
  const digits = tidy(text)
    .replace(/^(¥|￥|\$|€|£|RMB|CNY|USD|EUR)\s*/i, '')
    .replace(/\s*(元|圆|块)$/, '')
    .replace(/(?<=\d),(?=\d{3}(\D|$))/g, '')
  if (digits === '') return { value: undefined }
  const minor = /^\d{1,12}(\.\d{1,6})?$/.test(digits) ? toMinor(Number(digits), currency) : null
  if (minor !== null && minor <= PRICE_MAX_MINOR) return { value: minor }
  return bad(
    `单价“${cut(text)}”有误，请填数字，如 12.50`,
    `“${cut(text)}” is no price. Give a number such as 12.50`,
  )
}

/** 1250 as '12.50' in a currency with two decimals. */
export function priceText(minor: number, currency: string): string {
  const digits = currencyExponent(currency)
  return (minor / 10 ** digits).toFixed(digits)
}

const GRAMS: Record<string, number> = {
  '': 1_000,
  kg: 1_000,
  千克: 1_000,
  公斤: 1_000,
  g: 1,
  克: 1,
  斤: 500,
  t: 1_000_000,
  吨: 1_000_000,
}
const WEIGHT_MAX_G = 1_000_000_000

/** '0.5', '500g', '1.2 公斤': the weight of a unit in grams; kilograms when no unit is named. */
export function readWeight(text: string): Read<number> {
  const given = tidy(text).replace(/(?<=\d),(?=\d{3}(\D|$))/g, '')
  if (given === '') return { value: undefined }
  const [, digits = '', unit = ''] =
    /^(\d{1,9}(?:\.\d{1,6})?)\s*([a-z]*|千克|公斤|克|斤|吨)$/i.exec(given) ?? []
  const grams = GRAMS[unit.toLowerCase()]
  const weight = digits === '' || grams === undefined ? null : Math.round(Number(digits) * grams)
  if (weight !== null && weight <= WEIGHT_MAX_G) return { value: weight }
  return bad(
    `重量“${cut(text)}”有误，请填千克数，如 0.5`,
    `“${cut(text)}” is no weight. Give kilograms, such as 0.5`,
  )
}
export const weightText = (grams: number): string => String(grams / 1_000)

/** 'A; B、C': names in a list, none twice. */
export function readList(text: string, max: number): Read<string[]> {
  const items = [
    ...new Set(
      tidy(text)
        .split(/[;；,，、|\s]+/)
        .filter((item) => item !== ''),
    ),
  ]
  if (items.length === 0) return { value: undefined }
  return items.length <= max ? { value: items } : bad(`最多 ${max} 个`, `At most ${max}`)
}

/** '12', '-3', '+5', '1,200': a whole number of units, from `min` on. */
export function readUnits(text: string, min: number): Read<number> {
  const digits = tidy(text)
    .replace(/(?<=\d),(?=\d{3}(\D|$))/g, '')
    .replace(/\s*(件|箱|个|台|套|盒|袋|包|pcs|pc|ea|units?)$/i, '')
  if (digits === '') return { value: undefined }
  const units = Number(digits)
  if (/^[+-]?\d+(\.0+)?$/.test(digits) && units >= min && Math.abs(units) <= QUANTITY_MAX)
    return { value: units }
  return min < 0
    ? bad(
        `数量“${cut(text)}”有误，须为整数，减少写负数`,
        `“${cut(text)}” is no whole number. Use a minus sign to take away`,
      )
    : bad(
        `数量“${cut(text)}”有误，须为不小于 ${min} 的整数`,
        `“${cut(text)}” is no whole number from ${min} on`,
      )
}

/** One of several words, by its key or any of its names. */
export function readChoice<K extends string>(text: string, choices: Record<K, Bilingual>): Read<K> {
  const given = tidy(text).toLowerCase()
  if (given === '') return { value: undefined }
  const keys = Object.keys(choices) as K[]
  const key = keys.find((one) =>
    [one, one.replaceAll('_', ' '), choices[one].zh, choices[one].en.toLowerCase()].includes(given),
  )
  if (key !== undefined) return { value: key }
  return bad(
    `“${cut(text)}”无法识别，请填${keys.map((one) => choices[one].zh).join('、')}`,
    `“${cut(text)}” is none of ${keys.map((one) => choices[one].en).join(', ')}`,
  )
}

/** Several of a list of words. */
export function readChoices<K extends string>(text: string, choices: Record<K, Bilingual>): Read<K[]> {
  const parts = tidy(text)
    .split(/[;；,，、/|]+/)
    .filter((part) => part.trim() !== '')
  const keys: K[] = []
  for (const part of parts) {
    const read = readChoice(part, choices)
    if ('problem' in read) return read
    if (read.value !== undefined && !keys.includes(read.value)) keys.push(read.value)
  }
  return { value: keys.length > 0 ? keys : undefined }
}

/** An address of e-mail in lower case; whether it is one is the owner's rule. */
export const readEmail = (text: string): Read<string> => ({ value: tidy(text).toLowerCase() || undefined })

export function readCountry(text: string): Read<string> {
  const given = tidy(text)
  if (given === '') return { value: undefined }
  const code = countryCode(given)
  return code !== null
    ? { value: code }
    : bad(
        `国家“${cut(text)}”无法识别，请填名称或两位代码，如 CN`,
        `“${cut(text)}” is no country. Give its name or two-letter code, as CN`,
      )
}

/** Phone numbers as people type them: spaces, dashes and full-width digits. Long numbers a spreadsheet made decimal lose their '.0'. */
export const readPhone = (text: string): Read<string> =>
  failedFormula(text) ??
  shortenedNumber(text) ?? {
    value: tidy(text).replace(/\.0+$/, '').replace(/[‐–—]/g, '-') || undefined,
  }

export const readText = (text: string): Read<string> =>
  failedFormula(text) ?? { value: text.replace(/[\r\n\t]+/g, ' ').trim() || undefined }
export const readCode = (text: string): Read<string> =>
  failedFormula(text) ??
  shortenedNumber(text) ?? { value: tidy(text).replace(/[\r\n\t]+/g, ' ') || undefined }

/** '2.02611E+11': the digits a spreadsheet left out are gone, and other numbers look the same. */
const shortenedNumber = (text: string): { problem: Bilingual } | null =>
  /^\d(\.\d+)?E\+\d{1,3}$/i.test(tidy(text))
    ? bad(
        `“${cut(tidy(text))}”是被表格软件缩写的长数字，请把该列设为文本后重新导出`,
        `“${cut(tidy(text))}” is a long number that a spreadsheet shortened. Format the column as text and export again`,
      )
    : null

/** What spreadsheets show in place of a result; it is nobody's name. */
const FAILED = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)$/

const failedFormula = (text: string): { problem: Bilingual } | null =>
  FAILED.test(text.trim())
    ? bad(
        `单元格是出错的公式“${text.trim()}”，请改正`,
        `The cell is a formula that failed, “${text.trim()}”. Correct it`,
      )
    : null

const SHOWN_MAX = 30
const cut = (text: string): string => (text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text)
