import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readStoredFile, storeFile, temporaryPath, useFileStore, waitingPath } from '#platform/files.ts'
import { newId } from '#platform/ids.ts'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'
import { stillReading } from '#modules/imports/reading.ts'
import { removeStrayFiles } from './stray-files.ts'

const w = world()
const directory = mkdtempSync(join(tmpdir(), 'nuoda-stray-'))
beforeAll(() => useFileStore(directory))
afterAll(() => rmSync(directory, { recursive: true }))

const OLD = new Date(Date.now() - 2 * 86_400_000)
const bytes = Buffer.from('x')
const placeOf = (id: string): string => join(directory, w.tenant.id, id.slice(-2), id)
const shelfOf = (id: string): number => parseInt(id.slice(-2), 16)
const age = (...paths: string[]) => paths.forEach((path) => utimesSync(path, OLD, OLD))
const put = (path: string): string => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
  return path
}
const sweep = (shelf = 0) =>
  removeStrayFiles({ database: w.database, clock: () => new Date(), isAwaited: stillReading }, shelf)

test('a stored file stays; one whose transaction failed goes after a day, and so does one that was never whole', async () => {
  const kept = await w.committed((ctx) => storeFile(ctx, { name: 'kept', contentType: 'text/plain', bytes }))
  let lost = ''
  const failing = w.committed(async (ctx) => {
    lost = await storeFile(ctx, { name: 'lost', contentType: 'text/plain', bytes })
    throw new Error('no commit')
  })
  await expect(failing).rejects.toThrow('no commit')
  const part = put(`${placeOf(newId().slice(0, -2) + lost.slice(-2))}.part`)
  const others = put(join(dirname(placeOf(lost)), 'not-ours.txt'))
  expect(await sweep(shelfOf(lost))).toBe(0)

  age(placeOf(kept), placeOf(lost), part, others)
  expect(await sweep(shelfOf(lost))).toBe(2)
  await sweep(shelfOf(kept))
  expect([placeOf(lost), part, others, placeOf(kept)].map((path) => existsSync(path))).toEqual([
    false,
    false,
    true,
    true,
  ])
  const read = await w.committed((ctx) => readStoredFile(ctx, kept))
  expect(read.bytes.equals(bytes)).toBe(true)
})

test('what a request left goes after a day, and an upload unless its import still reads it', async () => {
  const [fresh, left] = [put(await temporaryPath()), put(await temporaryPath())]
  const addBatch = (state: string) =>
    w.committed(async (ctx) => {
      const id = newId()
      await ctx.db.run(sql`
        insert into import_batch (tenant_id, id, kind, file_name, mapping, state, created_at) values (${ctx.tenant.id}, ${id}, 'orders', 'f', '{}', ${state}, now())`)
      return put(waitingPath(ctx.tenant.id, id))
    })
  const reading = await addBatch('reading')
  const over = await addBatch('failed')
  const nobodys = put(waitingPath(w.tenant.id, newId()))
  age(left, reading, over, nobodys)
  expect(await sweep()).toBe(3)
  expect([fresh, reading, left, over, nobodys].map((path) => existsSync(path))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})

test('nothing is touched of a company that this database does not know', async () => {
  const id = newId()
  const path = put(join(directory, newId(), id.slice(-2), id))
  age(path)
  expect(await sweep(shelfOf(id))).toBe(0)
  expect(existsSync(path)).toBe(true)
})
