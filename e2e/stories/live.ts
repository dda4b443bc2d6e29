import assert from 'node:assert/strict'
import { ordersApi } from '#modules/orders/api.ts'
import { dialog, fill, follow, go, press, row, see, seeHeading, seeNot } from '../acts.ts'
import { makeOwnOrder } from '../records.ts'
import type { Stage, Story } from '../stage.ts'

const orderOf = async (stage: Stage) => makeOwnOrder(stage, { stock: 5, quantity: 2 })

const versionOf = async ({ call }: Stage, id: string): Promise<number> =>
  (await call(ordersApi.getOrder, { params: { id } })).version

const hold = async (stage: Stage, id: string, reason: string) =>
  stage.call(ordersApi.holdOrder, {
    params: { id },
    body: { version: await versionOf(stage, id), kind: 'manual', reason },
  })

export const stories: Story[] = [
  {
    name: 'live: what a colleague changes appears on the open order, also after the connection was lost',
    as: 'manager',
    run: async (stage) => {
      const order = await orderOf(stage)
      const colleague = await stage.enter('manager')
      await go(stage, `/orders/${order.id}`)
      await seeHeading(stage, new RegExp(order.number))
      await hold(colleague, order.id, '客户要求暂缓')
      await see(stage, '刚刚有更新')
      await see(stage, '客户要求暂缓')

      await stage.context.setOffline(true)
      await see(stage, /^网络已断开/)
      await colleague.call(ordersApi.releaseOrder, {
        params: { id: order.id },
        body: { version: await versionOf(colleague, order.id), reason: '客户确认可以发货' },
      })
      await stage.context.setOffline(false)
      await see(stage, '客户确认可以发货')
      await seeNot(stage, /^网络已断开/)
    },
  },
  {
    name: 'live: a page never opened before waits for the network, and the app stays',
    as: 'manager',
    run: async (stage) => {
      await go(stage, '/orders')
      await stage.context.setOffline(true)
      await follow(stage, '满意度评价')
      await seeHeading(stage, '页面没有加载成功')
      await follow(stage, '订单')
      await seeHeading(stage, '订单')
      await follow(stage, '满意度评价')
      await seeHeading(stage, '页面没有加载成功')
      await stage.context.setOffline(false)
      await seeHeading(stage, '满意度评价')
    },
  },
  {
    name: 'live: a list changes where it stands and says how many are new',
    as: 'manager',
    run: async (stage) => {
      const first = await orderOf(stage)
      const colleague = await stage.enter('agent')
      await go(stage, '/orders')
      await row(stage, first.number).waitFor()
      const maker = await stage.enter('manager')
      const second = await orderOf(maker)
      await hold(colleague, first.id, '待核实')
      await see(stage, '有 1 条新增或变动，点击刷新')
      await row(stage, first.number).getByText('冻结').first().waitFor()
      assert.equal(await row(stage, second.number).count(), 0)
      await press(stage, '有 1 条新增或变动，点击刷新')
      await row(stage, second.number).waitFor()
    },
  },
  {
    name: 'live: two at one order see each other, and who edits is named within a second',
    as: 'manager',
    run: async (stage) => {
      const order = await orderOf(stage)
      const colleague = await stage.enter('agent')
      await go(stage, `/orders/${order.id}`)
      await go(colleague, `/orders/${order.id}`)
      await stage.page.getByRole('img', { name: '陈晓 正在查看' }).waitFor()
      await colleague.page.getByRole('img', { name: '林诺 正在查看' }).waitFor()
      await press(colleague, '修改')
      await fill(colleague, '备注', '加急', dialog(colleague))
      const began = performance.now()
      await see(stage, '陈晓 正在编辑')
      assert.ok(performance.now() - began < 1_000, 'it took more than a second')
      await go(colleague, '/')
      await stage.page.getByRole('img', { name: /^陈晓/ }).waitFor({ state: 'detached' })
      await go(stage, '/orders')
      await go(colleague, `/orders/${order.id}`)
      await row(stage, order.number).getByRole('img', { name: '陈晓 正在查看' }).waitFor()
    },
  },
]
