import assert from 'node:assert/strict'
import { activityApi } from '#modules/activity/api.ts'
import { contractsApi } from '#modules/contracts/api.ts'
import { DEMO_TENANT } from '#modules/identity/demo.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { identityApi } from '#modules/identity/api.ts'
import { dialog, field, fill, follow, go, press, see, seeHeading, seeNot } from '../acts.ts'
import { makeCustomer, unique } from '../records.ts'
import type { Stage, Story } from '../stage.ts'

const PASSWORD = 'quiet river stone 42'
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export const stories: Story[] = [
  {
    name: 'records: a note with a mention opens exactly that record to somebody out of scope, until it is taken back',
    as: 'manager',
    run: async (stage) => {
      const [shown, other] = [await makeCustomer(stage), await makeCustomer(stage)]
      const guest = await makeGuest(stage)
      await go(stage, `/customers/${shown.id}`)
      const note = field(stage, '写备注')
      await note.click()
      await note.pressSequentially('请协助核对账期 @')
      await note.pressSequentially(guest.sound)
      await stage.page
        .getByRole('option', { name: guest.name })
        .or(stage.page.getByRole('menuitem', { name: guest.name }))
        .first()
        .click()
      await press(stage, '发布')
      await see(stage, `让 ${guest.name} 可以查看这条记录`)
      await see(stage, `@${guest.name}`)
      await press(stage, /^关注人/)
      await see(stage, '因 @ 获得查看权')

      const theirs = await logInAs(stage, guest.email)
      await go(theirs, `/customers/${shown.id}`)
      await seeHeading(theirs, shown.name)
      await see(theirs, `@${guest.name}`)
      await go(theirs, `/customers/${other.id}`)
      await seeHeading(theirs, '您没有权限查看')
      await go(theirs, `/customers`)
      await seeHeading(theirs, '您没有权限查看')

      await press(stage, '收回')
      await seeNot(stage, '因 @ 获得查看权')
      await go(theirs, `/customers/${shown.id}`)
      await seeHeading(theirs, '您没有权限查看')
    },
  },
  {
    name: 'records: files are added, seen within the page and removed with a reason; what is not what it says is refused by name',
    as: 'agent',
    run: async (stage) => {
      const manager = await stage.enter('manager')
      const customer = await makeCustomer(manager)
      await go(stage, `/customers/${customer.id}`)
      const input = stage.page.locator('input[type=file]').first()
      await input.setInputFiles([
        { name: '破损.png', mimeType: 'image/png', buffer: PNG },
        {
          name: '假图.png',
          mimeType: 'image/png',
          buffer: Buffer.from('<html><script>alert(1)</script></html>'),
        },
        { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<html></html>') },
      ])
      await see(stage, '“假图.png”的内容与扩展名不符')
      await see(stage, '不支持“page.html”这种文件')
      const picture = stage.page.getByRole('button', { name: '破损.png', exact: true })
      await picture.click()
      const image = dialog(stage).getByRole('img', { name: '破损.png' })
      await image.waitFor()
      assert.ok(
        await image.evaluate((one) => (one as HTMLImageElement).naturalWidth > 0),
        'the picture is drawn',
      )
      await press(stage, '关闭', dialog(stage))
      await hand(stage, '粘贴.txt', 'paste')
      await hand(stage, '拖放.txt', 'drop')
      await press(stage, '拖放.txt')
      await see(stage, '装箱清单', dialog(stage))
      await press(stage, '关闭', dialog(stage))
      for (const name of ['粘贴.txt', '拖放.txt']) await remove(stage, name)
      await press(stage, '删除 破损.png')
      const ask = dialog(stage)
      await fill(stage, '原因', '传错客户', ask)
      await press(stage, '删除', ask)
      await see(stage, '还没有附件')
      await see(stage, '传错客户')
    },
  },
  {
    name: 'records: the activity shows what changed from what to what, filtered by kind, with a link to one entry',
    as: 'manager',
    look: { locale: 'en' },
    run: async (stage) => {
      const { rows } = await stage.call(contractsApi.listContracts, { query: { limit: 1 } })
      const contract = rows[0]
      assert.ok(contract)
      const name = `Terms ${unique()}`
      const written = `Call them about ${name}`
      await stage.call(contractsApi.updateContract, {
        params: { id: contract.id },
        body: { name, version: contract.version },
      })
      await stage.call(activityApi.addNote, {
        params: { type: 'contract', id: contract.id },
        body: { body: written, audience: 'internal', mentions: [] },
      })
      await go(stage, `/contracts/${contract.id}`)
      await see(stage, written)
      await press(stage, 'Changes')
      await seeNot(stage, written)
      await see(stage, name)
      await see(stage, contract.name)
      await press(stage, 'Notes')
      await see(stage, written)
      const page = await stage.call(activityApi.listActivity, {
        params: { type: 'contract', id: contract.id },
        query: { limit: 2 },
      })
      await go(stage, `/contracts/${contract.id}?entry=${page.rows[1]?.seq}`)
      await see(stage, 'Shown from the entry that was linked.')
      await seeNot(stage, written)
      await press(stage, 'Back to the newest')
      await see(stage, written)
    },
  },
  {
    name: 'records: the next deadline stands in the head, and every clock of the record on focus',
    as: 'agent',
    run: async (stage) => {
      const { rows } = await stage.call(ordersApi.listOrders, { query: { limit: 1, state: 'confirmed' } })
      await go(stage, `/orders/${rows[0]?.id}`)
      await stage.page.getByRole('button', { name: /^下一期限/ }).focus()
      const clocks = stage.page.getByRole('list', { name: '全部期限' })
      await see(stage, /^承诺发出/, clocks)
      await see(stage, /^承诺送达/, clocks)
    },
  },
  {
    name: 'records: by keyboard a note is begun, the record followed, and one goes to its neighbour in the list',
    as: 'agent',
    run: async (stage) => {
      await go(stage, '/customers')
      await stage.page.getByRole('table').getByRole('link').first().click()
      await see(stage, '动态')
      const first = stage.page.url()
      await stage.page.keyboard.press('f')
      await stage.page.getByRole('button', { name: '已关注' }).waitFor()
      await stage.page.keyboard.press('c')
      assert.ok(
        await field(stage, '写备注').evaluate((one) => one === document.activeElement),
        'c begins a note',
      )
      await stage.page.keyboard.press('Tab')
      await stage.page.keyboard.press('Escape')
      await stage.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
      await stage.page.keyboard.press('j')
      await stage.page.waitForURL((url) => url.href !== first && url.pathname.startsWith('/customers/'))
      await follow(stage, /客户/)
    },
  },
]

/** Gives the page a file as the clipboard or the mouse would. */
async function hand(stage: Stage, name: string, way: 'paste' | 'drop'): Promise<void> {
  await stage.page.evaluate(
    ([fileName, how]) => {
      const data = new DataTransfer()
      data.items.add(new File(['装箱清单'], fileName ?? '', { type: 'text/plain' }))
      const place = document.querySelector('.n-attach')
      if (how === 'paste')
        document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
      else place?.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }))
    },
    [name, way],
  )
  await stage.page.getByRole('button', { name: `下载 ${name}` }).waitFor()
}

async function remove(stage: Stage, name: string): Promise<void> {
  await press(stage, `删除 ${name}`)
  await fill(stage, '原因', '测试文件', dialog(stage))
  await press(stage, '删除', dialog(stage))
  await seeNot(stage, new RegExp(`删除“${name}”`))
}

/** Somebody who may write notes and nothing else. */
async function makeGuest({ call }: Stage): Promise<{ name: string; sound: string; email: string }> {
  const tail = unique().toLowerCase()
  const role = await call(identityApi.createRole, {
    body: { key: `guest_${tail}`, zh: '协助', en: 'Helper', permissions: ['note.write', 'activity.read'] },
  })
  const name = `贺兰静${tail}`
  const email = `guest-${tail}@example.cn`
  await call(identityApi.createUser, {
    body: { email, name, password: PASSWORD, roleIds: [role.id], teamIds: [], scopes: {} },
  })
  return { name, sound: `helanjing${tail}`, email }
}

async function logInAs(stage: Stage, email: string): Promise<Stage> {
  const theirs = await stage.enter(null)
  await theirs.call(identityApi.logIn, { body: { tenant: DEMO_TENANT, email, password: PASSWORD } })
  return theirs
}
