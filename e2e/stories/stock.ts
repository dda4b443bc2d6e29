import assert from 'node:assert/strict'
import { inventoryApi } from '#modules/inventory/api.ts'
import { choose, dialog, enter, field, fill, fillIn, go, press, row, see, seeHeading } from '../acts.ts'
import { makeCustomer, makeGoods, makeOrder, shippingWarehouse, unique } from '../records.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'stock: a new product is received by scanning; an unknown code is said and waits',
    as: 'coordinator',
    hands: 'keyboard',
    run: async (stage) => {
      const sku = `SCAN-${unique()}`
      const barcode = `690${Date.now()}`
      await go(stage, '/products')
      await press(stage, '新增商品')
      const form = dialog(stage, '新增商品')
      await fill(stage, '商品编码', sku, form)
      await fill(stage, '名称', '一次性手套', form)
      await fill(stage, '条码', barcode, form)
      await press(stage, '保存', form)
      await seeHeading(stage, new RegExp(sku))

      const warehouse = await stage.call(inventoryApi.getWarehouse, {
        params: { id: await shippingWarehouse(stage) },
      })
      await go(stage, '/goods-receipts/new')
      await press(stage, '确认收货')
      await see(stage, '请填写收货仓库')
      await choose(stage, '选择仓库', `${warehouse.code} ${warehouse.name}`, { typed: warehouse.code })
      for (const code of [barcode, 'no-such-code', sku, barcode])
        await enter(stage, '扫描条码，或输入条码、商品编码后按回车', code)
      await see(stage, /没有条码或编码为 no-such-code 的商品/)
      const accepted = stage.page.getByRole('spinbutton', { name: `实收 ${sku}` })
      await stage.page.waitForFunction((label) => {
        const input = [...document.querySelectorAll('input')].find(
          (one) => one.getAttribute('aria-label') === label,
        )
        return input?.value === '3'
      }, `实收 ${sku}`)
      assert.equal(await accepted.inputValue(), '3')
      await press(stage, '确认收货')
      await seeHeading(stage, /^GR|^R/)
      await row(stage, sku).waitFor()
    },
  },
  {
    name: 'stock: an adjustment needs a reason and cannot go below what is reserved',
    as: 'manager',
    hands: 'keyboard',
    run: async (stage) => {
      const goods = await makeGoods(stage, 20)
      await makeOrder(stage, { customer: await makeCustomer(stage), goods, quantity: 6 })
      await go(stage, `/products/${goods.productId}`)
      await press(stage, new RegExp(`^调整: ${goods.sku}`))
      const form = dialog(stage)
      const counted = field(stage, '实盘数', form, 'spinbutton')
      await fillIn(stage, counted, '5')
      await press(stage, '保存', form)
      await see(stage, '其中 6 件已为订单预留，最低可调整为 6', form)
      await see(stage, '请填写', form)
      await fillIn(stage, counted, '18')
      await choose(stage, '原因', '盘点差异', { within: form })
      await press(stage, '保存', form)
      await see(stage, '已保存')
      const { stock } = await stage.call(inventoryApi.getProduct, { params: { id: goods.productId } })
      assert.equal(stock[0]?.onHand, 18)
      await see(stage, '盘点差异')
    },
  },
]
