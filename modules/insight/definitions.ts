import type { KpiDefinition } from './definition.ts'

const byDue = { zh: '按承诺到期日（公司所在时区的自然日）归期', en: 'By the local day the promise falls due' }
const byOrderDue = { zh: '按订单最后一行的承诺到期日归期', en: 'By the local day the last line of the order falls due' }
const byDelivery = { zh: '按签收日归期', en: 'By the local day of delivery' }
const byPlaced = { zh: '按下单日归期', en: 'By the local day of the order' }
const byHandover = { zh: '按交接承运商之日归期', en: 'By the local day of the handover to the carrier' }

const dueLines = { zh: '已到期的订单行交付承诺', en: 'Delivery promises on order lines that have fallen due' }
const dueLinesPopulation = {
  zh: '截至统计时刻已到期的全部交付承诺；逾期未交付计为未准时；客户撤销的不计入；因我方原因撤销的计为未准时。日历日承诺当天送达即为准时',
  en: 'All delivery promises due by the cut-off. Overdue and still open counts as late. Withdrawn by the customer is left out; withdrawn for our reasons counts as late. A promise of a calendar day is kept by a delivery on that day',
}
const ordersPopulation = {
  zh: '截至统计时刻最后一行已到期的订单；客户取消的订单不计入，我方取消的计入且不合格；逾期未交付计为不合格',
  en: 'Orders whose last line has fallen due by the cut-off. Cancelled by the customer is left out; cancelled by us stays in and fails. Overdue and still open fails',
}
const orderedPopulation = {
  zh: '已分配库存的订单行；暂停中的订单尚未分配，不计入；客户取消的订单不计入',
  en: 'Order lines that went through allocation: orders on hold are left out until released, orders the customer cancelled are left out',
}

/** Every KPI, in the order of the dashboard. Formulas and cohorts: domain §0 to §4. */
export const definitions = [
  {
    id: 'on_time_delivery', version: 1, group: 'on_time', unit: 'ratio', direction: 'higher', target: 0.99,
    name: { zh: '准时交付率', en: 'On-time delivery' },
    numerator: { zh: '按现行承诺准时交付的订单行', en: 'Order lines delivered on time by the promise that holds now' },
    denominator: dueLines, population: dueLinesPopulation, cohort: byDue, source: 'domain §0, §4 #8; SCOR RL.2.2',
  },
  {
    id: 'on_time_delivery_original', version: 1, group: 'on_time', unit: 'ratio', direction: 'higher', target: 0.99,
    name: { zh: '准时交付率（对照最初承诺）', en: 'On-time delivery, first promise' },
    numerator: { zh: '按最初承诺准时交付的订单行，改期不算数', en: 'Order lines delivered on time by the first promise; re-promising does not help' },
    denominator: dueLines, population: dueLinesPopulation, cohort: { zh: '按最初承诺的到期日归期', en: 'By the local day the first promise fell due' }, source: 'domain §1.3',
  },
  {
    id: 'on_time_delivery_contract', version: 1, group: 'on_time', unit: 'ratio', direction: 'higher', target: 0.99,
    name: { zh: '准时交付率（对照合同时限）', en: 'On-time delivery, contract time' },
    numerator: { zh: '在合同时限内交付的订单行', en: 'Order lines delivered within the time of the contract' },
    denominator: dueLines,
    population: { zh: '同准时交付率；承诺与合同一致时，以最初承诺为合同时限', en: 'As on-time delivery. Where the promise equals the contract, the first promise is the contract time' },
    cohort: { zh: '按合同时限到期日归期', en: 'By the local day the contract time ran out' }, source: 'domain §1.3',
  },
  {
    id: 'on_time_delivery_order', version: 1, group: 'on_time', unit: 'ratio', direction: 'higher', target: 0.99,
    name: { zh: '订单准时率', en: 'On-time orders' },
    numerator: { zh: '每一行都按现行承诺准时交付的订单', en: 'Orders with every line on time' },
    denominator: { zh: '已到期的订单', en: 'Orders that have fallen due' }, population: ordersPopulation, cohort: byOrderDue, source: 'domain §1.1, §4 #8',
  },
  {
    id: 'on_time_of_delivered_order', version: 1, group: 'on_time', unit: 'ratio', direction: 'higher', target: null,
    name: { zh: '已交付订单的准时率', en: 'On time among delivered orders' },
    numerator: { zh: '每一行都准时的已交付订单', en: 'Delivered orders with every line on time' },
    denominator: { zh: '已全部交付的订单', en: 'Orders delivered in all lines' },
    population: { zh: '只计已交付的订单，仅供与其他系统比较：逾期未交付的订单看不见，结果偏高', en: 'Delivered orders only, for comparison with other systems: overdue open orders are invisible here, so it looks better than it is' },
    cohort: byOrderDue, source: 'domain §4 #8, §18 #2',
  },
  {
    id: 'delivery_delay_days', version: 1, group: 'on_time', unit: 'days', direction: 'lower', target: null,
    name: { zh: '交付偏差天数', en: 'Delivery delay' },
    numerator: { zh: '签收日减现行承诺到期日的自然日数之和，提前为负，当天为 0', en: 'Sum of calendar days from the day due (promise that holds now) to the day delivered; early is negative, on the day is 0' },
    denominator: { zh: '已交付的订单行', en: 'Order lines delivered' },
    population: { zh: '有交付承诺且已交付的订单行；未交付的不在其中，请同时看准时交付率', en: 'Delivered order lines with a promise. Open ones are not in it: read it beside on-time delivery' },
    cohort: byDue, source: 'domain §3',
  },
  {
    id: 'handover_on_time', version: 1, group: 'on_time', unit: 'ratio', direction: 'higher', target: 0.99,
    name: { zh: '准时发货率', en: 'Handover on time' },
    numerator: { zh: '在承诺时间前交给承运商的订单行', en: 'Order lines handed to the carrier by the promised time' },
    denominator: { zh: '已到期的发货承诺', en: 'Handover promises that have fallen due' },
    population: { zh: '截至统计时刻已到期的发货承诺；逾期未交接计为未准时', en: 'Handover promises due by the cut-off; overdue and not handed over counts as late' }, cohort: byDue, source: 'domain §0',
  },
  {
    id: 'acknowledged_on_time', version: 1, group: 'on_time', unit: 'ratio', direction: 'higher', target: 0.99,
    name: { zh: '准时受理率', en: 'Acknowledged on time' },
    numerator: { zh: '在承诺时间内受理的订单', en: 'Orders acknowledged by the promised time' },
    denominator: { zh: '已到期的受理承诺', en: 'Acknowledgement promises that have fallen due' },
    population: { zh: '截至统计时刻已到期的受理承诺；逾期未受理计为未准时', en: 'Acknowledgement promises due by the cut-off; overdue and open counts as late' }, cohort: byDue, source: 'domain §0',
  },
  {
    id: 'receipt_back_on_time', version: 1, group: 'on_time', unit: 'ratio', direction: 'higher', target: 0.99,
    name: { zh: '回单准时率', en: 'Receipts back on time' },
    numerator: { zh: '按时返回的签收单', en: 'Signed receipts back by the promised time' },
    denominator: { zh: '已到期的回单承诺', en: 'Receipt promises that have fallen due' },
    population: { zh: '截至统计时刻已到期的回单承诺；逾期未回计为未准时', en: 'Receipt promises due by the cut-off; overdue and open counts as late' }, cohort: byDue, source: 'domain §4, targets',
  },
  {
    id: 'perfect_order', version: 1, group: 'order', unit: 'ratio', direction: 'higher', target: null,
    name: { zh: '完美订单率', en: 'Perfect orders' },
    numerator: { zh: '足量、准时且完好的订单，逐单判断，每一行都须合格', en: 'Orders in full, on time and undamaged, judged order by order; every line must pass' },
    denominator: { zh: '已到期的订单', en: 'Orders that have fallen due' },
    population: { zh: `${ordersPopulation.zh}。系统尚无单证差错数据，单证一项不参与判断`, en: `${ordersPopulation.en}. Errors in documents are not recorded here, so that component is not judged` },
    cohort: byOrderDue, source: 'domain §1.1; SCOR RL.1.1',
  },
  {
    id: 'otif', version: 1, group: 'order', unit: 'ratio', direction: 'higher', target: null,
    name: { zh: '准时足量率（OTIF）', en: 'On time in full (OTIF)' },
    numerator: { zh: '准时且足量完好的订单。参数：基准（最近承诺、最初承诺、客户要求）、早晚容差、层级（订单、行、件）、数量容差', en: 'Orders on time and in full of good units. Parameters: anchor (last promise, first promise, requested), early and late tolerance, level (order, line, unit), tolerance in quantity' },
    denominator: { zh: '已到期的订单（或行、件）', en: 'Orders (or lines, or units) that have fallen due' },
    population: { zh: `默认：最近承诺、订单级、无容差。超量不能抵补不足。${ordersPopulation.zh}`, en: `By default: last promise, by order, no tolerance. Over-delivery never makes up for a short line. ${ordersPopulation.en}` },
    cohort: byOrderDue, source: 'domain §1.3',
  },
  {
    id: 'fill_rate_line', version: 1, group: 'fill', unit: 'ratio', direction: 'higher', target: null,
    name: { zh: '行满足率', en: 'Line fill rate' },
    numerator: { zh: '首次分配即全部满足的订单行', en: 'Order lines filled completely at the first allocation' },
    denominator: { zh: '订单行', en: 'Order lines' }, population: orderedPopulation, cohort: byPlaced, source: 'domain §2',
  },
  {
    id: 'fill_rate_unit', version: 1, group: 'fill', unit: 'ratio', direction: 'higher', target: null,
    name: { zh: '件满足率', en: 'Unit fill rate' },
    numerator: { zh: '首次分配即满足的件数，每行不超过订购数', en: 'Units filled at the first allocation, at most what was ordered of each line' },
    denominator: { zh: '订购件数', en: 'Units ordered' }, population: orderedPopulation, cohort: byPlaced, source: 'domain §2',
  },
  {
    id: 'in_stock_ratio', version: 1, group: 'fill', unit: 'ratio', direction: 'higher', target: null,
    name: { zh: '现货率', en: 'In-stock ratio' },
    numerator: { zh: '下单时所订商品本身有足够现货的订单行（替代品不算）', en: 'Lines whose own product was there in full when ordered; a substitute does not count' },
    denominator: { zh: '订单行', en: 'Order lines' }, population: orderedPopulation, cohort: byPlaced, source: 'domain §4 #3',
  },
  {
    id: 'stockout_frequency', version: 1, group: 'fill', unit: 'ratio', direction: 'lower', target: null,
    name: { zh: '缺货频率', en: 'Stockout frequency' },
    numerator: { zh: '发生过缺货的订单行', en: 'Order lines that ran into a shortage' },
    denominator: { zh: '订单行', en: 'Order lines' }, population: orderedPopulation, cohort: byPlaced, source: 'domain §4 #6',
  },
  {
    id: 'substitution_frequency', version: 1, group: 'fill', unit: 'ratio', direction: 'lower', target: null,
    name: { zh: '替代频率', en: 'Substitution frequency' },
    numerator: { zh: '以替代品发出的订单行', en: 'Lines shipped with a substitute' },
    denominator: { zh: '已发出的订单行', en: 'Lines shipped' },
    population: { zh: '已发货的订单行；替代均经客户同意', en: 'Order lines of which anything was shipped; every substitute had the customer’s consent' }, cohort: byPlaced, source: 'domain §4 #7',
  },
  {
    id: 'backorder_count', version: 1, group: 'fill', unit: 'count', direction: 'lower', target: null,
    name: { zh: '缺货待补', en: 'Backorders' },
    numerator: { zh: '已决定补货后再发、仍在等货的缺货', en: 'Shortages decided as backorders that still wait for goods' },
    denominator: { zh: '不适用（计数）', en: 'None: a count' },
    population: { zh: '截至统计时刻仍未结束的补货；样本数为同期发现的全部缺货', en: 'Backorders open at the cut-off; n is all shortages found in the period' },
    cohort: { zh: '按发现缺货之日归期', en: 'By the local day the shortage was found' }, source: 'domain §2',
  },
  {
    id: 'order_cycle_time', version: 1, group: 'cycle', unit: 'days', direction: 'lower', target: null,
    name: { zh: '订单周期', en: 'Order cycle time' },
    numerator: { zh: '从下单到最后一件签收的天数之和，含小数', en: 'Sum of days, with fractions, from the order to the delivery of its last piece' },
    denominator: { zh: '已交付的订单', en: 'Orders delivered' },
    population: { zh: '已交付且下单时间有记录的订单；未交付的不在其中', en: 'Delivered orders whose order time was recorded. Open orders are not in it' }, cohort: byDelivery, source: 'domain §1.2, §4 #1; SCOR RS.1.1',
  },
  {
    id: 'order_cycle_variation', version: 1, group: 'cycle', unit: 'cv', direction: 'lower', target: null,
    name: { zh: '订单周期波动', en: 'Order cycle variation' },
    numerator: { zh: '订单周期的样本标准差', en: 'Sample standard deviation of the order cycle' },
    denominator: { zh: '订单周期的均值', en: 'Mean of the order cycle' },
    population: { zh: '同订单周期；至少两单', en: 'As order cycle time; two orders or more' }, cohort: byDelivery, source: 'domain §3, §4 #2',
  },
  {
    id: 'delay_ratio', version: 1, group: 'transport', unit: 'ratio', direction: 'lower', target: 0.01,
    name: { zh: '延误率', en: 'Delay ratio' },
    numerator: { zh: '超过承诺时间的运单，含逾期仍未送达的', en: 'Shipments past their promised time, those not delivered yet included' },
    denominator: { zh: '已到期的运单', en: 'Shipments that have fallen due' },
    population: { zh: '截至统计时刻，所载各行交付承诺均已到期的运单；已取消的不计入；不可抗力照计', en: 'Shipments whose last delivery promise on board has fallen due. Cancelled ones are left out; force majeure counts' }, cohort: byDue, source: 'domain §4 #8',
  },
  {
    id: 'damage_ratio', version: 1, group: 'transport', unit: 'ratio', direction: 'lower', target: 0.001,
    name: { zh: '货损率', en: 'Damage ratio' },
    numerator: { zh: '破损件数', en: 'Units damaged' }, denominator: { zh: '送达件数', en: 'Units delivered' },
    population: { zh: '已签收运单上的件数；事后发现的破损登记后计入原签收日', en: 'Units of delivered shipments; damage found later counts on the day of delivery' }, cohort: byDelivery, source: 'domain §4 #5',
  },
  {
    id: 'short_ship_ppm', version: 1, group: 'transport', unit: 'ppm', direction: 'lower', target: null,
    name: { zh: '短装率', en: 'Short-shipped pieces' },
    numerator: { zh: '装车时短少的件数', en: 'Pieces short at loading' }, denominator: { zh: '应装件数', en: 'Pieces to be loaded' },
    population: { zh: '已交接的运单；溢装另计，不抵减', en: 'Shipments handed over; pieces too many never make up for pieces too few' }, cohort: byHandover, source: 'domain §4 #9a',
  },
  {
    id: 'return_ratio', version: 1, group: 'transport', unit: 'ratio', direction: 'lower', target: null,
    name: { zh: '退回率', en: 'Return ratio' },
    numerator: { zh: '发出后退回的运单', en: 'Shipments that came back after dispatch' }, denominator: { zh: '已发出的运单', en: 'Shipments dispatched' },
    population: { zh: '已交接的运单，每票只计一次', en: 'Shipments handed over, each counted once' }, cohort: byHandover, source: 'domain §4 #11',
  },
  {
    id: 'route_change', version: 1, group: 'transport', unit: 'ratio', direction: 'lower', target: null,
    name: { zh: '改线率', en: 'Route changes' },
    numerator: { zh: '发出后改过线路或承运商的运单', en: 'Shipments re-routed after dispatch' }, denominator: { zh: '已发出的运单', en: 'Shipments dispatched' },
    population: { zh: '已交接的运单，每票只计一次', en: 'Shipments handed over, each counted once' }, cohort: byHandover, source: 'domain §4 #10',
  },
] as const satisfies readonly KpiDefinition[]

export type KpiId = (typeof definitions)[number]['id']

const byId = new Map<string, KpiDefinition>(definitions.map((d) => [d.id, d]))
export const findDefinition = (id: string): (KpiDefinition & { id: KpiId }) | undefined => byId.get(id) as (KpiDefinition & { id: KpiId }) | undefined

/** Changes when any definition does: rollups made with another one are made anew. */
export const definitionsStamp = definitions.map((d) => `${d.id}:${d.version}`).join(' ')
