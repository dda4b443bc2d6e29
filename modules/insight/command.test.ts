import { expect, test } from 'vitest'
import { world } from '#platform/testing/world.ts'
import { runKpiCommand } from './command.ts'

const w = world()

test.for([
  [['--filter', 'customer=Acme'], /--filter customer takes an id/],
  [['--filter', 'colour=red'], /no dimension "colour"/],
  [['--from', '2026-02-30'], /--from takes a day such as/],
  [['--anchor', 'wished'], /--anchor takes one of requested/],
] as const)('%j is refused in words', async ([args, words]) => {
  const house = { database: w.database, adminUrl: w.adminUrl, postgresPid: null, close: async () => {} }
  const command = runKpiCommand(house, ['otif', '--tenant', 'wrongly-asked', ...args], [])
  await expect(command).rejects.toThrow(words)
})
