import { describe, expect, test } from 'vitest'
import { cellText } from '#platform/cells.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { auditContent } from './audit-content.ts'

const w = world()

describe('audit log', () => {
  test('is filtered by day, person, event and record, and leads to the record with old and new values', async () => {
    const boss = await w.user({ role: 'manager' })
    const made = await w.call(boss, 'POST', '/customers', { name: '远景贸易', roles: ['consignee'] })
    const { id } = made.body
    const one = (await w.call(boss, 'GET', `/customers/${id}`)).body
    await w.call(boss, 'PATCH', `/customers/${id}`, { version: one.version, name: '远景国际贸易' })
    const read = async (query: string) => (await w.call(boss, 'GET', `/audit?${query}`)).body.rows
    const changes = await read(`subjectId=${id}&type=customer.changed&actorId=${boss.id}`)
    expect(changes).toHaveLength(1)
    expect(changes[0]).toMatchObject({
      record: { type: 'customer', id, title: expect.stringContaining('远景国际贸易') },
      changes: [{ field: 'name', before: '远景贸易', after: '远景国际贸易' }],
    })
    expect(await read(`subjectId=${id}&actorId=${newId()}`)).toEqual([])
    expect(await read(`subjectId=${id}&to=1999-12-31`)).toEqual([])
    expect((await read(`subjectId=${id}&from=1999-12-31`)).length).toBeGreaterThanOrEqual(2)
    expect(await read(`subjectId=${id}&type=order.placed,user.changed`)).toEqual([])
    expect((await w.call(boss, 'GET', '/audit?type=no.such')).status).toBe(400)
  })

  test('is paged without losing or doubling events of one moment', async () => {
    const boss = await w.user({ role: 'manager' })
    const id = newId()
    await w.committed(async (ctx) => {
      for (let n = 0; n < 5; n++)
        await ctx.db
          .run(sql`insert into event (tenant_id, type, subject_type, subject_id, actor_kind, at, data)
          values (${ctx.tenant.id}, 'order.placed', 'order', ${id}, 'system', ${ctx.now}, '{}')`)
    })
    const seen: number[] = []
    let cursor = ''
    do {
      const page = (
        await w.call(boss, 'GET', `/audit?subjectId=${id}&limit=2${cursor && `&cursor=${cursor}`}`)
      ).body
      seen.push(...page.rows.map((row: { seq: number }) => row.seq))
      cursor = page.next ? encodeURIComponent(page.next) : ''
    } while (cursor)
    expect(seen).toHaveLength(5)
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => b - a))
  })
})

test('content is said in words: fields, permissions, instants, never ids', () => {
  const style = { locale: 'zh', zone: 'Asia/Shanghai', currency: 'CNY' } as const
  const said = (
    data: Record<string, unknown>,
    changes: Parameters<typeof auditContent>[0]['changes'] = null,
  ) => cellText(auditContent({ data, changes }), style)
  expect(said({ added: ['order.read'], removed: [] })).toBe('增加: 查看订单; 去掉: 空')
  expect(said({ customerId: newId(), reason: '误操作' })).toBe('原因: 误操作')
  expect(said({ fields: ['name'] })).toBe('修改的字段: 名称')
  expect(said({}, [{ field: 'priceMinor', label: null, before: 100, after: 250 }])).toMatch(
    /^单价: .*1.00 → .*2.50$/,
  )
  expect(said({}, [{ field: 'urgent', label: null, before: false, after: true }])).toBe('加急: 否 → 是')
})
