import { inventoryApi } from '#modules/inventory/api.ts'
import { choose, dialog, field, fill, fillIn, follow, go, press, row, see, seeHeading } from '../acts.ts'
import { makeOwnOrder, makeSupplier, shippingWarehouse, unique } from '../records.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'purchasing: what an order misses is ordered, sent, confirmed and received; the order gets it',
    as: 'manager',
    run: async (stage) => {
      const supplier = await makeSupplier(stage)
      const order = await makeOwnOrder(stage, { stock: 1, quantity: 4 })
      const sku = order.lines[0]?.sku ?? ''
      await go(stage, `/shortages?search=${order.number}`)
      await row(stage, order.number).getByRole('button').first().click()
      const desk = dialog(stage, '缺货怎么办')
      await press(stage, '向供应商订货', desk)
      const form = dialog(stage, '向供应商订货')
      await press(stage, '加入采购订单', form)
      await see(stage, '请填写', form)
      await choose(stage, '选择供应商', supplier.name, { typed: supplier.name, within: form })
      const { code, name } = await stage.call(inventoryApi.getWarehouse, {
        params: { id: await shippingWarehouse(stage) },
      })
      await choose(stage, '选择仓库', `${code} ${name}`, { typed: code, within: form })
      await fillIn(stage, field(stage, '要求到货', form), '2099-01-05')
      await stage.page.keyboard.press('Enter')
      await press(stage, '加入采购订单', form)
      await follow(stage, /^PO/, dialog(stage, '缺货怎么办'))
      await seeHeading(stage, /^PO/)
      await see(stage, order.number)
      await press(stage, '价格')
      const prices = dialog(stage, /采购价格$/)
      await fill(stage, `${sku} 单价`, '12.5', prices)
      await see(stage, /37\.50/, prices)
      await press(stage, '保存', prices)
      await see(stage, /37\.50/)
      await press(stage, '发给供应商')
      const mail = dialog(stage, '发给供应商')
      await see(stage, new RegExp(sku), mail)
      await press(stage, '发送', mail)
      await see(stage, '邮件已放入发件箱')
      await press(stage, '登记供应商确认')
      const confirm = dialog(stage, /^供应商确认/)
      await fill(stage, '供应商单号', `HD-${unique()}`, confirm)
      await press(stage, '保存', confirm)
      await see(stage, '供应商已确认')
      await press(stage, '收货')
      await seeHeading(stage, '登记收货')
      await fill(stage, `实收 ${sku}`, '2')
      await see(stage, '比应收少 1')
      await press(stage, '确认收货')
      await see(stage, '部分到货')
      await press(stage, '收货')
      await press(stage, '按应收数全部收下')
      await press(stage, '确认收货')
      await see(stage, '全部到货')
      await see(stage, '没有订单在等这批货')
    },
  },
]
