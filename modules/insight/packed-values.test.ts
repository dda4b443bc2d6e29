import { expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'
import { unpacked } from './packed-values.ts'

const w = world()

test('values come out of the database as they went in, in parts or in none', async () => {
  const values = [0, -1, 2.5, 1e-9, -12_345.678_9, Number.MAX_VALUE]
  const { packed } = await w.committed((ctx) =>
    ctx.db.one(
      sql<{
        packed: Buffer
      }>`select string_agg(float8send(v), ''::bytea) as packed from unnest(${values}::float8[]) v`,
    ),
  )
  expect([...unpacked([packed, packed])].toSorted((a, b) => a - b)).toEqual(
    [...values, ...values].toSorted((a, b) => a - b),
  )
  expect(unpacked([])).toHaveLength(0)
})
