import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'
import { createParties } from './parties.ts'
import { maskName } from './privacy.ts'

const w = world()

test('the column of names to show masks persons as the rule does, and nobody else', async () => {
  const random = fc.sample(
    fc
      .stringMatching(/^[ A-Za-z林诺欧阳𠮷野・'.-]{1,20}$/u)
      .map((s) => s.trim())
      .filter((s) => s !== ''),
    200,
  )
  const names = ['林', '林诺', '欧阳 修', 'John Smith', '𠮷野', 'O’Brien  Ann', ...random]
  await w.rolledBack(async (ctx) => {
    await createParties(
      ctx,
      names.flatMap((name) => [
        { name, kind: 'person' as const, roles: ['shipper'] as const },
        { name, kind: 'company' as const, roles: ['shipper'] as const },
      ]),
    )
    const rows = await ctx.db.all(sql<{ name: string; kind: string; shown: string }>`
      select name, kind, shown_name as shown from party where tenant_id = ${ctx.tenant.id}`)
    expect(rows.length).toBeGreaterThanOrEqual(2 * names.length)
    for (const { name, kind, shown } of rows) expect(shown).toBe(kind === 'person' ? maskName(name) : name)
  })
})
