import type { z } from 'zod'
import { patternWords } from '#platform/schema.ts'
import type { Bilingual } from '#platform/text.ts'

/** What is wrong with an input and what to do about it, in both languages. The field itself is named by the problem's path. */

const CHOICES_TOLD = 12

const words = {
  required: { zh: '必填，请填写', en: 'This is needed. Fill it in' },
  choose: { zh: '请至少选择或填写一项', en: 'Give at least one' },
  text: { zh: '请填写文字', en: 'Give a text' },
  number: { zh: '请填写数字', en: 'Give a number' },
  int: { zh: '请填写整数', en: 'Give a whole number' },
  boolean: { zh: '请填写 true 或 false', en: 'Give true or false' },
  list: { zh: '请填写列表', en: 'Give a list' },
  object: { zh: '内容的结构不对，应为一组字段', en: 'The shape is not right: give a set of fields' },
  email: {
    zh: '请填写有效的电子邮箱，例如 name@example.cn',
    en: 'Give an e-mail address, such as name@example.com',
  },
  uuid: {
    zh: '这不是记录的编号（UUID），请重新选择',
    en: 'This is not the id (UUID) of a record. Choose again',
  },
  date: { zh: '请填写日期，例如 2026-03-31', en: 'Give a day, such as 2026-03-31' },
  datetime: {
    zh: '请填写带时区的时间，例如 2026-03-31T18:00:00+08:00',
    en: 'Give a time with its zone, such as 2026-03-31T18:00:00+08:00',
  },
  url: { zh: '请填写网址，例如 https://example.cn', en: 'Give an address, such as https://example.com' },
  format: { zh: '格式不正确，请检查', en: 'The format is not right. Check it' },
  wrong: { zh: '内容不正确，请检查', en: 'This is not right. Check it' },
} satisfies Record<string, Bilingual>

const byType: Record<string, Bilingual> = {
  string: words.text,
  number: words.number,
  int: words.int,
  boolean: words.boolean,
  array: words.list,
  object: words.object,
  record: words.object,
}
const byFormat: Record<string, Bilingual> = {
  email: words.email,
  uuid: words.uuid,
  date: words.date,
  datetime: words.datetime,
  url: words.url,
}

/** Words for one issue; `value` is what stands at its path. Own rules write theirs as '中文 · English'. */
export function wordsOfIssue(issue: z.core.$ZodIssue, value: unknown): Bilingual {
  if (issue.code === 'custom') return ownWords(issue.message)
  if (value === undefined || value === null) return words.required
  switch (issue.code) {
    case 'invalid_type':
      return byType[issue.expected] ?? words.wrong
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum), issue.inclusive !== false)
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum), issue.inclusive !== false)
    case 'invalid_format':
      return byFormat[issue.format] ?? patternWords.get(String(issue.pattern)) ?? words.format
    case 'invalid_value':
      return oneOf(issue.values.map(String))
    case 'unrecognized_keys':
      return {
        zh: `没有这些字段，请去掉：${issue.keys.join('、')}`,
        en: `There are no such fields, take them out: ${issue.keys.join(', ')}`,
      }
    case 'not_multiple_of':
      return { zh: `须为 ${issue.divisor} 的倍数`, en: `Give a multiple of ${issue.divisor}` }
    case 'invalid_union':
      return wordsOfUnion(issue, value)
    default:
      return words.wrong
  }
}

function ownWords(message: string): Bilingual {
  const [zh = message, en = message] = message.split(' · ')
  return { zh, en }
}

/** What each of the alternatives asks for, told once. */
function wordsOfUnion(issue: z.core.$ZodIssueInvalidUnion, value: unknown): Bilingual {
  const options = (issue as { options?: unknown[] }).options
  if (options) return oneOf(options.map(String))
  const each = issue.errors.flatMap((issues) => (issues[0] ? [wordsOfIssue(issues[0], value)] : []))
  const told = [...new Map(each.map((one) => [one.en, one])).values()]
  if (told.length === 0) return words.wrong
  return { zh: told.map((one) => one.zh).join('；或'), en: told.map((one) => one.en).join('; or ') }
}

function oneOf(choices: string[]): Bilingual {
  const told = choices.slice(0, CHOICES_TOLD)
  const more = choices.length > told.length
  return {
    zh: `请选择其中之一：${told.join('、')}${more ? ' 等' : ''}`,
    en: `Choose one of: ${told.join(', ')}${more ? ', ...' : ''}`,
  }
}

function tooSmall(origin: string, min: number, isIncluded: boolean): Bilingual {
  if (origin === 'string')
    return min === 1
      ? words.required
      : { zh: `至少填写 ${min} 个字符`, en: `Give at least ${min} characters` }
  if (origin === 'array' || origin === 'set')
    return min === 1 ? words.choose : { zh: `至少 ${min} 项`, en: `Give at least ${min} items` }
  return isIncluded
    ? { zh: `不能小于 ${min}`, en: `Give ${min} or more` }
    : { zh: `必须大于 ${min}`, en: `Give more than ${min}` }
}

function tooBig(origin: string, max: number, isIncluded: boolean): Bilingual {
  if (origin === 'string')
    return { zh: `最多 ${max} 个字符，请缩短`, en: `At most ${max} characters. Make it shorter` }
  if (origin === 'array' || origin === 'set')
    return { zh: `最多 ${max} 项，请分批提交`, en: `At most ${max} items. Send fewer at a time` }
  return isIncluded
    ? { zh: `不能大于 ${max}`, en: `Give ${max} or less` }
    : { zh: `必须小于 ${max}`, en: `Give less than ${max}` }
}
