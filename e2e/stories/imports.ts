import assert from 'node:assert/strict'
import { dialog, go, press, saved, see, seeHeading, field } from '../acts.ts'
import { makeCustomer, makeGoods, unique } from '../records.ts'
import type { Story } from '../stage.ts'

const HEADINGS = '客户编号,客户单号,商品编码,数量,收货人,收货电话,省份,城市,区县,详细地址'
const TO = '李小明,13812345678,广东省,深圳市,南山区,科技园南路 88 号'

export const stories: Story[] = [
  {
    name: 'imports: a file is mapped, tried, run; its wrong row comes back as a file; the batch is undone',
    as: 'manager',
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
      await field(stage, /把文件拖到这里/).setInputFiles({
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
