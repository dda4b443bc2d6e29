import assert from 'node:assert/strict'
import type { Locator } from 'playwright-core'
import { insightApi } from '#modules/insight/api.ts'
import { shipmentsApi } from '#modules/shipments/api.ts'
import {
  act,
  attach,
  choose,
  dialog,
  enter,
  fill,
  follow,
  go,
  press,
  row,
  see,
  seeHeading,
  settle,
} from '../acts.ts'
import { makeCustomer, makeGoods, unique } from '../records.ts'
import type { Stage, Story } from '../stage.ts'

const RECEIVER = '王小明'
/** Who has no pointer to sign with gives a photo. */
const PHOTO = {
  name: 'door.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
}

export const stories: Story[] = [
  {
    name: 'the main job: an order is taken, promised, packed, handed over, tracked, delivered, and the promise kept',
    as: 'agent',
    hands: 'both',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const goods = await makeGoods(boss, 12)
      const customer = await makeCustomer(boss)
      const ref = `PO-${unique()}`

      await go(stage, '/orders')
      await press(stage, '新建订单')
      await choose(stage, '客户', new RegExp(customer.number), { typed: customer.number })
      await fill(stage, '客户单号', ref)
      await choose(stage, '第 1 行 商品', `${goods.sku} ${goods.name}`, { typed: goods.sku })
      await fill(stage, '数量 1', '5')
      await choose(stage, '客户地点（可选，代替手填地址）', /主仓/)
      await fill(stage, '收货人', RECEIVER)
      await fill(stage, '电话', '13812345678')
      await see(stage, '可用 12')
      await see(stage, /承诺发货 20\d\d/)
      await press(stage, '下单')
      await seeHeading(stage, /^SO/)
      await see(stage, '已受理')
      const line = row(stage, goods.sku)
      assert.match(await line.innerText(), /× 5/, 'the line says from where')
      assert.equal(
        (await line.innerText()).match(/20\d\d-\d\d-\d\d/g)?.length,
        2,
        'promised to ship and to deliver',
      )
      await act(stage, stage.page.getByText('为什么从这里发货'))
      await see(stage, /发 5/)
      const orderUrl = stage.page.url()

      const shipmentPath = await untilLink(stage, /^SH|^S\d/)
      const desk = await stage.enter('coordinator')
      await sendOut(desk, { path: shipmentPath, sku: goods.sku })
      await deliver(desk)

      await stage.page.goto(orderUrl)
      await see(stage, '已签收')
      await see(stage, '兑现承诺')
      const orderNumber = await stage.page.getByRole('heading', { level: 1 }).innerText()
      await openPromise(stage, { id: orderUrl.split('/').at(-1) ?? '', number: orderNumber })
      await openFigure(stage, orderNumber)
    },
  },
]

/** Shipments are planned by an event: the page shows them once it has been heard. */
async function untilLink(stage: Stage, name: RegExp): Promise<string> {
  for (let i = 0; i < 20; i++) {
    const link = stage.page.getByRole('main').getByRole('link', { name }).first()
    if (await link.isVisible()) return (await link.getAttribute('href')) ?? ''
    await stage.page.waitForTimeout(500)
    await stage.page.reload()
    await settle(stage)
  }
  throw new Error('No shipment was planned for the order')
}

async function sendOut(stage: Stage, { path, sku }: { path: string; sku: string }): Promise<void> {
  await go(stage, path)
  await seeHeading(stage, '作业台')
  const scanner = '扫描商品条码，或输入商品编码后按回车'
  await enter(stage, scanner, 'no-such-code')
  await see(stage, /no-such-code：/)
  await enter(stage, scanner, sku)
  await see(stage, `已拣 ${sku}`)
  await press(stage, '全部拣足')
  await see(stage, '已拣 全部拣足')
  await press(stage, '包装完成')
  await see(stage, /包裹:/)
  const { rows: carriers } = await stage.call(shipmentsApi.listCarriers)
  const carrier = carriers[0]?.name ?? ''
  await choose(stage, '选择承运商', carrier, { typed: carrier })
  const waybill = `WB${unique()}`
  await enter(stage, '扫描运单号后按回车即交接（留空用发运单号）', waybill)
  await see(stage, waybill)
  await seeHeading(stage, '货品')
  const told = await stage.call(shipmentsApi.postTracking, {
    body: {
      events: [{ waybill, status: 'out_for_delivery', at: new Date() as never, location: '深圳南山营业部' }],
    },
  })
  assert.equal(told.recorded, 1, JSON.stringify(told))
  await stage.page.reload()
  await see(stage, '派送中')
  await see(stage, /深圳南山营业部/)
}

async function deliver(stage: Stage): Promise<void> {
  await press(stage, '登记签收')
  const form = dialog(stage, '登记签收')
  await fill(stage, '签收人', RECEIVER, form)
  if (stage.hands === 'mouse') await sign(stage, form.getByRole('img', { name: /手写签名/ }))
  else await attach(stage, form.getByLabel(/^照片/), PHOTO)
  await press(stage, '确认签收', form)
  await form.waitFor({ state: 'detached' })
  await see(stage, '已签收')
  await seeHeading(stage, '签收凭证')
  await see(stage, stage.hands === 'mouse' ? '签名' : '照片')
}

async function sign({ page }: Stage, pad: Locator): Promise<void> {
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  if (!box) throw new Error('There is nothing to sign on')
  await page.mouse.move(box.x + 40, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + 120, box.y + box.height / 3)
  await page.mouse.move(box.x + 200, box.y + box.height / 1.5)
  await page.mouse.up()
}

async function openPromise(stage: Stage, order: { id: string; number: string }): Promise<void> {
  await go(stage, `/promises?view=ended&orderId=${order.id}`)
  await press(stage, new RegExp(`送达 ${order.number}`))
  await see(stage, '按时', dialog(stage))
}

/** The order's cycle is counted today; rollups follow the events. */
async function openFigure(stage: Stage, orderNumber: string): Promise<void> {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  for (let i = 0; i < 20; i++) {
    const { rows } = await stage.call(insightApi.listKpiRows, {
      params: { id: 'order_cycle_time' },
      query: { from: today, to: today, limit: 50 },
    } as never)
    if (rows.some((one) => one.orderNumber === orderNumber)) break
    await stage.page.waitForTimeout(500)
  }
  await go(stage, `/kpis?from=${today}&to=${today}`)
  await follow(stage, /^订单周期/)
  await seeHeading(stage, '明细')
  await follow(stage, orderNumber)
  await seeHeading(stage, orderNumber)
}
