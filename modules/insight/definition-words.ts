/** Words that definitions share. */
export const byDue = {
  zh: '按承诺到期日（公司所在时区的自然日）归期',
  en: 'By the local day the promise falls due',
}
export const byOrderDue = {
  zh: '按订单最后一行的承诺到期日归期',
  en: 'By the local day the last line of the order falls due',
}
export const ordersPopulation = {
  zh: '截至统计时刻最后一行已到期的订单；客户取消的订单不计入，我方取消的计入且不合格；逾期未交付计为不合格',
  en: 'Orders whose last line has fallen due by the cut-off. Cancelled by the customer is left out; cancelled by us stays in and fails. Overdue and still open fails',
}
