import { expect, test } from 'vitest'
import { createParties } from '#modules/customers/parties.ts'
import { world } from '#platform/testing/world.ts'

const w = world()

test('a template says what each save changed, and why it was switched off', async () => {
  const boss = await w.user({ role: 'manager' })
  const { rows } = (await w.call(boss, 'GET', '/print-templates')).body
  const slip = rows.find((row: { document: string }) => row.document === 'receipt_slip')
  const { id, isOn, options, logoId } = slip
  const save = (body: object) =>
    w.call(boss, 'PUT', '/print-templates/receipt_slip', { isOn, options, logoId, ...body })
  await save({ version: 0, options: { ...options, footer: '客服 400', companyLines: ['广州市黄埔区'] } })
  await save({
    version: 1,
    options: { ...options, footer: '客服 400', companyLines: [] },
    isOn: false,
    reason: '改用电子回单',
  })

  const history = (await w.call(boss, 'GET', `/records/print_template/${id}/activity?limit=10`)).body.rows
  expect(history).toMatchObject([
    {
      type: 'print_template.changed',
      data: { reason: '改用电子回单' },
      changes: expect.arrayContaining([
        { field: 'isOn', label: null, before: true, after: false },
        { field: 'companyLines', label: null, before: ['广州市黄埔区'], after: [] },
      ]),
    },
    { changes: expect.arrayContaining([{ field: 'footer', label: null, before: '', after: '客服 400' }]) },
  ])
  const { rows: told } = (await w.call(boss, 'GET', `/audit?subjectId=${id}`)).body
  expect(told[0].record).toEqual({ type: 'print_template', id, title: '签收回单' })
  const reader = await w.user(['document.print', 'activity.read'])
  expect((await w.call(reader, 'GET', `/records/print_template/${id}/activity`)).status).toBe(404)
})

test('the privacy rules say which of them changed, by document and carrier', async () => {
  const boss = await w.user({ role: 'manager' })
  const [carrierId = ''] = await w.committed((ctx) =>
    createParties(ctx, [{ name: '陆通', roles: ['carrier'] }]),
  )
  const replace = (rules: object[]) => w.call(boss, 'PUT', '/print-privacy-rules', { rules })
  await replace([{ document: 'waybill', carrierId: null, fullParts: ['name'] }])
  const { id } = (await replace([{ document: 'waybill', carrierId, fullParts: ['phone', 'name'] }])).body
  const { rows } = (await w.call(boss, 'GET', `/records/print_rules/${id}/activity?limit=1`)).body
  expect(rows[0].changes).toHaveLength(2)
  expect(rows[0].changes).toEqual(
    expect.arrayContaining([
      { field: 'rule.waybill', label: null, before: ['name'], after: null },
      {
        field: 'rule.waybill',
        label: expect.stringContaining('陆通'),
        before: null,
        after: ['name', 'phone'],
      },
    ]),
  )
  await replace([{ document: 'pick_list', carrierId: null, fullParts: [] }])
  const after = (await w.call(boss, 'GET', `/records/print_rules/${id}/activity?limit=1`)).body.rows[0]
  expect(after.changes).toContainEqual({
    field: 'rule.pick_list',
    label: null,
    before: null,
    after: ['none'],
  })
  await replace([{ document: 'waybill', carrierId, fullParts: ['name'] }])
  const used = (await w.call(boss, 'GET', `/records/print_rules/${id}/related`)).body
  expect(used).toMatchObject({
    rows: [{ type: 'customer', id: carrierId }],
    counts: [{ type: 'customer', count: 1 }],
  })
})
