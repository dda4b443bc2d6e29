import type { Text } from '#platform/text.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, textIn } from '#web/lib/i18n.ts'

/** What a field takes. Without `decimals` only whole numbers. */
export type NumberRange = {
  min?: number | undefined
  max?: number | undefined
  decimals?: number | undefined
}

const text = {
  whole: { zh: '整数', en: 'a whole number' },
  decimal: { zh: '数字（最多 {n} 位小数）', en: 'a number with at most {n} {n:decimal|decimals}' },
  any: { zh: '请填写{what}', en: 'Enter {what}' },
  between: { zh: '请填写 {min} 至 {max} 的{what}', en: 'Enter {what} from {min} to {max}' },
  least: { zh: '请填写不小于 {min} 的{what}', en: 'Enter {what}, {min} or more' },
  most: { zh: '请填写不大于 {max} 的{what}', en: 'Enter {what}, {max} or less' },
} satisfies Text

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/

/** What was typed as a number: `null` when there is nothing, NaN when it is not one, or finer than the field takes. Full-width digits and thousands separators count. */
export function readNumber(typed: string, decimals = 0): number | null {
  const plain = typed.normalize('NFKC').replaceAll(/[\s,]/g, '').replace(/^[−–]/, '-').replace('。', '.')
  if (plain === '') return null
  if (!NUMBER.test(plain)) return Number.NaN
  const fraction = plain.split('.')[1]?.replace(/0+$/, '') ?? ''
  return fraction.length > decimals ? Number.NaN : Number(plain)
}

/** Whether a number that was read can be sent. Nothing is no number. */
export function isInRange(value: number | null | undefined, { min, max }: NumberRange): value is number {
  if (value === null || value === undefined || Number.isNaN(value)) return false
  return value >= (min ?? -Infinity) && value <= (max ?? Infinity)
}

/** What the field takes, in words. */
export function sayRange({ min, max, decimals = 0 }: NumberRange): string {
  const t = textIn(text)
  const what = decimals === 0 ? t.whole : fill(t.decimal, { n: decimals })
  const shown = { what, min: formatNumber(min ?? 0), max: formatNumber(max ?? 0) }
  if (min !== undefined && max !== undefined) return fill(t.between, shown)
  if (min !== undefined) return fill(t.least, shown)
  return fill(max === undefined ? t.any : t.most, shown)
}
