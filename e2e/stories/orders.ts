import assert from 'node:assert/strict'
import { customersApi } from '#modules/customers/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import {
  act,
  amend,
  choose,
  dialog,
  enter,
  fill,
  fillIn,
  follow,
  go,
  pointAt,
  press,
  row,
  see,
  seeHeading,
  seeNot,
  seeValue,
  tick,
} from '../acts.ts'
import { makeCustomer, makeGoods, makeOrder, unique, makeOwnOrder } from '../records.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'orders: pasted rows become orders, the bad row says what is wrong with it',
    as: 'manager',
    hands: 'keyboard',
    run: async (stage) => {
      const goods = await makeGoods(stage, 30)
      const customer = await makeCustomer(stage)
      const ref = `PASTE-${unique()}`
      const to = ['王小明', '13812345678', '广东省', '深圳市', '南山区', '科技园南路 88 号']
      const rows = [
        ['客户', '单号', '商品编码', '数量', '收货人', '电话', '省', '市', '区', '地址'],
        [customer.number, ref, goods.sku, '3', ...to],
        [customer.number, `${ref}-2`, goods.sku, '三箱多', ...to],
      ]
      await go(stage, '/orders')
      await follow(stage, '粘贴下单')
      await fill(stage, '从表格复制的行', rows.map((cells) => cells.join('\t')).join('\n'))
      await press(stage, '识别')
      await see(stage, '2 行，1 单可下，1 行有问题')
      await see(stage, /数量须为 1 至 100000000 的整数/, row(stage, `${ref}-2`))
      await press(stage, '下 1 单')
      await seeHeading(stage, '已下 1 单，0 单未成功')
      await follow(stage, /^SO/)
      await see(stage, ref)
      await see(stage, '已受理')
    },
  },
  {
    name: 'orders: what is short goes to the shortage desk and is decided with its cost in view',
    as: 'manager',
    hands: 'keyboard',
    run: async (stage) => {
      const goods = await makeGoods(stage, 4)
      const order = await makeOrder(stage, { customer: await makeCustomer(stage), goods, quantity: 10 })
      assert.equal(order.state, 'short')
      await go(stage, `/orders/${order.id}`)
      await see(stage, '缺 6')
      await follow(stage, '去处理')
      await seeHeading(stage, '缺货处理')
      await act(stage, row(stage, order.number).getByRole('button'))
      const desk = dialog(stage, '缺货怎么办')
      await press(stage, '按此处理', desk)
      await see(stage, '请选择一个方案', desk)
      await tick(stage, /^延期订货/, desk)
      await press(stage, '按此处理', desk)
      await see(stage, '请填写预计到货日', desk)
      await enter(stage, '预计到货日', dayFromNow(14), desk)
      await press(stage, '按此处理', desk)
      await desk.waitFor({ state: 'detached' })
      await see(stage, '延期订货', row(stage, order.number))
      await go(stage, `/orders/${order.id}`)
      await see(stage, '处理缺货')
    },
  },
  {
    name: 'orders: an order of a held customer waits until it is released with a reason',
    as: 'manager',
    hands: 'keyboard',
    run: async (stage) => {
      const goods = await makeGoods(stage, 10)
      const customer = await makeCustomer(stage)
      await stage.call(customersApi.placeCustomerHold, {
        params: { id: customer.id },
        body: { kind: 'credit', reason: '账款逾期 30 天' },
      })
      const order = await makeOrder(stage, { customer, goods, quantity: 2 })
      await go(stage, `/orders/${order.id}`)
      await see(stage, '已冻结')
      await see(stage, /账款逾期 30 天/)
      await press(stage, '解除冻结')
      const ask = dialog(stage)
      await press(stage, '解除冻结', ask)
      await see(stage, '请说明原因', ask)
      await fill(stage, '原因', '财务确认已收款', ask)
      await press(stage, '解除冻结', ask)
      await see(stage, '已受理')
      await see(stage, /财务确认已收款/)
    },
  },
  {
    name: 'orders: the customer page compares business before and after urgent orders, and says when it is too early',
    as: 'agent',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const customer = await makeCustomer(boss)
      await go(stage, `/customers/${customer.id}`)
      await seeHeading(stage, customer.name)
      assert.equal(await stage.page.getByText('加急订单带来的业务').count(), 0)
      await makeOrder(boss, { customer, goods: await makeGoods(boss, 5), quantity: 2, urgent: true })
      await go(stage, `/customers/${customer.id}`)
      await see(stage, '加急订单带来的业务')
      await see(stage, /还没有可以比较的加急订单。 另有 1 张/)
    },
  },
  {
    name: 'orders: a number out of its range stays as typed, is named by what it may be, and is not sent',
    as: 'agent',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const order = await makeOwnOrder(boss, { stock: 10, quantity: 3 })
      const form = await amend(stage, order)
      const quantity = form.getByRole('spinbutton').first()
      await fill(stage, '原因', '客户少要一件', form)
      for (const typed of ['-5', '1.5', '两箱']) {
        await quantity.fill(typed)
        await quantity.press('Tab')
        await press(stage, '保存', form)
        await see(stage, '请填写 0 至 100,000,000 的整数', form)
        assert.equal(await quantity.inputValue(), typed)
        assert.equal(await quantity.getAttribute('aria-invalid'), 'true')
      }
      const unchanged = await stage.call(ordersApi.getOrder, { params: { id: order.id } })
      assert.equal(unchanged.lines[0]?.quantity, 3)
      await quantity.fill('２')
      await seeNot(stage, '请填写 0 至 100,000,000 的整数', form)
      await press(stage, '保存', form)
      await see(stage, '已保存')
      const saved = await stage.call(ordersApi.getOrder, { params: { id: order.id } })
      assert.equal(saved.lines[0]?.quantity, 2)

      // What came back with a draft is said before anybody touches it, and once.
      await go(stage, '/orders/new')
      const ordered = stage.page.getByRole('spinbutton').first()
      await ordered.fill('-5')
      await see(stage, /^草稿已存/)
      await stage.page.reload()
      await see(stage, '请填写 1 至 100,000,000 的整数')
      await ordered.press('End')
      await press(stage, '下单')
      await see(stage, '请选择客户')
      assert.equal(await stage.page.getByText('请填写 1 至 100,000,000 的整数').count(), 1)
      await press(stage, '丢弃草稿')
    },
  },
  {
    name: 'orders: an order is amended and then cancelled, each with its reason; then nothing can be changed',
    as: 'agent',
    hands: 'keyboard',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const order = await makeOwnOrder(boss, { stock: 10, quantity: 3 })
      const form = await amend(stage, order)
      await fillIn(stage, form.getByRole('spinbutton'), '2')
      await press(stage, '保存', form)
      await see(stage, '请说明原因', form)
      await fill(stage, '原因', '客户少要一件', form)
      await press(stage, '保存', form)
      await see(stage, '已保存')
      await see(stage, '修改订单')
      await see(stage, '已预留 2')
      await press(stage, '取消订单')
      const cancel = dialog(stage, `取消订单 ${order.number}`)
      await press(stage, '取消订单', cancel)
      await see(stage, '请说明原因', cancel)
      await fill(stage, '原因', '客户项目暂停', cancel)
      await press(stage, '取消订单', cancel)
      await see(stage, '客户取消：客户项目暂停')
      await see(stage, '已取消')
      const cancelAgain = stage.page.getByRole('button', { name: /^取消订单/ }).first()
      assert.equal(await cancelAgain.getAttribute('aria-disabled'), 'true')
      await pointAt(stage, cancelAgain)
      await see(stage, '订单已结束，不能再修改')
    },
  },
  {
    name: 'orders: an incomplete order names its fields and keeps what was typed, even after a reload',
    as: 'agent',
    hands: 'keyboard',
    run: async (stage) => {
      await go(stage, '/orders/new')
      await seeHeading(stage, '新建订单')
      await press(stage, '下单')
      await see(stage, '请选择客户')
      await see(stage, '请选择商品')
      await see(stage, '请填写数量')
      await fill(stage, '客户单号', 'PO-KEPT-1')
      await fill(stage, '备注', '请电话预约')
      await stage.page.reload()
      await see(stage, /^已恢复您/)
      await seeValue(stage, '客户单号', 'PO-KEPT-1')
      await seeValue(stage, '备注', '请电话预约')
      const boss = await stage.enter('manager')
      const customer = await makeCustomer(boss)
      const goods = await makeGoods(boss, 5)
      await choose(stage, '客户', new RegExp(customer.number), { typed: customer.number })
      await choose(stage, '第 1 行 商品', new RegExp(goods.sku), { typed: goods.sku })
      await fill(stage, '数量 1', '2')
      await press(stage, '下单')
      await see(stage, '请选择省、市')
      await see(stage, '请填写详细地址，或选择客户地点')
      await seeValue(stage, '客户单号', 'PO-KEPT-1')
      await press(stage, '丢弃草稿')
      await seeValue(stage, '客户单号', '')
    },
  },
]

function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}
