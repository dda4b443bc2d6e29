import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { ThreadFailed, hear } from '#platform/threads.ts'

const MS = 10_000
const run = (code: string) => new Worker(code, { eval: true })
const troubleOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => (error instanceof ThreadFailed ? error.trouble : error),
  )

test('what a thread says at once is heard one after the other, also what it said before anybody asked', async () => {
  const worker = run(`for (const n of [1, 2, 3]) require('node:worker_threads').parentPort.postMessage(n)`)
  const heard = hear<number>(worker)
  expect(await heard.next(MS)).toBe(1)
  await new Promise((done) => worker.once('exit', done))
  expect([await heard.next(MS), await heard.next(MS)]).toEqual([2, 3])
  expect(await troubleOf(heard.next(MS))).toBe('broken')
  expect(await troubleOf(hear(worker).next(MS))).toBe('broken')
})

test('a thread that throws, or says nothing in time, has failed; one that was only late is heard', async () => {
  expect(await troubleOf(hear(run(`throw new Error('no')`)).next(MS))).toBe('broken')
  const late = run(`
    const { parentPort } = require('node:worker_threads')
    parentPort.once('message', () => parentPort.postMessage('late'))`)
  const heard = hear<string>(late)
  expect(await troubleOf(heard.next(0))).toBe('too_long')
  late.postMessage('go')
  expect(await heard.next(MS)).toBe('late')
  await late.terminate()
})
