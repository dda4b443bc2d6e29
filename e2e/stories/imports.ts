import assert from 'node:assert/strict'
import { Workbook } from '@cj-tech-master/excelts'
import { customersApi } from '#modules/customers/api.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { attach, choose, dialog, go, press, saved, see, seeHeading, field } from '../acts.ts'
import { makeCustomer, makeGoods, unique } from '../records.ts'
import type { Stage, Story } from '../stage.ts'

const HEADINGS = '客户编号,客户单号,商品编码,数量,收货人,收货电话,省份,城市,区县,详细地址'
const ROWS = 5_000
const BAD = 37
const TO = '李小明,13812345678,广东省,深圳市,南山区,科技园南路 88 号'

export const stories: Story[] = [
  {
    name: 'imports: a file is mapped, tried, run; its wrong row comes back as a file; the batch is undone',
    as: 'manager',
    hands: 'keyboard',
    run: async (stage) => {
      const goods = await makeGoods(stage, 40)
      const { number } = await makeCustomer(stage)
      const ref = `IMP-${unique()}`
      const rows = [
        HEADINGS,
        `${number},${ref}-1,${goods.sku},2,${TO}`,
        `${number},${ref}-2,${goods.sku},0,${TO}`,
        `${number},${ref}-3,${goods.sku},3,${TO}`,
      ]
      await go(stage, '/imports')
      await press(stage, /导入/, stage.page.getByRole('main'))
      await seeHeading(stage, '导入文件')
      await attach(stage, field(stage, /把文件拖到这里/), {
        name: `${ref}.csv`,
        mimeType: 'text/csv',
        buffer: Buffer.from(rows.join('\n')),
      })
      await seeHeading(stage, '文件的哪一列是什么')
      await press(stage, '保存并检查')
      await see(stage, /2 行可以导入，1 行有误/)
      const errors = await saved(stage, () => press(stage, '下载 CSV'))
      assert.match(errors.text, new RegExp(`${ref}-2`))
      assert.doesNotMatch(errors.text, new RegExp(`${ref}-1`))
      assert.match(errors.text, /数量/)
      await press(stage, '导入 2 行')
      await seeHeading(stage, '导入完成')
      await see(stage, /导入了2 张订单/)
      await press(stage, '撤销导入')
      await press(stage, '撤销导入', dialog(stage))
      await seeHeading(stage, '已撤销')
      await go(stage, `/orders?search=${ref}-1`)
      await see(stage, '没有符合条件的记录')
    },
  },
  {
    name: 'imports: of 5,000 products 37 are wrong: none or 4,963 come in, the 37 as a file, and all of them out again',
    as: 'manager',
    limitMs: 120_000,
    run: async (stage) => {
      const sku = `ACC${unique()}`
      const rows = Array.from(
        { length: ROWS },
        (_, i) => `${sku}-${i},验收商品 ${i},${i < BAD ? '三块' : '12.50'}`,
      )
      await go(stage, '/imports/new?kind=products')
      await seeHeading(stage, '导入文件')
      await field(stage, /把文件拖到这里/).setInputFiles({
        name: `${sku}.csv`,
        mimeType: 'text/csv',
        buffer: Buffer.from(['商品编码,商品名称,单价', ...rows].join('\n')),
      })
      await seeHeading(stage, '文件的哪一列是什么')
      await press(stage, '保存并检查')
      await see(stage, /4,963 行可以导入，37 行有误/)
      await stage.page.getByRole('radio', { name: /全部正确才导入/ }).check()
      await see(stage, /有 37 行有误/)
      assert.equal(await countProducts(stage, sku), 0)
      await stage.page.getByRole('radio', { name: /只导入正确的行/ }).check()
      const errors = await saved(stage, () => press(stage, '下载 CSV'))
      assert.equal(errors.text.trim().split('\r\n').length, BAD + 1)
      assert.match(errors.text, /单价“三块”有误/)
      await press(stage, '导入 4,963 行')
      await seeHeading(stage, '导入完成')
      await see(stage, /导入了4,963 个商品/)
      assert.equal(await countProducts(stage, `${sku}-4999`), 1)
      await press(stage, '撤销导入')
      await press(stage, '撤销导入', dialog(stage))
      await seeHeading(stage, '已撤销')
      assert.equal(await countProducts(stage, sku), 0)
    },
  },
  {
    name: 'imports: customers are updated from a file: what changes is shown field by field, and goes back',
    as: 'manager',
    run: async (stage) => {
      const ref = `ERP-${unique()}`
      const upload = async (cells: string) => {
        await go(stage, '/imports/new?kind=customers')
        await field(stage, /把文件拖到这里/).setInputFiles({
          name: `${ref}.csv`,
          mimeType: 'text/csv',
          buffer: Buffer.from(`外部编号,客户名称,联系人,联系电话\n${cells}`),
        })
        await seeHeading(stage, '文件的哪一列是什么')
      }
      await upload(`${ref},旧名称公司,王五,13800000001`)
      await press(stage, '保存并检查')
      await press(stage, '导入 1 行')
      await seeHeading(stage, '导入完成')
      await upload(`${ref},新名称公司,王五,13800000001`)
      await see(stage, /已套用/)
      await stage.page.getByRole('radio', { name: /只用有内容的单元格/ }).check()
      await press(stage, '保存并检查')
      await see(stage, '旧名称公司')
      await press(stage, '导入 1 行')
      await seeHeading(stage, '导入完成')
      await press(stage, '撤销导入')
      await press(stage, '撤销导入', dialog(stage))
      await seeHeading(stage, '已撤销')
      const { rows } = await stage.call(customersApi.listCustomers, { query: { search: '旧名称公司' } })
      assert.ok(rows.some((one) => one.externalRef === ref))
    },
  },
  {
    name: 'imports: of a workbook the sheet with known headings is read, and another one when it is chosen',
    as: 'manager',
    run: async (stage) => {
      const book = new Workbook()
      book.addWorksheet('填写说明').addRow(['请按模板填写'])
      for (const [name, sku] of [
        ['十一月', 'NOV-1'],
        ['十二月', 'DEC-1'],
      ] as const) {
        const sheet = book.addWorksheet(name)
        sheet.addRow(['商品编码', '商品名称'])
        sheet.addRow([sku, '商品'])
      }
      await go(stage, '/imports/new?kind=products')
      await attach(stage, field(stage, /把文件拖到这里/), {
        name: `${unique()}.xlsx`,
        mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        buffer: Buffer.from(await book.xlsx.writeBuffer()),
      })
      await see(stage, /文件有 3 张工作表/)
      await see(stage, 'NOV-1')
      await choose(stage, '工作表', '十二月')
      await see(stage, 'DEC-1')
    },
  },
  {
    name: 'imports: a file that is no table is refused in words',
    as: 'agent',
    look: { locale: 'en' },
    run: async (stage) => {
      await go(stage, '/imports/new')
      await seeHeading(stage, 'Import a file')
      await field(stage, /Drop a file here/).setInputFiles({
        name: 'photo.xlsx',
        mimeType: 'image/png',
        buffer: Buffer.from('\x89PNG not a sheet'),
      })
      const alert = stage.page.getByRole('alert').filter({ visible: true }).first()
      await alert.waitFor()
      assert.match(await alert.innerText(), /no data/)
      await press(stage, 'Upload again')
      await seeHeading(stage, 'Import a file')
    },
  },
]

async function countProducts(stage: Stage, search: string): Promise<number> {
  return (await stage.call(inventoryApi.listProducts, { query: { search, limit: 5 } })).rows.length
}
