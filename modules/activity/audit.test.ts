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
    { type = 'note.added', changes = null }: Partial<Parameters<typeof auditContent>[0]> = {},
  ) => cellText(auditContent({ type, told: data, changes }), style)
  expect(said({ added: ['order.read'], removed: [] })).toBe('增加: 查看订单; 去掉: 空')
  expect(said({ customerId: newId(), reason: '误操作' })).toBe('原因: 误操作')
  expect(said({ fields: ['name'] })).toBe('修改的字段: 名称')
  const changed = (field: string, before: unknown, after: unknown) =>
    said({}, { changes: [{ field, label: null, before, after }] })
  expect(changed('priceMinor', 100, 250)).toMatch(/^单价: .*1.00 → .*2.50$/)
  expect(changed('urgent', false, true)).toBe('加急: 否 → 是')
  expect(changed('lateShare', 0.5, 0.6)).toBe('预计延误的界限: 50.0% → 60.0%')
  expect(changed('target', { share: 0.95 }, { share: 0.97 })).toMatch(/95.*97/)
})

test('codes are said in words, each as its event uses them', () => {
  const style = { locale: 'en', zone: 'Asia/Shanghai', currency: 'CNY' } as const
  const said = (type: string, told: Record<string, unknown>) =>
    cellText(auditContent({ type, told, changes: null }), style)
  expect(said('shipment.status_changed', { to: 'picked_up', from: 'created', liable: null })).toBe(
    'Change: Created, awaiting pick-up → Picked up',
  )
  expect(said('user.created', { roles: ['finance', 'night_desk'] })).toBe('Roles: Finance clerk, night_desk')
  expect(said('customer.classified', { from: null, to: 'A' })).toBe('To: A')
  expect(said('promise.made', { kinds: ['deliver'], n: 1 })).toBe('Kinds: Deliver; Count: 1')
  expect(said('customer.held', { kind: 'credit', reason: 'x' })).toBe('Kind: Credit hold; Reason: x')
  expect(said('order.held', { kinds: ['credit'], reason: null })).toBe('Kinds: Credit')
  expect(said('import.checked', { kind: 'orders', pending: 3 })).toBe('Kind: Orders; Pending: 3')
})

test('what only the whole product can name is named: lists, actions, KPIs', async () => {
  const boss = await w.user({ role: 'manager' })
  const view = { list: 'orders', name: '急单', search: 'urgent=true', layout: {} }
  const { body } = await w.call(boss, 'POST', '/views', view)
  await w.call(boss, 'PATCH', `/views/${body.id}`, {
    version: body.version,
    search: 'state=held&state=short&sort=-placed',
  })
  const style = { locale: 'zh', zone: 'Asia/Shanghai', currency: 'CNY' } as const
  const read = async (type: string, path = `subjectId=${body.id}&`) =>
    (await w.call(boss, 'GET', `/audit?${path}type=${type}`)).body.rows.map(
      (row: Parameters<typeof auditContent>[0]) => cellText(auditContent(row), style),
    )
  expect(await read('view.saved')).toEqual(['列表: 订单; 名称: 急单'])
  expect(await read('view.changed')).toEqual(['筛选与排序: 加急: 是 → 状态: 已冻结, 缺货; 排序: 下单日期 ↓'])
  const customer = (await w.call(boss, 'POST', '/customers', { name: '海通', roles: ['consignee'] })).body
  await w.call(boss, 'PATCH', `/views/${body.id}`, {
    version: body.version + 1,
    search: `state=held&state=short&sort=-placed&customerId=${customer.id}&country=NG`,
  })
  // Only what came is told of filters that stay.
  const [latest] = (await read('view.changed')).filter((said: string) => said.includes('海通'))
  expect(latest).toBe('筛选与排序: 空 → 客户: 海通; 国家/地区: 尼日利亚')
  await w.call(boss, 'PUT', '/kpis/on_time_delivery/target', { target: 0.97 })
  const [target] = await read('kpi.target_set', '')
  expect(target).toMatch(/目标: .* → 97/)
})
