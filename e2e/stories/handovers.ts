import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { customersApi } from '#modules/customers/api.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { readPdf } from '#modules/printing/fixture.ts'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { choose, dialog, fill, follow, go, press, row, see, seeHeading } from '../acts.ts'
import { type Goods, makeCustomer, makeOrder, receive, unique } from '../records.ts'
import type { Stage, Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'handovers: what is packed is listed, the carrier is asked to pick up, the driver signs; what stayed says why',
    as: 'manager',
    run: async (stage) => {
      const carrier = await makeCarrier(stage)
      const { goods, code } = await makeYard(stage, carrier.id)
      const [taken, stays] = [await pack(stage, goods), await pack(stage, goods)]
      await go(stage, '/handover-lists')
      await press(stage, '新建交接单')
      const form = dialog(stage, '新建交接单')
      await choose(stage, '选择仓库', new RegExp(`^${code}`), { within: form, typed: code })
      await choose(stage, '选择承运商', carrier.name, { within: form, typed: carrier.name })
      await see(stage, '已选 2 / 2 单', form)
      await fill(stage, '给司机的备注', '从 3 号门进', form)
      await press(stage, '新建交接单', form)
      await seeHeading(stage, /^HL/)
      await see(stage, '待交接')
      await press(stage, '通知承运商')
      await see(stage, /钱\*\* d\*\*\*@carrier\.example/, dialog(stage, '通知承运商'))
      await press(stage, '通知承运商', dialog(stage, '通知承运商'))
      await see(stage, '邮件待发出')

      await press(stage, '打印')
      const drawer = dialog(stage, '打印')
      const [popup] = await Promise.all([stage.context.waitForEvent('page'), press(stage, '打印', drawer)])
      await popup.close()
      const [download] = await Promise.all([
        stage.page.waitForEvent('download'),
        press(stage, '下载', drawer),
      ])
      const { text } = readPdf(await readFile(await download.path()))
      assert.ok(text.includes('货物交接单') && text.includes(taken) && text.includes('从 3 号门进'))
      assert.ok(text.includes('王**') && !text.includes('王小明'))
      await press(stage, '关闭', drawer.locator('.n-prt-foot'))

      await press(stage, '登记交接')
      const sign = dialog(stage, /^登记交接/)
      await press(stage, '完成交接', sign)
      await see(stage, '请填写', sign)
      await fill(stage, '司机姓名', '赵大勇', sign)
      await fill(stage, '车牌号', '粤A12345', sign)
      await sign.getByRole('checkbox', { name: `如数装车 ${stays}` }).uncheck()
      await fill(stage, `差异原因 ${stays}`, '车厢已满', sign)
      await press(stage, '完成交接', sign)
      await see(stage, '已交接')
      await see(stage, /赵\*\* · 粤A12345/)
      await see(stage, '车厢已满', row(stage, stays))
      await follow(stage, '在明细列表中查看与导出')
      await seeHeading(stage, '交接明细')
      await see(stage, '车厢已满', row(stage, stays))
    },
  },
  {
    name: 'handovers: how a carrier is told is set for each; a wrong time is refused by its field',
    as: 'coordinator',
    look: { locale: 'en' },
    run: async (stage) => {
      const carrier = await makeCarrier(await stage.enter('manager'))
      await go(stage, '/handover-lists')
      await seeHeading(stage, 'Hand-over lists')
      await press(stage, 'Pick-up rules')
      const rules = dialog(stage, 'Pick-up rules')
      await press(stage, carrier.name, rules)
      await press(stage, 'Change', dialog(stage, `Pick-up rule: ${carrier.name}`))
      const form = dialog(stage, 'Change')
      await form.getByRole('radio', { name: 'By itself at the cut-off' }).check()
      await fill(stage, 'Cut-off', '25:00', form)
      await press(stage, 'Save', form)
      await see(stage, 'A time from 00:00 to 23:59', form)
      await fill(stage, 'Cut-off', '17:30', form)
      await press(stage, 'Save', form)
      await see(stage, 'By itself at the cut-off (17:30)', dialog(stage, `Pick-up rule: ${carrier.name}`))
    },
  },
]

function makeCarrier({ call }: Stage): Promise<{ id: string; name: string }> {
  return call(customersApi.createCustomer, {
    body: {
      kind: 'company',
      roles: ['carrier'],
      name: `快运 ${unique()}`,
      contacts: [{ name: '钱调度', phone: '13812345678', email: 'dispatch@carrier.example' }],
    },
  })
}

/** A warehouse of its own whose goods go with this carrier. */
async function makeYard(stage: Stage, carrierId: string): Promise<{ goods: Goods; code: string }> {
  const { call } = stage
  const [code, sku] = [`W${unique()}`, `E2E-${unique()}`]
  const place = { country: 'CN', province: '44', city: '4401', street: '开泰大道 36 号' }
  const warehouse = await call(inventoryApi.createWarehouse, {
    body: { code, name: '交接仓', kind: 'own', ...place },
  } as never)
  const lanes = [{ destination: 'CN', transitHours: 24, carrierId }]
  await call(inventoryApi.replaceLanes, { params: { id: warehouse.id }, body: { lanes } } as never)
  const product = await call(inventoryApi.createProduct, {
    body: { sku, name: `Test kit ${sku}`, unit: 'pcs', weightG: 500, priceMinor: 1_250 },
  } as never)
  await receive(stage, { warehouseId: warehouse.id, productId: product.id, quantity: 20 })
  return { goods: { productId: product.id, sku, name: product.name, warehouseId: warehouse.id }, code }
}

const READ_TRIES = 100

/** An order whose goods are packed; gives the number of its shipment. */
async function pack(stage: Stage, goods: Goods): Promise<string> {
  const order = await makeOrder(stage, { customer: await makeCustomer(stage), goods, quantity: 1 })
  for (let i = 0; i < READ_TRIES; i += 1) {
    const { rows } = await stage.call(shipmentsApi.listShipments, { query: { orderId: order.id, limit: 1 } })
    const [shipment] = rows
    if (shipment) {
      const params = { id: shipment.id }
      await stage.call(shipmentsApi.pickShipment, { params, body: { scans: [{ code: goods.sku }] } } as never)
      await stage.call(shipmentsApi.packShipment, { params, body: { parcels: [{}] } })
      return shipment.number
    }
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error('No shipment was planned')
}
