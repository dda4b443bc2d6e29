import { beforeAll, expect, test } from 'vitest'
import type { Job } from '#platform/jobs.ts'
import { type Log, silentLog } from '#platform/log.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { done, uploadTo, work } from './fixture.ts'
import { importJob } from './job.ts'
import { type ThreadHeap, turnsInThread } from './thread.ts'

// The steps as the server takes them: in a thread of their own.

/** Too little for the thread's own code: it dies of memory. */
const TINY: ThreadHeap = { maxOldGenerationSizeMb: 6, maxYoungGenerationSizeMb: 1 }
const ROWS = 700
const w = world()
let manager: TestUser

beforeAll(async () => {
  manager = await w.user({ role: 'manager' })
})

const toolsOf = (log: Log = silentLog) => ({ database: w.database, log, clock: w.now })
const upload = async (prefix: string) => {
  const rows = Array.from({ length: ROWS }, (_, i) => `${prefix}-${i},Product ${i}`)
  const file = Buffer.from(['商品编码,商品名称', ...rows].join('\n'))
  return (await uploadTo(w, manager, file, { name: 'p.csv', kind: 'products' })).body.id as string
}
const inThread = async (job: Job, id: string, what: 'check' | 'run' | 'undo', body?: object) => {
  await w.call(manager, 'POST', `/imports/${id}/${what}`, body)
  await work(w, job)
  return (await w.call(manager, 'GET', `/imports/${id}`)).body
}

test('a check, an import and its undo are worked on in the thread', async () => {
  const id = await upload('T')
  const job = importJob(toolsOf())
  expect(await inThread(job, id, 'check')).toMatchObject({ state: 'checked', counts: { new: ROWS } })
  expect(await inThread(job, id, 'run', { policy: 'good_rows' })).toMatchObject({
    state: 'done',
    counts: { imported: ROWS },
  })
  expect(await inThread(job, id, 'undo', { policy: 'what_can_be' })).toMatchObject({
    state: 'undone',
    counts: { undone: ROWS },
  })
  await job.end?.()
}, 60_000)

test('a thread that dies is told with the batch, and the batch can go on', async () => {
  const id = await upload('D')
  const told: unknown[] = []
  const tools = toolsOf({ ...silentLog, error: (fields) => void told.push(fields) })
  const dying = importJob(tools, turnsInThread(tools, TINY))
  expect(await inThread(dying, id, 'check')).toMatchObject({
    state: 'uploaded',
    problem: { code: 'import.trouble' },
  })
  expect(told).toMatchObject(
    [1, 2, 3].map((tries) => ({ tries, error: expect.stringMatching(/memory limit/) })),
  )
  await dying.end?.()
  const checked = await done(w, manager, { id, what: 'check' })
  expect(checked.body).toMatchObject({ state: 'checked', counts: { new: ROWS }, problem: null })
}, 60_000)
