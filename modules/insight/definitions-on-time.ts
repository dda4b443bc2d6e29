import type { KpiDefinition } from './definition.ts'
import { byDue, byOrderDue, ordersPopulation } from './definition-words.ts'

const dueLines = { zh: '已到期的订单行交付承诺', en: 'Delivery promises on order lines that have fallen due' }
const dueLinesPopulation = {
  zh: '截至统计时刻已到期的全部交付承诺；逾期未交付计为未准时；客户撤销的不计入；因我方原因撤销的计为未准时。日历日承诺当天送达即为准时',
  en: 'All delivery promises due by the cut-off. Overdue and still open counts as late. Withdrawn by the customer is left out; withdrawn for our reasons counts as late. A promise of a calendar day is kept by a delivery on that day',
}

/** Promises kept by their due time, against every kind of promise. */
export const onTimeDefinitions = [
  {
    id: 'on_time_delivery',
    version: 1,
    group: 'on_time',
    unit: 'ratio',
    direction: 'higher',
    target: 0.99,
    name: { zh: '准时交付率', en: 'On-time delivery' },
    numerator: {
      zh: '按现行承诺准时交付的订单行',
      en: 'Order lines delivered on time by the promise that holds now',
    },
    denominator: dueLines,
    population: dueLinesPopulation,
    cohort: byDue,
    // domain §0, §4 #8
    source: 'SCOR RL.2.2',
  },
  {
    id: 'on_time_delivery_original',
    version: 1,
    group: 'on_time',
    unit: 'ratio',
    direction: 'higher',
    target: 0.99,
    name: { zh: '准时交付率（对照最初承诺）', en: 'On-time delivery, first promise' },
    numerator: {
      zh: '按最初承诺准时交付的订单行，改期不算数',
      en: 'Order lines delivered on time by the first promise; re-promising does not help',
    },
    denominator: dueLines,
    population: dueLinesPopulation,
    cohort: { zh: '按最初承诺的到期日归期', en: 'By the local day the first promise fell due' },
    // domain §1.3
    source: '',
  },
  {
    id: 'on_time_delivery_contract',
    version: 1,
    group: 'on_time',
    unit: 'ratio',
    direction: 'higher',
    target: 0.99,
    name: { zh: '准时交付率（对照合同时限）', en: 'On-time delivery, contract time' },
    numerator: {
      zh: '在合同时限内交付的订单行',
      en: 'Order lines delivered within the time of the contract',
    },
    denominator: dueLines,
    population: {
      zh: '同准时交付率；承诺与合同一致时，以最初承诺为合同时限',
      en: 'As on-time delivery. Where the promise equals the contract, the first promise is the contract time',
    },
    cohort: { zh: '按合同时限到期日归期', en: 'By the local day the contract time ran out' },
    // domain §1.3
    source: '',
  },
  {
    id: 'on_time_delivery_order',
    version: 2,
    group: 'on_time',
    unit: 'ratio',
    direction: 'higher',
    target: 0.99,
    name: { zh: '订单准时率', en: 'On-time orders' },
    numerator: { zh: '每一行都按现行承诺准时交付的订单', en: 'Orders with every line on time' },
    denominator: { zh: '已到期的订单', en: 'Orders that have fallen due' },
    population: ordersPopulation,
    cohort: byOrderDue,
    // domain §1.1, §4 #8
    source: '',
  },
  {
    id: 'on_time_of_delivered_order',
    version: 2,
    group: 'on_time',
    unit: 'ratio',
    direction: 'higher',
    target: null,
    name: { zh: '已交付订单的准时率', en: 'On time among delivered orders' },
    numerator: { zh: '每一行都准时的已交付订单', en: 'Delivered orders with every line on time' },
    denominator: { zh: '已全部交付的订单', en: 'Orders delivered in all lines' },
    population: {
      zh: '只计已交付的订单，仅供与其他系统比较：逾期未交付的订单看不见，结果偏高',
      en: 'Delivered orders only, for comparison with other systems: overdue open orders are invisible here, so it looks better than it is',
    },
    cohort: byOrderDue,
    // domain §4 #8, §18 #2
    source: '',
  },
  {
    id: 'delivery_delay_days',
    version: 1,
    group: 'on_time',
    unit: 'days',
    direction: 'lower',
    target: null,
    name: { zh: '交付偏差天数', en: 'Delivery delay' },
    numerator: {
      zh: '签收日减现行承诺到期日的自然日数之和，提前为负，当天为 0',
      en: 'Sum of calendar days from the day due (promise that holds now) to the day delivered; early is negative, on the day is 0',
    },
    denominator: { zh: '已交付的订单行', en: 'Order lines delivered' },
    population: {
      zh: '有交付承诺且已交付的订单行；未交付的不在其中，请同时看准时交付率',
      en: 'Delivered order lines with a promise. Open ones are not in it: read it beside on-time delivery',
    },
    cohort: byDue,
    // domain §3
    source: '',
  },
  {
    id: 'handover_on_time',
    version: 1,
    group: 'on_time',
    unit: 'ratio',
    direction: 'higher',
    target: 0.99,
    name: { zh: '准时发货率', en: 'Handover on time' },
    numerator: {
      zh: '在承诺时间前交给承运商的订单行',
      en: 'Order lines handed to the carrier by the promised time',
    },
    denominator: { zh: '已到期的发货承诺', en: 'Handover promises that have fallen due' },
    population: {
      zh: '截至统计时刻已到期的发货承诺；逾期未交接计为未准时',
      en: 'Handover promises due by the cut-off; overdue and not handed over counts as late',
    },
    cohort: byDue,
    // domain §0
    source: '',
  },
  {
    id: 'acknowledged_on_time',
    version: 1,
    group: 'on_time',
    unit: 'ratio',
    direction: 'higher',
    target: 0.99,
    name: { zh: '准时受理率', en: 'Acknowledged on time' },
    numerator: { zh: '在承诺时间内受理的订单', en: 'Orders acknowledged by the promised time' },
    denominator: { zh: '已到期的受理承诺', en: 'Acknowledgement promises that have fallen due' },
    population: {
      zh: '截至统计时刻已到期的受理承诺；逾期未受理计为未准时',
      en: 'Acknowledgement promises due by the cut-off; overdue and open counts as late',
    },
    cohort: byDue,
    // domain §0
    source: '',
  },
  {
    id: 'receipt_back_on_time',
    version: 1,
    group: 'on_time',
    unit: 'ratio',
    direction: 'higher',
    target: 0.99,
    name: { zh: '回单准时率', en: 'Receipts back on time' },
    numerator: { zh: '按时返回的签收单', en: 'Signed receipts back by the promised time' },
    denominator: { zh: '已到期的回单承诺', en: 'Receipt promises that have fallen due' },
    population: {
      zh: '截至统计时刻已到期的回单承诺；逾期未回计为未准时',
      en: 'Receipt promises due by the cut-off; overdue and open counts as late',
    },
    cohort: byDue,
    // domain §4, targets
    source: '',
  },
] as const satisfies readonly KpiDefinition[]
