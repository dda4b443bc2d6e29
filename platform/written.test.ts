import { expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'
import { asJson, jsonOf, listOfJson, readRows, rowJson } from './written.ts'

const w = world()

const FROM = sql`
  from (select n, md5(n::text)::uuid as id, n * 1000003::bigint * 1000003 as big, case when n % 3 = 0 then null else n % 2 = 0 end as flag,
    case when n % 3 = 0 then null else E'"引号\\\\' || chr(1) || chr(9) || chr(10) || chr(127) || '\\u2028' || chr(8232) || n end as word,
    case when n % 3 <> 1 then timestamptz '2026-01-01 00:00:00+00' + n * interval '37 days 1 h 2 min 3.0049 s' end as at from generate_series(-3, 8) n) v
  order by n`

test('rows that PostgreSQL wrote read as the same rows made into objects and sent', async () => {
  await w.rolledBack(async (ctx) => {
    const objects = await ctx.db.all(
      sql`select id, n, big, coalesce(flag, false) as flag, word, at, json_build_object('id', id, 'last', json_build_object('word', word, 'at', at is null)) as part ${FROM}`,
    )
    const json = rowJson({
      id: asJson.code(sql`id`),
      n: asJson.number(sql`n`),
      big: asJson.number(sql`big`),
      flag: asJson.flag(sql`flag`),
      word: asJson.text(sql`word`),
      at: asJson.instant(sql`at`),
      part: {
        id: asJson.code(sql`id`),
        last: { word: asJson.text(sql`word`), at: asJson.flag(sql`at is null`) },
      },
    })
    const written = listOfJson(await ctx.db.all(sql<{ json: string }>`select ${json} as json ${FROM}`))
    expect(readRows(written)).toEqual(JSON.parse(JSON.stringify(objects)))
  })
})

test('an answer takes written rows as they stand, and a page without rows is an empty list', () => {
  const rows = listOfJson<object>([{ json: '{"a":1}' }, { json: '{"a":2}' }])
  expect(JSON.parse(jsonOf({ rows, next: null, total: 3 }))).toEqual({
    rows: [{ a: 1 }, { a: 2 }],
    next: null,
    total: 3,
  })
  expect(JSON.parse(jsonOf({ rows: listOfJson([]) }))).toEqual({ rows: [] })
  expect(JSON.parse(jsonOf({ rows: [{ json: '[' }] }))).toEqual({ rows: [{ json: '[' }] })
})
