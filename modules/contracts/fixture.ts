import { beforeAll, expect } from 'vitest'
import { type TestUser, world } from '#platform/testing/world.ts'
import { createParties } from '#modules/customers/parties.ts'
import { ensureDefaultClauses } from './default-clauses.ts'

export const NOW = '2025-09-22T02:00:00Z' // Monday 10:00 in Shanghai
export const DELIVER = { kind: 'deliver', target: { unit: 'days', amount: 5 } }

/** A company with two customers, and its manager at work on contracts; `who` is filled before the first test. */
export function contractDesk() {
  const w = world()
  const who = { acme: '', other: '' } as { boss: TestUser; acme: string; other: string }
  beforeAll(async () => {
    w.setNow(NOW)
    await w.committed(ensureDefaultClauses)
    const [acme = '', other = ''] = await w.committed((ctx) =>
      createParties(ctx, [
        { name: '甲公司', roles: ['shipper'] },
        { name: '乙公司', roles: ['shipper'] },
      ]),
    )
    Object.assign(who, { acme, other, boss: await w.user({ role: 'manager' }) })
  })
  const contractOf = async (customerId: string | null, more: object = {}, as = who.boss) => {
    const contract = { name: '运输服务合同', customerId, validFrom: '2025-01-01', ...more }
    const answer = await w.call(as, 'POST', '/contracts', contract)
    expect(answer.status).toBe(200)
    return answer.body as { id: string; version: number; number: string }
  }
  const draft = async (contractId: string, fields: object = DELIVER) => {
    const answer = await w.call(who.boss, 'POST', `/contracts/${contractId}/clauses`, fields)
    expect(answer.status).toBe(200)
    return answer.body as { id: string; lineId: string; version: number; state: string }
  }
  const publish = (id: string) => w.call(who.boss, 'POST', `/clauses/${id}/publication`)
  return { w, who, contractOf, draft, publish }
}
