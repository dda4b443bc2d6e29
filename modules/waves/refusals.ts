import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'wave.too_large': {
    zh: '合并分配一次最多 {maxOrders} 张订单、{maxLines} 行、{maxWarehouses} 个仓库；请先在订单列表筛选后选择',
    en: 'One joint allocation takes up to {maxOrders} orders, {maxLines} lines and {maxWarehouses} warehouses. Narrow the order list and choose there',
  },
  'wave.no_orders': {
    zh: '没有可以合并分配的订单：须为未冻结、未开始拣货的订单，或有缺货的订单',
    en: 'No order can take part: it must be neither on hold nor being picked, or lack something',
  },
  'wave.needs_person': {
    zh: '合并分配只能由登录的用户发起',
    en: 'Only a person who is logged in can ask for it',
  },
  'wave.under_way': {
    zh: '已有一次合并分配正在计算，请等它完成或先停止它',
    en: 'A joint allocation is being planned already. Wait for it or stop it first',
  },
  'wave.not_ready': {
    zh: '方案还没有算好，或已经执行、放弃',
    en: 'There is no proposal to apply, or it was applied or discarded',
  },
  'wave.nothing_to_do': {
    zh: '现在的分配已经是找到的最好方案，没有可调整的',
    en: 'What is set aside is already the best plan found',
  },
  'wave.ended': { zh: '这次合并分配已经结束', en: 'This joint allocation has ended' },
  'wave.person_gone': { zh: '发起人已没有合并分配的权限', en: 'Whoever asked for it may not do it any more' },
  'wave.trouble': {
    zh: '计算没有完成，请重试；仍不行请缩小范围',
    en: 'The search did not end. Try again, or take fewer orders',
  },
} satisfies Record<string, Bilingual>

export type WaveRefusal = keyof typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<WaveRefusal, true> {}
}
