import assert from 'node:assert/strict'
import type { Locator } from 'playwright-core'
import { engagementApi } from '#modules/engagement/api.ts'
import { inquiriesApi } from '#modules/inquiries/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { purchasingApi } from '#modules/purchasing/api.ts'
import { returnsApi } from '#modules/returns/api.ts'
import { go } from '../acts.ts'
import { addAxe, faultsOf } from '../axe.ts'
import { type Light, otherLight, turnTo } from '../looks.ts'
import { allPages, makePurchase } from '../pages.ts'
import { makeColleague, makeOwnOrder, sendOrder } from '../records.ts'
import type { Stage, Story } from '../stage.ts'

type Name = readonly [zh: string, en: string]
/** The name of the first row opens it. */
const FIRST_ROW = 'first row'
type Opener = {
  by: Name | typeof FIRST_ROW
  /** A form that cannot be sent empty: looked at with its errors shown. */
  isForm?: true
  /** What opens from within it. */
  inside?: readonly Opener[]
}

const form = (zh: string, en: string): Opener => ({ by: [zh, en], isForm: true })
const box = (zh: string, en: string): Opener => ({ by: [zh, en] })

/** What opens over a page, by the route it opens from. */
const OPENERS: Record<string, readonly Opener[]> = {
  '/orders': [
    form('另存为视图', 'Save as a view'),
    box('多个单号', 'Several numbers'),
    box('状态', 'State'),
    box('添加条件', 'Add a condition'),
    box('列与密度', 'Columns and density'),
  ],
  '/orders/$id': [
    box('修改', 'Amend'),
    form('取消订单', 'Cancel the order'),
    form('冻结', 'Hold'),
    box('打印', 'Print'),
    form('登记差错', 'Log an error'),
    box('撤销', 'Withdraw'),
    form('登记查询', 'Register an inquiry'),
    form('跟进', 'Follow up'),
    form('答复客户', 'Answer the customer'),
    box('结束', 'Close'),
  ],
  '/orders/$sent': [form('登记退货', 'Announce a return')],
  '/handover-lists': [form('新建交接单', 'New hand-over list'), box('揽收通知规则', 'Pick-up rules')],
  '/handover-lists/$id': [
    form('登记交接', 'Record the hand-over'),
    box('加入发运单', 'Add shipments'),
    box('修改', 'Change'),
    form('作废', 'Cancel'),
  ],
  '/returns/$id': [form('退货入库', 'Receive'), box('修改', 'Change'), box('取消退货', 'Cancel')],
  '/promises?view=late': [
    {
      by: FIRST_ROW,
      inside: [
        form('重新承诺', 'Re-promise'),
        form('登记已告知', 'Told the customer'),
        box('指定负责人', 'Set the owner'),
        form('无法兑现', 'Cannot be kept'),
      ],
    },
  ],
  '/shortages': [{ by: FIRST_ROW, isForm: true }],
  '/purchase-orders': [box('逾期未到', 'Overdue')],
  '/purchase-orders/$id': [
    box('发给供应商', 'Send'),
    form('登记已告知', 'Record as told'),
    form('取消', 'Cancel'),
  ],
  '/purchase-orders/$told': [box('登记供应商确认', 'Record the confirmation')],
  '/customer-notices': [
    box('通知规则', 'Rule'),
    {
      by: FIRST_ROW,
      inside: [
        box('用邮件发送', 'Send by mail'),
        form('登记已告知', 'Told otherwise'),
        box('不发送', 'Do not send'),
      ],
    },
  ],
  '/shipments/$id': [
    box('登记签收', 'Record the delivery'),
    form('登记轨迹', 'Report where it is'),
    form('登记异常', 'Report an exception'),
    box('变更路线', 'Change the route'),
  ],
  '/customers': [form('新建客户', 'Add a customer')],
  '/customers/$id': [box('修改', 'Change'), form('冻结', 'Put on hold')],
  '/contracts': [form('新建合同', 'Add a contract')],
  '/products': [form('新增商品', 'Add a product')],
  '/products/$id': [box('修改', 'Change'), form('调整库存', 'Adjust stock')],
  '/warehouses/$id': [box('修改', 'Change'), box('编辑线路', 'Edit lanes')],
  '/kpis/$id': [box('设定目标', 'Set target')],
  '/settings/users': [form('新增用户', 'Add a user'), { by: FIRST_ROW }],
  '/settings/roles': [form('新增角色', 'Add a role')],
  '/settings/teams': [form('新建团队', 'New team')],
  '/settings/api-keys': [form('新建密钥', 'New key')],
  '/settings/printing': [box('修改规则', 'Change the rules')],
  '/settings/mails': [{ by: FIRST_ROW }],
  '/settings/audit': [{ by: FIRST_ROW }],
}
const POLL_MS = 50
const OPEN_MS = 5_000

export const stories: Story[] = [
  {
    name: 'dialogs: what opens over a page, with its errors too, is axe-clean in both languages and themes, and gives the focus back',
    as: 'manager',
    limitMs: 300_000,
    run: async (stage) => {
      const paths = await pathsOf(stage)
      const faults: string[] = []
      const routes = Object.entries(OPENERS)
      const walk = async (walker: Stage) => {
        await addAxe(walker.context)
        let light: Light = 'day'
        for (let next = routes.shift(); next; next = routes.shift(), light = otherLight(light)) {
          const [route, openers] = next
          const place = { walker, route, path: paths.get(route) ?? route, openers }
          faults.push(...(await lookAt(place, light)))
        }
      }
      // Two people walk: each turns a language of their own.
      await Promise.all([walk(stage), walk(await stage.enter(await makeColleague(stage)))])
      assert.equal(faults.length, 0, `${faults.length} faults:\n${faults.join('\n')}`)
    },
  },
]

type Place = { walker: Stage; route: string; path: string; openers: readonly Opener[] }

/** The page is opened in the light the one before was left in, and turned to the other. */
async function lookAt({ walker, route, path, openers }: Place, first: Light): Promise<string[]> {
  const faults: string[] = []
  await go(walker, path)
  for (const light of [first, otherLight(first)]) {
    const stage = await turnTo(walker, light)
    for (const opener of openers) {
      const found = await lookInto(stage, opener, stage.page.getByRole('main')).catch((error: Error) => [
        `: ${error.message}`,
      ])
      faults.push(...found.map((fault) => `${stage.locale} ${route} ${nameOf(stage, opener)}${fault}`))
      // What stands open after a fault is in the way of the next.
      if (found.length > 0) await go(stage, path)
    }
  }
  return faults
}

/** Records of which every one of these can be opened. */
async function pathsOf(stage: Stage): Promise<Map<string, string>> {
  const { call } = stage
  const paths = new Map((await allPages(stage)).map(({ route, path }) => [route, path]))
  const order = await makeOwnOrder(stage, { stock: 5, quantity: 1 })
  const { order: sent, goods, shipmentId } = await sendOrder(stage)
  const dueAt = new Date(Date.now() + 3_600_000).toISOString()
  const asked = { orderId: order.id, channel: 'phone', question: '货到哪里了', dueAt } as const
  const answered = await call(inquiriesApi.registerInquiry, { body: asked })
  const answer = { channel: 'phone', answer: '明早派送' } as const
  await call(inquiriesApi.answerInquiry, { params: { id: answered.id }, body: answer })
  await call(inquiriesApi.registerInquiry, { body: asked })
  const wrong = { kind: 'documents', description: '少一联送货单' } as const
  await call(ordersApi.logOrderError, { params: { id: order.id }, body: wrong } as never)
  // The first is in the outbox, the last still to be sent.
  const mailed = await call(engagementApi.draftNotice, { body: { orderId: sent.id } })
  await call(engagementApi.sendNotice, { params: { id: mailed.id }, body: {} })
  await call(engagementApi.draftNotice, { body: { orderId: order.id } })
  const lines = sent.lines.map(({ id }) => ({ orderLineId: id, quantity: 1 }))
  const back = { orderId: sent.id, warehouseId: goods.warehouseId, reason: 'damaged' as const, lines }
  const { id } = await call(returnsApi.announceReturn, { body: back })
  const told = await makePurchase(stage)
  const telling = { channel: 'phone', recipient: '李经理' } as const
  await call(purchasingApi.tellPurchase, { params: { id: told }, body: telling })
  return paths
    .set('/purchase-orders/$told', `/purchase-orders/${told}`)
    .set('/orders/$id', `/orders/${order.id}`)
    .set('/orders/$sent', `/orders/${sent.id}`)
    .set('/shipments/$id', `/shipments/${shipmentId}`)
    .set('/returns/$id', `/returns/${id}`)
}

const sayTo = ({ locale }: Stage, [zh, en]: Name): string => (locale === 'zh' ? zh : en)
const nameOf = (stage: Stage, { by }: Opener): string => (by === FIRST_ROW ? by : sayTo(stage, by))

/** Opens it, looks at it with axe, closes it by Escape and sees where the focus goes. */
async function lookInto(stage: Stage, opener: Opener, place: Locator): Promise<string[]> {
  const { page } = stage
  const button =
    opener.by === FIRST_ROW
      ? place.locator('[data-key]').first().getByRole('button').first()
      : place.getByRole('button', { name: sayTo(stage, opener.by), exact: true }).first()
  const open = page.getByRole('dialog').filter({ visible: true })
  const before = await open.count()
  await button.focus({ timeout: OPEN_MS })
  await page.keyboard.press('Enter')
  if (!(await isSeen(open.nth(before)))) return [': nothing opens']
  const box = page.locator('[role=dialog]').filter({ visible: true }).last()
  // A form that shows its errors shows all it had before, too: it is looked at once.
  const faults = opener.isForm
    ? await faultsOfErrors(stage, box)
    : (await faultsOf(page, '[role=dialog]')).map((fault) => `: ${fault}`)
  for (const inner of opener.inside ?? [])
    faults.push(...(await lookInto(stage, inner, box)).map((fault) => ` > ${nameOf(stage, inner)}${fault}`))
  await page.keyboard.press('Escape')
  const isShut = await open
    .nth(before)
    .waitFor({ state: 'hidden', timeout: OPEN_MS })
    .then(
      () => true,
      () => false,
    )
  if (!isShut) return [...faults, ': Escape does not close it']
  // In a list the row itself is where one goes on.
  const isBack = () =>
    button.evaluate((element) =>
      [element, element.closest('tr')].includes(document.activeElement as HTMLElement),
    )
  const until = Date.now() + OPEN_MS
  while (!(await isBack()) && Date.now() < until) await page.waitForTimeout(POLL_MS)
  return (await isBack()) ? faults : [...faults, ': the focus does not go back to what opened it']
}

/** Sends the form as it is and looks at what it says. */
async function faultsOfErrors({ page }: Stage, box: Locator): Promise<string[]> {
  await box
    .locator('form')
    .first()
    .evaluate((one) => (one as HTMLFormElement).requestSubmit())
  const wrong = box.locator('[aria-invalid=true], [role=alert]').first()
  if (!(await isSeen(wrong))) return [': sent empty it says nothing']
  return (await faultsOf(page, '[role=dialog]')).map((fault) => ` with errors: ${fault}`)
}

const isSeen = (one: Locator): Promise<boolean> =>
  one.waitFor({ timeout: OPEN_MS }).then(
    () => true,
    () => false,
  )
