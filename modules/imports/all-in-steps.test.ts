import { beforeEach, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { ALL_ROWS_MAX } from './batch.ts'
import { contentsOf, done, importDesk, importJobHere, uploadTo, work } from './fixture.ts'

// An all-or-nothing import of more rows than one transaction takes.

const ROWS = ALL_ROWS_MAX + 500
const w = world()
const desk = importDesk(w)
let manager: TestUser
let id = ''
let series = 0

/** A file of products that was checked; none of its rows is wrong. */
beforeEach(async () => {
  manager ??= await w.user({ role: 'manager' })
  series += 1
  const rows = Array.from({ length: ROWS }, (_, i) => `S${series}-${i},Product ${i},${barcode(i)}`)
  const file = Buffer.from(['商品编码,商品名称,条码', ...rows].join('\n'))
  const { body } = await uploadTo(w, manager, file, { name: 'p.csv', kind: 'products' })
  id = body.id
  const checked = await done(w, manager, { id, what: 'check' })
  expect(checked.body).toMatchObject({ state: 'checked', counts: { new: ROWS } })
}, 60_000)

const barcode = (i: number): string => `${series}${String(i).padStart(9, '0')}`
const start = () => w.call(manager, 'POST', `/imports/${id}/run`, { policy: 'all_or_nothing' })
const read = async () => (await w.call(manager, 'GET', `/imports/${id}`)).body
/** One turn of the job: some steps, and by far not all. */
const turn = () => importJobHere(w).run()

test('a row that is turned down has all others taken back; when it is right, all go in', async () => {
  const owner = desk.goods.productId
  const giveBarcode = (code: string | null) =>
    w.committed((ctx) =>
      ctx.db.run(
        sql`update product set barcode = ${code} where tenant_id = ${ctx.tenant.id} and id = ${owner}`,
      ),
    )
  await giveBarcode(barcode(ROWS - 1))
  const before = await contentsOf(w)
  expect((await start()).body).toMatchObject({ state: 'running', progress: { isAll: true } })
  await work(w)
  expect(await read()).toMatchObject({
    state: 'checked',
    counts: { imported: 0, rejected: 1, new: ROWS - 1, undone: 0 },
    problem: { code: 'import.turned_down' },
  })
  expect(await contentsOf(w)).toEqual(before)

  await giveBarcode(null)
  await done(w, manager, { id, what: 'check' })
  await start()
  await work(w)
  expect(await read()).toMatchObject({ state: 'done', counts: { imported: ROWS }, problem: null })
}, 120_000)

test('stopped in the middle, nothing stays', async () => {
  const before = await contentsOf(w)
  await start()
  await turn()
  expect((await read()).counts.imported).toBeGreaterThan(0)
  const stopped = await w.call(manager, 'POST', `/imports/${id}/stop`)
  expect(stopped.body).toMatchObject({ state: 'undoing', progress: { isAll: true } })
  await work(w)
  expect(await read()).toMatchObject({
    state: 'checked',
    counts: { imported: 0, new: ROWS },
    problem: { code: 'import.stopped' },
  })
  expect(await contentsOf(w)).toEqual(before)
}, 120_000)

test('what somebody uses meanwhile stays, and is told', async () => {
  await start()
  await turn()
  await w.committed((ctx) =>
    ctx.db.run(sql`
      insert into product_substitute (tenant_id, product_id, substitute_id, rank)
      select ${ctx.tenant.id}, ${desk.goods.productId}, result_id, 99 from import_row
      where tenant_id = ${ctx.tenant.id} and batch_id = ${id} and outcome = 'imported' order by row_no limit 1`),
  )
  await w.call(manager, 'POST', `/imports/${id}/stop`)
  await work(w)
  expect(await read()).toMatchObject({
    state: 'checked',
    kept: 1,
    counts: { imported: 1 },
    problem: { code: 'import.kept_back' },
  })
}, 120_000)

test('the progress of a check only grows, until its last row', async () => {
  await w.call(manager, 'POST', `/imports/${id}/check`)
  const shares: number[] = []
  for (let batch = await read(); batch.state === 'checking'; batch = await read()) {
    shares.push(batch.progress.done / batch.progress.total)
    await turn()
  }
  expect(shares.length).toBeGreaterThan(2)
  expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  expect(shares.at(-1)).toBeLessThanOrEqual(1)
}, 60_000)
