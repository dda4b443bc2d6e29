import { expect, test } from 'vitest'
import { Unavailable } from '#platform/errors.ts'
import { takingTurns } from '#platform/turns.ts'

test('works of a lane are done one after the other as they came, those of another lane meanwhile', async () => {
  const inTurn = takingTurns()
  const told: string[] = []
  const gate = Promise.withResolvers<void>()
  const work = (name: string, until: Promise<void> = Promise.resolve()) =>
    async function run() {
      told.push(`${name} begins`)
      await until
      told.push(`${name} ends`)
      return name
    }
  const first = inTurn('a', work('first', gate.promise))
  const second = inTurn('a', async () => {
    await work('second')()
    throw new Error('second failed')
  })
  const third = inTurn('a', work('third'))
  await inTurn('b', work('other'))
  gate.resolve()
  await expect(first).resolves.toBe('first')
  await expect(second).rejects.toThrow('second failed')
  await expect(third).resolves.toBe('third')
  expect(told).toEqual([
    'first begins',
    'other begins',
    'other ends',
    'first ends',
    'second begins',
    'second ends',
    'third begins',
    'third ends',
  ])
})

test('whoever finds too many waiting is told at once, and may come again when they are done', async () => {
  const inTurn = takingTurns()
  const gate = Promise.withResolvers<void>()
  const waiting = Array.from({ length: 50 }, () => inTurn('a', () => gate.promise))
  await expect(inTurn('a', () => Promise.resolve())).rejects.toThrow(Unavailable)
  gate.resolve()
  await Promise.all(waiting)
  await expect(inTurn('a', () => Promise.resolve('done'))).resolves.toBe('done')
})
