import type { ImportKind } from '#modules/imports/kind-names.ts'
import type { Bilingual } from '#platform/text.ts'

/** What each kind brings in, in a line, and what its rows have to say. */
export const kindRules: Record<ImportKind, { about: Bilingual; rules: readonly Bilingual[] }> = {
  orders: {
    about: {
      zh: '新订单：受理、预留库存并作出承诺',
      en: 'New orders: taken, stock set aside, promises made',
    },
    rules: [
      {
        zh: '每行一个商品，必须有客户、商品编码、数量和地址',
        en: 'One product a row with customer, SKU, quantity and address',
      },
      {
        zh: '同一客户、同一单号的多行合为一张订单；已有的单号不会重复下单',
        en: 'Rows with one customer and order number make one order; a number that is taken is never placed twice',
      },
    ],
  },
  customers: {
    about: { zh: '客户档案，连同地址和联系人', en: 'Customers with their sites and contacts' },
    rules: [
      {
        zh: '每行一个客户；同一客户有多个地址或联系人时写多行',
        en: 'A row for each customer; more rows for more sites or contacts of one',
      },
      {
        zh: '按客户编号、外部编号识别已有客户，都没有时按名称',
        en: 'Customers are known by number, by external reference, or else by name',
      },
    ],
  },
  products: {
    about: { zh: '商品资料，连同替代品', en: 'Products with their substitutes' },
    rules: [
      {
        zh: '每行一个商品，必须有商品编码；新商品还须有名称',
        en: 'One product a row with its SKU; a new one needs a name',
      },
      { zh: '替代品可以是同一文件里的商品', en: 'Substitutes may be products of the same file' },
    ],
  },
  stock: {
    about: { zh: '盘点结果、入库和库存调整', en: 'Counts, receipts and corrections of stock' },
    rules: [
      {
        zh: '每行一个仓库和商品，填写实盘数量、入库数量或变动数量之一',
        en: 'A warehouse and product a row, with what was counted, what came in, or the change',
      },
      {
        zh: '已为订单预留的数量不会被减掉，这样的行会列为有误',
        en: 'What is set aside for orders is never taken away; such rows are told as wrong',
      },
    ],
  },
  shipments: {
    about: {
      zh: '给待发运单填运单号，或导入过去的发运',
      en: 'Tracking numbers of planned shipments, or shipments of the past',
    },
    rules: [
      {
        zh: '有订单号：把承运商和运单号填到该订单待发的发运单上',
        en: 'With an order number: carrier and tracking number go to its planned shipment',
      },
      {
        zh: '没有订单但有发出时间：作为历史订单和发运导入，不动库存、不作承诺',
        en: 'Without an order but with a hand-over time: kept as an order and shipment of the past; stock and promises are left alone',
      },
    ],
  },
}
