import { beforeAll } from 'vitest'
import { type TestUser, world } from '#platform/testing/world.ts'
import { ensureDefaultScheme } from './classes.ts'

export const SITE = {
  name: '总仓',
  province: '44',
  city: '4401',
  district: '440106',
  street: '天河路123号5栋1203室',
}
export const CONTACT = { name: '林诺', phone: '13812345678', email: 'lin@example.com', wechat: 'linnuo88' }

/** A company and its manager at work on customers; `who` is filled before the first test. */
export function customerDesk() {
  const w = world()
  const who = {} as { boss: TestUser }
  beforeAll(async () => {
    await w.committed(ensureDefaultScheme)
    who.boss = await w.user({ role: 'manager' })
  })
  const create = (name: string, more: object = {}, as = who.boss) =>
    w.call(as, 'POST', '/customers', { name, roles: ['shipper'], ...more })
  return { w, who, create }
}

export const names = (answer: { body: { rows: { name: string }[] } }) => answer.body.rows.map((r) => r.name)
