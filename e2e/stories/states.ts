import assert from 'node:assert/strict'
import { identityApi } from '#modules/identity/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { go, press, see, seeHeading, settle } from '../acts.ts'
import { addAxe, faultsOf } from '../axe.ts'
import { type Light, lights, turnTo } from '../looks.ts'
import { makeColleague, makeOwnOrder, unique, upload, uploadOrders } from '../records.ts'
import type { Look, Person, Role, Stage, Story } from '../stage.ts'

const PHONE = { width: 390, height: 844 }
const NOBODY = '00000000-0000-7000-8000-000000000000'

type State = {
  name: string
  as?: Role | null
  look?: Partial<Look>
  reach: (stage: Stage) => Promise<unknown>
  /** Sees that it is there: it stays when language and theme are turned, and need not be reached again. */
  shown?: (stage: Stage) => Promise<unknown>
}

const say = ({ locale }: Stage, zh: string, en: string): string => (locale === 'zh' ? zh : en)
const pick = async (stage: Stage, zh: string, en: string) =>
  stage.page.getByRole('menuitem', { name: say(stage, zh, en), exact: true }).click()
const opened = (stage: Stage) => stage.page.getByRole('dialog').filter({ visible: true }).last().waitFor()
const errorsShown = (stage: Stage) =>
  stage.page.locator('[aria-invalid=true], [role=alert]').filter({ visible: true }).first().waitFor()

/** What a page can be besides loaded and at rest. */
const STATES: readonly State[] = [
  {
    name: 'the palette with what it found',
    reach: async (stage) => {
      await go(stage, '/orders')
      await openPalette(stage, await someNumber(stage))
      await stage.page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'the palette that found nothing',
    reach: async (stage) => {
      await openPalette(stage, 'zzqqxxjj')
      await see(stage, stage.locale === 'zh' ? /没有找到/ : /Nothing found/)
    },
  },
  {
    name: 'the keyboard sheet',
    reach: async (stage) => {
      await go(stage, '/orders')
      await stage.page.locator('[data-key]').first().waitFor()
      await stage.page.keyboard.press('Shift+?')
      await opened(stage)
    },
  },
  {
    name: 'the notification panel',
    reach: async (stage) => {
      await go(stage, '/')
      await stage.page.getByRole('button', { name: /^(消息|Notifications)/ }).click()
      await stage.page.locator('.n-bell-panel').waitFor()
    },
  },
  {
    name: 'a list where nothing matches',
    reach: (stage) => go(stage, '/orders?search=zzqqxxjj&where=state.in:held;amount.between:1,2'),
    shown: (stage) => see(stage, say(stage, '没有符合条件的记录', 'Nothing matches')),
  },
  {
    name: 'a list that could not be read again',
    reach: async (stage) => {
      await go(stage, '/orders')
      await stage.page.locator('[data-key]').first().waitFor()
      await stage.context.setOffline(true)
      await stage.page.getByRole('button', { name: say(stage, '刷新', 'Refresh'), exact: true }).click()
      await see(stage, stage.locale === 'zh' ? /刷新失败/ : /Refreshing failed/)
      await stage.context.setOffline(false)
    },
  },
  {
    name: 'picked rows and a bulk action with its errors',
    reach: async (stage) => {
      await go(stage, '/orders')
      await stage.page.locator('[data-key] input[type=checkbox]').first().check()
      await press(stage, say(stage, '更多操作', 'More'))
      await pick(stage, '取消订单', 'Cancel')
      await opened(stage)
      await press(stage, say(stage, '预览', 'Preview'))
      await errorsShown(stage)
    },
  },
  ...(
    [
      ['重命名', 'Rename'],
      ['共享范围', 'Who sees it'],
      ['定时发送', 'Send by mail'],
    ] as const
  ).map(([zh, en]) => ({
    name: `a saved view: ${en}`,
    reach: async (stage: Stage) => {
      await go(stage, '/orders')
      await stage.page.getByRole('link', { name: new RegExp(say(stage, '冻结待放行', 'On hold')) }).click()
      await press(stage, say(stage, '管理视图', 'Manage the view'))
      await pick(stage, zh, en)
      await opened(stage)
    },
  })),
  {
    name: 'a form of a page with its errors',
    reach: async (stage) => {
      await go(stage, '/orders/new')
      await press(stage, say(stage, '下单', 'Place the order'))
    },
    shown: errorsShown,
  },
  {
    name: 'an import with wrong rows',
    reach: async (stage) => {
      await go(stage, `/imports/${await uploadOrders(stage)}`)
      await press(stage, say(stage, '保存并检查', 'Save and check'))
    },
    shown: (stage) => see(stage, /NO-SUCH/),
  },
  {
    name: 'an import that is done',
    reach: async (stage) => {
      const id = await upload(stage, 'products', `SKU,Name\nDONE-${unique()},Tape\n`)
      await go(stage, `/imports/${id}`)
      await press(stage, say(stage, '保存并检查', 'Save and check'))
      await press(stage, stage.locale === 'zh' ? /^导入 1 行/ : /^Import 1 row/)
    },
    shown: (stage) => seeHeading(stage, say(stage, '导入完成', 'Imported')),
  },
  {
    name: 'a form whose connection is lost',
    reach: async (stage) => {
      await go(stage, '/customers')
      await press(stage, say(stage, '新建客户', 'Add a customer'))
      const box = stage.page.getByRole('dialog')
      await box
        .getByLabel(say(stage, '名称', 'Name'), { exact: true })
        .first()
        .fill('断网客户')
      await stage.context.setOffline(true)
      await press(stage, say(stage, '保存', 'Save'), box)
      await see(stage, stage.locale === 'zh' ? /^连不上服务器/ : /^The server cannot be reached/, box)
    },
  },
  {
    name: 'a document that is printed',
    reach: async (stage) => {
      stage.page.on('popup', (popup) => void popup.close())
      await go(stage, `/orders/${(await makeOwnOrder(stage, { stock: 5, quantity: 1 })).id}`)
      await press(stage, say(stage, '打印', 'Print'))
      const box = stage.page.getByRole('dialog').filter({ visible: true }).last()
      await press(stage, say(stage, '打印', 'Print'), box)
      await see(stage, stage.locale === 'zh' ? /^已生成 \d+ 页/ : /^\d+ pages? made/, box)
    },
  },
  { name: 'a record that is not there', reach: (stage) => go(stage, `/orders/${NOBODY}`), shown: settle },
  {
    name: 'a page one may not see',
    as: 'agent',
    reach: (stage) => go(stage, '/settings/audit'),
    shown: settle,
  },
  {
    name: 'a tracking link that leads nowhere',
    as: null,
    reach: (stage) => go(stage, '/t/nowhere'),
    shown: settle,
  },
  {
    name: 'a log-in that failed',
    as: null,
    reach: async (stage) => {
      await go(stage, '/log-in')
      await stage.page.locator('form button[type=submit]').click()
    },
    shown: errorsShown,
  },
  {
    name: 'the menu on a phone',
    look: PHONE,
    reach: async (stage) => {
      await go(stage, '/orders')
      await press(stage, say(stage, '打开菜单', 'Open the menu'))
      await opened(stage)
    },
  },
  {
    name: 'the filters on a phone',
    look: PHONE,
    reach: async (stage) => {
      await go(stage, '/orders?state=held')
      await press(stage, stage.locale === 'zh' ? /^筛选/ : /^Filters/)
      await opened(stage)
    },
  },
]

export const stories: Story[] = [
  {
    name: 'states: empty, wrong, forbidden, cut off, searched and picked are axe-clean in both languages and themes',
    as: 'manager',
    limitMs: 240_000,
    run: async (stage) => {
      const states = [...STATES]
      const faults: string[] = []
      const walk = async (self: Person) => {
        // What one person has loaded is there for the next state.
        const open = windowsOf(stage, self)
        for (let next = states.shift(); next; next = states.shift())
          faults.push(...(await lookAt(next, open)))
      }
      // Two people: each turns a language of their own.
      await Promise.all([walk('manager'), walk(await makeColleague(stage))])
      assert.equal(faults.length, 0, `${faults.length} faults:\n${faults.join('\n')}`)
    },
  },
]

type Open = (state: State, light: Light) => Promise<Stage>

async function lookAt(state: State, open: Open): Promise<string[]> {
  const { shown } = state
  if (!shown) return [...(await lookBy('day', state, open)), ...(await lookBy('night', state, open))]
  return lookBy('day', state, open, async (stage) => {
    await shown(stage)
    const faults = await toldOf(stage, state)
    const turned = await turnTo(stage, 'night')
    await settle(turned)
    await shown(turned)
    faults.push(...(await toldOf(turned, state)))
    await turnTo(turned, 'day')
    await settle(turned)
    return faults
  })
}

/** In a window of its own: nothing is left over from the one before. */
async function lookBy(
  light: Light,
  state: State,
  open: Open,
  look: (stage: Stage) => Promise<string[]> = (stage) => toldOf(stage, state),
): Promise<string[]> {
  const stage = await open(state, light)
  try {
    await state.reach(stage)
    return await look(stage)
  } catch (error) {
    return [`${light} ${state.name}: ${(error as Error).message}`]
  } finally {
    await stage.page.close()
    await stage.context.setOffline(false)
  }
}

const toldOf = async ({ page, locale }: Stage, { name }: State): Promise<string[]> =>
  (await faultsOf(page)).map((fault) => `${locale} ${name}: ${fault}`)

/** Opens windows of one person; the language goes with the account. */
function windowsOf(from: Stage, self: Person): Open {
  const known = new Map<string, Stage>()
  return async ({ as = 'manager', look = {} }, light) => {
    const key = `${as} ${look.width} ${light}`
    const stage = known.get(key)
    if (stage) {
      if (as) await stage.call(identityApi.updateMe, { body: { locale: stage.locale } })
      return stage.another()
    }
    const first = await from.enter(as === 'manager' ? self : as, { ...look, ...lights[light] })
    await addAxe(first.context)
    known.set(key, first)
    return first
  }
}

async function openPalette(stage: Stage, words: string): Promise<void> {
  if (stage.page.url() === 'about:blank') await go(stage, '/')
  await press(stage, stage.locale === 'zh' ? /^搜索或执行操作/ : /^Search or run a command/)
  await stage.page.getByRole('combobox').last().fill(words)
}

async function someNumber({ call }: Stage): Promise<string> {
  const { rows } = await call(ordersApi.listOrders, { query: { limit: 1 } } as never)
  return rows[0]?.number ?? ''
}
