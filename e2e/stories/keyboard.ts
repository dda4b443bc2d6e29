import { DEMO_TENANT } from '#modules/identity/demo.ts'
import { field, go, see, seeHeading, tabTo } from '../acts.ts'
import { makeCustomer, makeGoods } from '../records.ts'
import { type Stage, type Story, accountOf } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'keyboard: log in, enter an order and place it without a mouse',
    as: null,
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const goods = await makeGoods(boss, 5)
      const customer = await makeCustomer(boss)
      const agent = accountOf('agent')
      const { keyboard } = stage.page

      await go(stage, '/orders')
      await seeHeading(stage, '登录')
      await type(stage, '公司代码', DEMO_TENANT)
      await type(stage, '邮箱', agent.email)
      await type(stage, '密码', agent.password)
      await keyboard.press('Enter')
      await seeHeading(stage, '订单')
      await tabTo(stage, stage.page.getByRole('button', { name: '新建订单' }))
      await keyboard.press('Enter')
      await seeHeading(stage, '新建订单')
      await pick(stage, '客户', customer.number)
      await pick(stage, '第 1 行 商品', goods.sku)
      await tabTo(stage, stage.page.getByRole('spinbutton', { name: '数量 1' }))
      await keyboard.type('2')
      await pick(stage, '客户地点（可选，代替手填地址）', '')
      await type(stage, '收货人', '王小明')
      await type(stage, '电话', '13812345678')
      await tabTo(stage, stage.page.getByRole('button', { name: '下单' }), 120)
      await keyboard.press('Enter')
      await seeHeading(stage, /^SO/)
      await see(stage, goods.sku)
    },
  },
]

async function type(stage: Stage, label: string, words: string): Promise<void> {
  await tabTo(stage, stage.page.getByLabel(label, { exact: true }).first())
  await stage.page.keyboard.type(words)
}

/** Types what is looked for and takes the first that is found. */
async function pick(stage: Stage, label: string, words: string): Promise<void> {
  const box = field(stage, label, undefined, 'combobox')
  await tabTo(stage, box)
  await stage.page.keyboard.press('ArrowDown')
  await stage.page.keyboard.type(words)
  await see(stage, words === '' ? /主仓 · CN/ : new RegExp(`${words}`))
  await stage.page.keyboard.press('Enter')
}
