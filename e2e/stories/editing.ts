import assert from 'node:assert/strict'
import { customersApi } from '#modules/customers/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { amend, dialog, field, fill, go, press, see, seeHeading, seeNot, seeValue } from '../acts.ts'
import { paste } from '../keys.ts'
import { makeCustomer, unique, makeOwnOrder } from '../records.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'editing: two amend one order; the later is told the difference, chooses by keyboard, and both are right',
    as: 'agent',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const order = await makeOwnOrder(boss, { stock: 10, quantity: 3 })
      const mine = await amend(stage, order)
      const theirs = await amend(boss, order)

      await fill(boss, '备注', '经理的备注', theirs)
      await fill(boss, '送货要求', '走货梯', theirs)
      await fill(boss, '原因', '客户致电经理', theirs)
      await press(boss, '保存', theirs)
      await see(boss, '已保存')

      await mine.getByRole('spinbutton').first().fill('2')
      await fill(stage, '备注', '客服的备注', mine)
      await fill(stage, '原因', '客户少要一件', mine)
      await stage.page.keyboard.press('Control+Enter')
      await see(stage, '您编辑期间，他人改了同样的内容', mine)
      await see(stage, '经理的备注', mine)
      await see(stage, /^林诺 修改/, mine)
      await see(stage, '另有 1 处只有对方修改过，已直接采用。', mine)
      const save = mine.getByRole('button', { name: '按选择保存' })
      assert.equal(await save.isDisabled(), true, 'nothing is saved before all is chosen')
      await mine.getByRole('radio', { name: '用我的' }).focus()
      await stage.page.keyboard.press('ArrowRight')
      await seeValue(stage, '备注', '经理的备注', mine)
      await stage.page.keyboard.press('ArrowLeft')
      await seeValue(stage, '备注', '客服的备注', mine)
      await save.press('Enter')
      await see(stage, '已保存')

      const saved = await stage.call(ordersApi.getOrder, { params: { id: order.id } })
      assert.deepEqual(
        [saved.lines[0]?.quantity, saved.note, saved.deliveryNote],
        [2, '客服的备注', '走货梯'],
      )
    },
  },
  {
    name: 'editing: a save that touches other fields goes through and says whose change it kept',
    as: 'manager',
    look: { locale: 'en' },
    run: async (stage) => {
      const customer = await makeCustomer(stage)
      await go(stage, `/customers/${customer.id}`)
      await press(stage, 'Change')
      const form = dialog(stage, 'Change a customer')
      await stage.call(customersApi.updateCustomer, {
        params: { id: customer.id },
        body: { version: customer.version, note: 'Written meanwhile' },
      })
      await fill(stage, 'Name', `${customer.name} 2`, form)
      await press(stage, 'Save', form)
      await see(stage, /1 other changes that .+ made meanwhile were kept/)
    },
  },
  {
    name: 'editing: a draft outlives a killed window, says so, and is gone when discarded',
    as: 'agent',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const order = await makeOwnOrder(boss, { stock: 10, quantity: 3 })
      const form = await amend(stage, order)
      await fill(stage, '备注', '先写一半', form)
      await see(stage, /^草稿已存/, form)
      // Killed, not closed: no event of the page runs. Another window of the same person takes over.
      const other = await stage.enter('agent')
      await stage.context.close()

      const again = await amend(other, order)
      await see(other, /已恢复您 .+ 填写但未保存的内容/, again)
      await seeValue(other, '备注', '先写一半', again)
      await see(other, '未保存', again)
      await press(other, '丢弃草稿', again)
      await seeValue(other, '备注', '', again)
      await seeNot(other, '未保存', again)
      await press(other, '取消', again)
      await press(other, '修改')
      await seeNot(other, /已恢复您/)
    },
  },
  {
    name: 'editing: the connection breaks during a save; it is sent once when it is back, and leaving asks',
    as: 'manager',
    run: async (stage) => {
      const name = `断网客户 ${unique()}`
      await go(stage, '/customers')
      await press(stage, '新建客户')
      const form = dialog(stage, '新建客户')
      await fill(stage, '名称', name, form)
      await stage.page.keyboard.press('Escape')
      const ask = stage.page.getByRole('dialog').filter({ hasText: '放弃未保存的内容？' })
      await press(stage, '继续填写', ask)

      // The server does the work, its answer never comes: the worst way for a connection to break.
      await stage.page.route('**/api/customers', async (route) => {
        await route.fetch()
        await stage.context.setOffline(true)
        await route.abort('internetdisconnected')
      })
      await press(stage, '保存', form)
      await see(stage, /连不上服务器。内容已存在本机/, form)
      await stage.page.unroute('**/api/customers')
      await fill(stage, '备注', '离线时仍可填写', form)
      await see(stage, '草稿暂存在本机', form)
      await field(stage, '备注', form).fill('')
      await press(stage, '保存', form)
      await see(stage, /连不上服务器。内容已存在本机/, form)
      await stage.context.setOffline(false)
      await seeHeading(stage, name)
      const { rows } = await stage.call(customersApi.listCustomers, { query: { search: name } })
      assert.equal(rows.length, 1, 'the customer is there once')
      const kept = await stage.page.evaluate(() =>
        Object.keys(localStorage).filter((key) => /draft/.test(key)),
      )
      assert.deepEqual(kept, [], 'nothing of it stays on the machine')
    },
  },
  {
    name: 'editing: a text too long is kept whole when pasted, says by how much, and is refused at its field',
    as: 'agent',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const order = await makeOwnOrder(boss, { stock: 10, quantity: 3 })
      const form = await amend(stage, order)
      await field(stage, '送货要求', form).focus()
      await stage.page.keyboard.insertText('请'.repeat(450))
      await see(stage, '还可输入 50 字')
      const long = '走货梯。'.repeat(150)
      await stage.page.keyboard.press('Control+a')
      await paste(stage, long)
      await see(stage, /^超出 100 字（上限 500 字）/)
      await seeValue(stage, '送货要求', long, form)
      await fill(stage, '原因', '客户来电', form)
      await press(stage, '保存', form)
      await see(stage, /不能超过 500|最多 500/, form)
      await seeValue(stage, '送货要求', long, form)
      await fill(stage, '送货要求', '走货梯。', form)
      await press(stage, '保存', form)
      await see(stage, '已保存')
    },
  },
  {
    name: 'editing: of waybills pasted together the one that is too long stays whole and is named, the other is looked up',
    as: 'agent',
    run: async (stage) => {
      await go(stage, '/shipments/waybills')
      const [long, other] = ['9'.repeat(61), 'NO-SUCH-WAYBILL']
      await stage.page.getByRole('textbox', { name: /^粘贴运单号/ }).focus()
      await paste(stage, `${long} ${other}`)
      await see(stage, `1 个超过 60 个字符，不是运单号，未查询：${long}`)
      await press(stage, '查询')
      await stage.page.getByRole('row', { name: `${other} 查不到，或您无权查看` }).waitFor()
      assert.equal(await stage.page.getByRole('row').count(), 2, 'the heading and the one that was looked up')
    },
  },
  {
    name: 'editing: a cancelled order can be taken back for ten seconds; left alone it is done though the window is closed',
    as: 'agent',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const order = await makeOwnOrder(boss, { stock: 10, quantity: 3 })
      const stateOf = async () => (await boss.call(ordersApi.getOrder, { params: { id: order.id } })).state
      const cancel = async () => {
        await press(stage, '取消订单')
        const form = dialog(stage, `取消订单 ${order.number}`)
        await fill(stage, '原因', '客户项目暂停', form)
        await stage.page.keyboard.press('Control+Enter')
        const bar = stage.page.getByRole('region', { name: '等待生效的操作' })
        await see(stage, new RegExp(`^取消订单 ${order.number}：[0-9]+ 秒后生效`), bar)
        return bar
      }
      await go(stage, `/orders/${order.id}`)
      await cancel()
      await stage.page.keyboard.press('Control+z')
      await see(stage, `已撤销：取消订单 ${order.number}`)
      assert.equal(await stateOf(), 'confirmed', 'nothing has changed')

      const bar = await cancel()
      await stage.page.reload()
      await press(stage, /^撤销/, bar)
      await see(stage, `已撤销：取消订单 ${order.number}`)
      assert.equal(await stateOf(), 'confirmed')

      await cancel()
      await stage.context.close()
      for (const until = Date.now() + 20_000; Date.now() < until && (await stateOf()) !== 'cancelled';)
        await boss.page.waitForTimeout(500)
      assert.equal(await stateOf(), 'cancelled', 'the server did it without the window')
    },
  },
]
