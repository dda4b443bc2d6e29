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
    zh: '您已有一次合并分配正在计算或执行，请等它完成或先停止它',
    en: 'One of your joint allocations is being planned or applied. Wait for it or stop it first',
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
  'wave.goods_unneeded': {
    zh: '没有订单要用它让出的库存，保持原样',
    en: 'No order takes the stock it would give up, so it was left as it is',
  },
  'wave.too_entangled': {
    zh: '须与超过 200 张订单同时调整才不缺货，未调整；请重新生成方案',
    en: 'It could only move together with more than 200 other orders and was left as it is. Ask for a new proposal',
  },
  'wave.order_trouble': {
    zh: '调整时出现意外错误，该订单未改动；请重新生成方案',
    en: 'Something unexpected happened and the order was left as it is. Ask for a new proposal',
  },
  'wave.applying_trouble': {
    zh: '系统繁忙，多次尝试后中止；已调整的订单不受影响，其余请重新生成方案',
    en: 'The system was too busy and it was given up after several tries. What was moved stays; ask for a new proposal for the rest',
  },
  'wave.trouble': {
    zh: '计算没有完成，请重试；仍不行请缩小范围',
    en: 'The search did not end. Try again, or take fewer orders',
  },
} satisfies Record<string, Bilingual>

export type WaveRefusal = keyof typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<WaveRefusal, true> {}
}
