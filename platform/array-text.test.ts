import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sql } from './db.ts'
import { world } from './testing/world.ts'

const w = world()

test('any texts come back from PostgreSQL as they were, in their order', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }).map((s) => s.replaceAll('\0', '')),
    fc.constantFrom('', 'NULL', 'null', '{}', '"', '\\', '\\"', ',', ' ', '{"a":1}', '广州，天河', '🚚'),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text), { maxLength: 20 }), async (texts) => {
      const back = await w.committed((ctx) =>
        ctx.db.one(sql<{ texts: (string | null)[] }>`select ${texts}::text[] as texts`),
      )
      expect(back.texts).toEqual(texts)
    }),
    { numRuns: 60 },
  )
})

test('numbers, truth, instants, bytes, documents, what is missing, and lists of lists', async () => {
  const at = new Date('2026-02-28T23:59:59.999Z')
  const back = await w.committed((ctx) =>
    ctx.db.one(sql`
      select ${[1, -2.5, null]}::float8[] as numbers, (${[9_007_199_254_740_991n]}::bigint[])[1] as large, ${[true, false]}::boolean[] as truth,
        ${[at, null]}::timestamptz[] as instants, ${[Buffer.from([0, 34, 92, 255])]}::bytea[] as bytes, ${[{ a: '"\\', b: [1] }]}::jsonb[] as documents,
        ${[undefined, 'x']}::text[] as missing, ${[
          ['a', '"'],
          [null, 'b'],
        ]}::text[][] as lists, ${[]}::uuid[] as none`),
  )
  expect(back).toEqual({
    numbers: [1, -2.5, null],
    large: 9_007_199_254_740_991,
    truth: [true, false],
    instants: [at, null],
    bytes: [Buffer.from([0, 34, 92, 255])],
    documents: [{ a: '"\\', b: [1] }],
    missing: [null, 'x'],
    lists: [
      ['a', '"'],
      [null, 'b'],
    ],
    none: [],
  })
})
