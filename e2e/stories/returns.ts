import assert from 'node:assert/strict'
import { inventoryApi } from '#modules/inventory/api.ts'
import { choose, dialog, fill, follow, go, press, see, seeHeading } from '../acts.ts'
import { sendOrder } from '../records.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'returns: goods of an order come back; what is fit goes into stock, the rest says why not',
    as: 'manager',
    run: async (stage) => {
      const { order, goods } = await sendOrder(stage)
      await go(stage, `/orders/${order.id}`)
      await press(stage, '登记退货')
      const form = dialog(stage, /^登记退货/)
      await press(stage, '登记退货', form)
      await see(stage, '请填写至少一行的数量', form)
      await press(stage, '全部退回', form)
      await choose(stage, '退货原因', '货物破损', { within: form })
      await fill(stage, '退回运单号', 'SF-BACK-77', form)
      await press(stage, '登记退货', form)
      await seeHeading(stage, /^RT/)
      await see(stage, '待退回')
      await see(stage, 'SF-BACK-77')
      await press(stage, '退货入库')
      const book = dialog(stage, /^退货入库/)
      await fill(stage, `入库 ${goods.sku}`, '2', book)
      await fill(stage, `不能再售 ${goods.sku}`, '1', book)
      await press(stage, '入库', book)
      await see(stage, '请说明不能再售的原因', book)
      await choose(stage, `不能再售的原因 ${goods.sku}`, '受潮或污染', { within: book })
      await press(stage, '入库', book)
      await see(stage, '已全部退回')
      await see(stage, /受潮或污染/)
      const { rows } = await stage.call(inventoryApi.listStock, {
        query: { productId: goods.productId, limit: 5 },
      } as never)
      assert.equal(rows[0]?.onHand, 2)
      await follow(stage, /^GR/)
      await seeHeading(stage, /^GR/)
      await go(stage, `/orders/${order.id}`)
      await follow(stage, /^RT/)
      await seeHeading(stage, /^RT/)
    },
  },
]
