import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { printingApi } from '#modules/printing/api.ts'
import { readPdf } from '#modules/printing/fixture.ts'
import { choose, dialog, field, fill, follow, go, press, row, see, seeHeading, seeNot } from '../acts.ts'
import { type Goods, makeCustomer, makeGoods, makeOrder } from '../records.ts'
import type { Stage, Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'printing: a waybill is printed from its shipment; again only with a reason; the log has both',
    as: 'manager',
    run: async (stage) => {
      const { shipmentId, number } = await makeShipment(stage, 2)
      await go(stage, `/shipments/${shipmentId}`)
      await press(stage, '打印')
      const drawer = dialog(stage, '打印')
      await see(stage, /按隐私规则隐去/, drawer)
      await printed(stage, () => press(stage, '打印', drawer))
      await see(stage, '已生成 1 页', drawer)
      const [download] = await Promise.all([
        stage.page.waitForEvent('download'),
        press(stage, '下载', drawer),
      ])
      assert.match(download.suggestedFilename(), /^运单-.*\.pdf$/)
      const { text } = readPdf(await readFile(await download.path()))
      assert.ok(
        text.includes(number) &&
          text.includes('隐私面单') &&
          text.includes('王**') &&
          !text.includes('王小明'),
      )
      await press(stage, '再打一种', drawer)
      await see(stage, `补打 1 单：${number}`, drawer)
      await fill(stage, '补打原因', '面单被雨淋湿', drawer)
      await printed(stage, () => press(stage, '打印', drawer))
      await see(stage, '已生成 1 页', drawer)
      await press(stage, '关闭', drawer.locator('.n-prt-foot'))
      await see(stage, '补打（第 2 次）')
      await go(stage, `/prints?search=${number}&kind=again`)
      await see(stage, '面单被雨淋湿', row(stage, number))
      await follow(stage, number)
      await seeHeading(stage, number)
    },
  },
  {
    name: 'printing: the rows selected in a list are printed as one file, for a label printer',
    as: 'coordinator',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const goods = await makeGoods(boss, 20)
      const numbers: string[] = []
      for (const _ of ['one', 'two']) {
        const { shipmentId: id, number } = await makeShipment(boss, 1, goods)
        await stage.call(shipmentsApi.pickShipment, {
          params: { id },
          body: { scans: [{ code: goods.sku }] },
        })
        await stage.call(shipmentsApi.packShipment, { params: { id }, body: { parcels: [{}] } })
        numbers.push(number)
      }
      await go(stage, '/shipments?state=packed')
      for (const number of numbers) await row(stage, number).getByRole('checkbox').check()
      await press(stage, '打印', stage.page.getByRole('toolbar', { name: '批量操作' }))
      const drawer = dialog(stage, '打印 2 单')
      await see(stage, '首次打印 2 单', drawer)
      await choose(stage, '单据', '包裹标签', { within: drawer })
      await choose(stage, '格式', 'ZPL 203 dpi（标签打印机）', { within: drawer })
      const [download] = await Promise.all([
        stage.page.waitForEvent('download'),
        press(stage, '打印', drawer),
      ])
      const labels = (await readFile(await download.path(), 'utf8')).match(/\^XA\n\^CI28/g)
      assert.equal(labels?.length, 2)
      await see(stage, '已生成 2 页', drawer)
    },
  },
  {
    name: 'printing: scanning the last item packs the parcel and prints its label; the scan field keeps the focus',
    as: 'manager',
    run: async (stage) => {
      const goods = await makeGoods(stage, 20)
      const { shipmentId } = await makeShipment(stage, 2, goods)
      await go(stage, `/shipments/${shipmentId}`)
      await choose(stage, '扫完最后一件', '自动封包并打印包裹标签')
      const scan = field(stage, /^扫描商品条码/)
      await isFocused(scan.page(), /^扫描商品条码/)
      await stage.page.keyboard.type('WRONG-1')
      await stage.page.keyboard.press('Enter')
      await see(stage, /^WRONG-1：/)
      await see(stage, '扫描有误，请看提示')
      // Clicks elsewhere, a dialog, and what is typed while something else has the focus: the field has it all back.
      await seeHeading(stage, '作业台')
      await stage.page.getByRole('heading', { name: '作业台' }).click()
      await isFocused(scan.page(), /^扫描商品条码/)
      await press(stage, '知道了')
      await press(stage, '打印')
      await press(stage, '取消', dialog(stage, '打印'))
      await seeNot(stage, '补打原因')
      await isFocused(scan.page(), /^扫描商品条码/)
      await stage.page.getByRole('button', { name: '全部拣足' }).focus()
      await stage.page.keyboard.type(goods.sku)
      await stage.page.keyboard.press('Enter')
      await see(stage, `已拣 ${goods.sku}`)
      await isFocused(scan.page(), /^扫描商品条码/)
      await printed(stage, async () => {
        await stage.page.keyboard.type(goods.sku)
        await stage.page.keyboard.press('Enter')
        await see(stage, '标签已送往打印')
      })
      await see(stage, '包裹标签')
      await isFocused(scan.page(), /^扫描运单号/)
      await press(stage, '拆包')
      await see(stage, '拣货中')
    },
  },
  {
    name: 'printing: the company’s lines and the privacy rule are set, previewed and count for the next print',
    as: 'manager',
    run: async (stage) => {
      await stage.call(printingApi.replacePrivacyRules, { body: { rules: [] } })
      await go(stage, '/settings/printing')
      await follow(stage, '送货单', stage.page.getByRole('main'))
      const template = dialog(stage, '送货单')
      await press(stage, '修改', template)
      const form = dialog(stage, '修改 送货单')
      await fill(stage, /^公司信息/, '广州市黄埔区开泰大道 36 号\n电话 020-8888 6666', form)
      await printed(stage, () => press(stage, /^预览/, form))
      await press(stage, '保存', form)
      await see(stage, '已保存')
      await see(stage, /公司信息: .*广州市黄埔区开泰大道 36 号/, template)
      await press(stage, '关闭', template)
      await press(stage, '修改规则')
      const rules = dialog(stage, '修改规则')
      await press(stage, '添加规则', rules)
      await choose(stage, '单据', '送货单', { within: rules })
      await rules.getByRole('checkbox', { name: '电话' }).check()
      await see(stage, /完整打印时的样子：张\*\* 13812345678/, rules)
      await press(stage, '保存', rules)
      await rules.waitFor({ state: 'detached' })
      const { shipmentId } = await makeShipment(stage, 1)
      await go(stage, `/shipments/${shipmentId}`)
      await press(stage, '打印')
      const drawer = dialog(stage, '打印')
      await choose(stage, '单据', '送货单', { within: drawer })
      await drawer.getByRole('checkbox', { name: '打印完整的电话' }).check()
      await fill(stage, '原因', '司机须电话预约', drawer)
      await printed(stage, () => press(stage, '打印', drawer))
      await see(stage, '已生成 1 页', drawer)
      const [download] = await Promise.all([
        stage.page.waitForEvent('download'),
        press(stage, '下载', drawer),
      ])
      const { text } = readPdf(await readFile(await download.path()))
      assert.ok(text.includes('13812345678') && text.includes('020-8888 6666') && !text.includes('王小明'))
      await go(stage, '/prints?personalData=full')
      await see(stage, '完整：电话')
    },
  },
]

/** Does what opens a window of its own, and closes that window. */
async function printed(stage: Stage, act: () => Promise<void>): Promise<void> {
  const [popup] = await Promise.all([stage.context.waitForEvent('page'), act()])
  await popup.close()
}

async function isFocused(page: Page, label: RegExp): Promise<void> {
  await page.waitForFunction(
    (pattern) => new RegExp(pattern).test(document.activeElement?.getAttribute('aria-label') ?? ''),
    label.source,
  )
}

async function makeShipment(
  stage: Stage,
  quantity: number,
  given?: Goods,
): Promise<{ shipmentId: string; number: string }> {
  const goods = given ?? (await makeGoods(stage, 20))
  const order = await makeOrder(stage, { customer: await makeCustomer(stage), goods, quantity })
  for (let tries = 0; tries < 300; tries += 1) {
    const { rows } = await stage.call(shipmentsApi.listShipments, {
      query: { limit: 1, orderId: order.id },
    } as never)
    const [row] = rows
    if (row) return { shipmentId: row.id, number: row.number }
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error('no shipment was planned')
}
