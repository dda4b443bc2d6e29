import { describe, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'
import { jsonOf, readRows, writeRows } from './written.ts'

const w = world()

const VALUES = sql`
  select n as "int", n * 1000003::bigint * 1000003 as "big", n / 7::numeric as "numeric", n / 7::float8 as "float", n % 2 = 0 as "flag", n::smallint as "small",
    case when n % 3 = 0 then null else '"引号\\' || chr(9) || chr(10) || chr(127) || '\\u2028' || chr(8232) || n end as "text", 'CN'::char(2) as "code", 'v'::varchar(5) as "short",
    md5(n::text)::uuid as "id", timestamptz '2026-01-01 00:00:00+00' + n * interval '37 days 1 h 2 min 3.0041 s' as "at", timestamptz '2026-01-01 00:00:00.5+00' as "half",
    case when n = 4 then timestamptz '0044-03-15 12:00:00+00 BC' when n = 5 then timestamptz '12026-01-01 00:00:00+00' end as "odd",
    date '2026-02-28' + n as "day", json_build_object('a', n, 'b', array[n, null]) as "json", jsonb_build_object('a', n) as "jsonb", array['x', null, n::text] as "list"
  from generate_series(-3, 8) n`

test('written rows read as the same rows made into objects and sent', async () => {
  await w.rolledBack(async (ctx) => {
    const objects = await ctx.db.all(VALUES)
    const written = writeRows(await ctx.db.raw(VALUES), () => false)
    expect(JSON.parse(written.json)).toEqual(JSON.parse(JSON.stringify(objects)))
  })
})

describe('shape', () => {
  const raw = {
    columns: ['id', 'customer.id', 'customer.name', 'note', 'last.at', 'k0', 't0'].map((name) => ({
      name,
      type: 25,
    })),
    rows: [
      ['1', 'c', '宏达', null, 'x', 'k', 't'],
      ['2', 'd', 'a"b', 'n', null, 'k', 't'],
    ],
  }
  test('names with a point are objects, keys are left out, an empty page is an empty list', () => {
    const isKey = (name: string) => name.length === 2 && name !== 'id'
    expect(readRows(writeRows(raw, isKey))).toEqual([
      { id: '1', customer: { id: 'c', name: '宏达' }, note: null, last: { at: 'x' } },
      { id: '2', customer: { id: 'd', name: 'a"b' }, note: 'n', last: { at: null } },
    ])
    expect(writeRows({ ...raw, rows: [] }, isKey)).toEqual({ json: '[]' })
    expect(
      readRows(writeRows({ columns: raw.columns.slice(1, 5), rows: [['c', 'n', null, 'x']] }, isKey)),
    ).toEqual([{ customer: { id: 'c', name: 'n' }, note: null, last: { at: 'x' } }])
  })

  test('an answer takes written rows as they stand', () => {
    const rows = writeRows<object>({ columns: [{ name: 'a', type: 23 }], rows: [['1']] }, () => false)
    expect(JSON.parse(jsonOf({ rows, next: null, total: 3 }))).toEqual({
      rows: [{ a: 1 }],
      next: null,
      total: 3,
    })
    expect(JSON.parse(jsonOf({ rows }))).toEqual({ rows: [{ a: 1 }] })
    expect(JSON.parse(jsonOf({ rows: [{ json: '[' }] }))).toEqual({ rows: [{ json: '[' }] })
  })
})
