import type { Text } from '#platform/text.ts'

export const trackingText = {
  title: { zh: '物流跟踪', en: 'Your delivery' },
  loading: { zh: '正在查询…', en: 'Looking it up…' },
  missing: { zh: '链接无效或已过期', en: 'This link is not valid any more' },
  missingHelp: { zh: '请向发货方索取新的查询链接。', en: 'Ask the sender for a new link.' },
  failed: { zh: '暂时查不到', en: 'It cannot be looked up now' },
  again: { zh: '重试', en: 'Try again' },
  order: { zh: '订单 {number}', en: 'Order {number}' },
  promised: { zh: '承诺送达', en: 'Promised by' },
  expected: { zh: '预计送达', en: 'Expected' },
  delivered: { zh: '签收时间', en: 'Delivered' },
  late: { zh: '已超过承诺时间，发货方已收到提醒', en: 'Past the promised time; the sender has been alerted' },
  part: { zh: '第 {n} 件，共 {of} 件', en: 'Part {n} of {of}' },
  waybill: { zh: '运单号', en: 'Waybill' },
  history: { zh: '物流详情', en: 'What happened' },
  none: { zh: '还没有物流信息', en: 'No scans yet' },
  more: { zh: '显示更早的 {n} 条', en: 'Show {n} earlier' },
  high: { zh: '把握较大，依据 {n} 次同类运输记录', en: 'Quite sure: from {n} similar deliveries' },
  medium: { zh: '仅供参考，依据 {n} 次同类运输记录', en: 'Roughly: from {n} similar deliveries' },
  plan: { zh: '按线路计划时效估算', en: "From the route's planned time" },
  no_estimate: { zh: '暂无预计', en: 'Not known yet' },
  phoneTitle: { zh: '是您的包裹吗？', en: 'Is this yours?' },
  phoneHelp: {
    zh: '输入收货手机号后四位，可核对收货人与城市。',
    en: "Enter the last four digits of the recipient's phone to check name and city.",
  },
  phoneTooLong: {
    zh: '只需后四位，请删去前面的数字',
    en: 'Only the last four are needed: delete the others',
  },
  phoneLabel: { zh: '手机号后四位', en: 'Last four digits' },
  check: { zh: '核对', en: 'Check' },
  consignee: { zh: '收货人', en: 'Recipient' },
  call: { zh: '联系 {company}', en: 'Call {company}' },
  contact: { zh: '请联系 {company}', en: 'Contact {company}' },
  privacy: { zh: '本页不显示姓名、电话与街道。', en: 'This page shows no names, telephones or streets.' },
  step_placed: { zh: '已下单', en: 'Ordered' },
  step_left: { zh: '已发出', en: 'Sent' },
  step_near: { zh: '派送中', en: 'Out for delivery' },
  step_done: { zh: '已签收', en: 'Delivered' },
} satisfies Text

/** What can be done now: a headline, and a sentence. */
export const nextText = {
  nothing: { zh: '正在路上，您无需操作', en: 'On its way. There is nothing you need to do' },
  wait_for_dispatch: {
    zh: '正在备货，发出后此页会更新',
    en: 'Being prepared. This page changes once it leaves',
  },
  be_reachable: { zh: '今天派送，请保持电话畅通', en: 'Out for delivery today. Please be reachable' },
  collect: { zh: '已到自提点，请尽快取件', en: 'Ready for you to collect' },
  arrange_again: {
    zh: '派送未成功，请联系发货方重新安排',
    en: 'The delivery did not work out. Arrange another day',
  },
  contact_us: {
    zh: '运输出现异常，请联系发货方',
    en: 'Something went wrong on the way. Please get in touch',
  },
  check_goods: {
    zh: '已送达。请当面验货，如有破损请联系发货方',
    en: 'Delivered. Check the goods, and tell the sender of any damage',
  },
} satisfies Text
