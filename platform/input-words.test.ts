import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Day, LocalTime, line } from './schema.ts'
import { check } from './validate.ts'

const Schema = z.strictObject({
  n: z.int().min(1).max(5),
  name: line(5, 1),
  list: z.array(z.int()).min(1).max(3),
  roles: z.array(z.string()).max(3),
  mail: z.email(),
  choice: z.enum(['a', 'b']),
  many: z.preprocess((given) => [given].flat(), z.array(z.enum(['a', 'b']))),
  time: LocalTime,
  when: z.union([Day, z.iso.datetime({ offset: true })]),
})
const good = {
  n: 1,
  name: 'x',
  list: [1],
  roles: ['r'],
  mail: 'a@b.cn',
  choice: 'a',
  many: 'a',
  time: '16:00',
  when: '2026-03-31',
}

describe('input that does not fit is told in both languages with the remedy', () => {
  test.for<[object, string, string, RegExp]>([
    [{ n: undefined }, 'n', '必填，请填写', /needed/],
    [{ n: 1.5 }, 'n', '请填写整数', /whole number/],
    [{ n: 'x' }, 'n', '请填写数字', /number/],
    [{ n: 0 }, 'n', '不能小于 1', /1 or more/],
    [{ n: 9 }, 'n', '不能大于 5', /5 or less/],
    [{ name: ' ' }, 'name', '必填，请填写', /needed/],
    [{ name: '123456' }, 'name', '最多 5 个字符，请缩短', /shorter/],
    [{ name: 'a\nb' }, 'name', '请去掉控制字符和换行', /Take out/],
    [{ list: [] }, 'list', '请至少选择或填写一项', /at least one/],
    [{ list: ['x'] }, 'list[0]', '请填写数字', /number/],
    [{ roles: 'shipper' }, 'roles', '^请填写列表$', /^Give a list$/],
    [{ mail: 'x' }, 'mail', '请填写有效的电子邮箱，例如 name@example.cn', /e-mail/],
    [{ choice: 'c' }, 'choice', '请选择其中之一：a、b', /one of: a, b/],
    [{ many: 'c' }, 'many[0]', '请选择其中之一：a、b', /one of: a, b/],
    [{ time: '25:00' }, 'time', '请填写时刻，例如 16:30', /16:30/],
    [{ when: 'soon' }, 'when', /日期.*；或.*时间/.source, /a day.*; or .*a time/],
    [{ more: 1 }, 'more', '没有这些字段，请去掉：more', /take them out: more/],
  ])('%o', ([change, path, zh, en]) => {
    const { problems = [] } = check(Schema, { ...good, ...change })
    expect(problems.map((p) => p.path)).toEqual([path])
    expect(problems[0]?.message.zh).toMatch(new RegExp(zh))
    expect(problems[0]?.message.en).toMatch(en)
  })
})
