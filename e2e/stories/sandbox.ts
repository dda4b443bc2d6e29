import assert from 'node:assert/strict'
import { customersApi } from '#modules/customers/api.ts'
import { identityApi } from '#modules/identity/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { dialog, fill, go, press, see, seeNot } from '../acts.ts'
import { makeCustomer } from '../records.ts'
import type { Stage, Story } from '../stage.ts'

const RESET_MS = 240_000
const ASK_EVERY_MS = 1_000

const countOrders = async (stage: Stage): Promise<number> =>
  (await stage.call(ordersApi.listOrders, { query: { limit: 1, count: 'true' } } as never)).total ?? 0

export const stories: Story[] = [
  {
    name: 'sandbox: the demo company goes back to its first state, step by step; its people stay',
    as: 'manager',
    limitMs: RESET_MS + 60_000,
    run: async (stage) => {
      const customer = await makeCustomer(stage)
      const { rows: people } = await stage.call(identityApi.listUsers, { query: { limit: 200 } } as never)
      const before = await countOrders(stage)
      assert.ok(before > 0)

      const agent = await stage.enter('agent')
      await go(agent, '/settings')
      await see(agent, '个人设置')
      await seeNot(agent, '恢复初始数据')

      await go(stage, '/settings')
      await press(stage, '恢复初始数据')
      const ask = dialog(stage, '恢复演示公司的初始数据？')
      const confirm = ask.getByRole('button', { name: '恢复初始数据' })
      await fill(stage, /请输入公司代码/, 'dmeo', ask)
      assert.ok(await confirm.isDisabled())
      await fill(stage, /请输入公司代码/, 'demo', ask)
      await press(stage, '恢复初始数据', ask)
      await see(stage, /已开始恢复/)
      await see(stage, '生成演示数据')

      await untilReset(stage)
      await see(stage, /上次恢复/)
      const found = await stage.call(customersApi.listCustomers, {
        query: { search: customer.name },
      } as never)
      assert.deepEqual(found.rows, [])
      assert.ok((await countOrders(stage)) > 0)
      const { rows: still } = await stage.call(identityApi.listUsers, { query: { limit: 200 } } as never)
      assert.deepEqual(still.map(({ id }) => id).toSorted(), people.map(({ id }) => id).toSorted())
      await go(stage, '/settings/audit?subjectType=tenant')
      await see(stage, '演示数据已恢复')
    },
  },
]

async function untilReset(stage: Stage): Promise<void> {
  for (let waited = 0; waited < RESET_MS; waited += ASK_EVERY_MS) {
    const { reset } = await stage.call(identityApi.getSandbox)
    assert.notEqual(reset?.state, 'failed')
    if (reset?.state === 'done') return
    await stage.page.waitForTimeout(ASK_EVERY_MS)
  }
  throw new Error('the reset did not end')
}
