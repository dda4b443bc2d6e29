import type { IntakeParty } from '#modules/customers/parties.ts'
import { mayOrder } from '#modules/customers/party.ts'
import type { ProductBrief } from '#modules/inventory/stock.ts'
import { endOfLocalDay, startOfDay } from '#modules/scheduling/calendar.ts'
import type { FieldProblem } from '#platform/errors.ts'
import type { Address, HoldKind, NewLine, NewOrder } from './order-types.ts'
import { halfWidth } from './paste.ts'

export type SiteBrief = Address & { id: string; partyId: string; name: string; archived: boolean }
export type CheckedLine = {
  product: ProductBrief
  quantity: number
  unitPriceMinor: number
  requestedMs: number | null
  externalRef: string | null
}
export type NewHold = { kind: HoldKind; reason: string }

/** An order whose customer, address and products are known. */
export type CheckedOrder = {
  given: NewOrder
  customer: IntakeParty
  address: Address
  lines: CheckedLine[]
  requestedMs: number | null
  consigneeName: string
  consigneePhone: string
  phoneTail: string
  amountMinor: number
  holds: NewHold[]
}
export type Refusal = { code: 'order.duplicate_ref'; details: { externalRef: string; number: string } }
export type Checked =
  | { ok: true; order: CheckedOrder }
  | { ok: false; problems: FieldProblem[]; refusal: Refusal | null }

/** Orders of the last minutes, to see a double entry. */
export type RecentOrder = { number: string; customerId: string; fingerprint: string }

/** What intake found of what the orders name. Look-ups only; nothing here asks the database. */
export type Known = {
  customer: (order: NewOrder) => IntakeParty | undefined
  product: (line: NewLine) => ProductBrief | undefined
  site: (id: string) => SiteBrief | undefined
  /** Number of the first order with this reference of the customer. */
  numberOfRef: (customerId: string, externalRef: string) => string | undefined
  recent: readonly RecentOrder[]
  resolveAddress: (address: Address) => { address: Address; problems: FieldProblem[] }
  zone: string
  /** Of addresses that name none. */ country: string
  nowMs: number
}

const PHONE = /^\+?[\d][\d\-() ]{4,24}$/
const PHONE_TAIL = 4

/**
 * Whether an order can be taken: its customer, address, products and dates, and what would hold it (credit, a double).
 * Each problem names the field and the remedy. Requirements ORD-03, ORD-10, ORD-15.
 */
export function checkOrder(given: NewOrder, known: Known): Checked {
  const problems: FieldProblem[] = []
  const customer = checkCustomer(given, known, problems)
  const address = checkAddress(given, { known, customer, problems })
  const lines = given.lines.map((line, index) => checkLine(line, { known, index, problems }))
  const requestedMs = checkDay(given.requestedAt, { known, path: 'requestedAt', problems })
  const consigneePhone = checkPhone(given.consigneePhone ?? '', problems)
  const refusal = customer ? duplicateOf(customer.id, given, known) : null
  const good = lines.filter((line) => line !== null)
  if (problems.length > 0 || refusal || !customer) return { ok: false, problems, refusal }

  const order: CheckedOrder = {
    given,
    customer,
    address,
    lines: good,
    requestedMs,
    consigneeName: given.consigneeName ?? '',
    consigneePhone,
    phoneTail: phoneTailOf(consigneePhone),
    amountMinor: good.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0),
    holds: customer.holds.map(({ kind, reason }) => ({ kind: kind as HoldKind, reason })),
  }
  if (!Number.isSafeInteger(order.amountMinor))
    return {
      ok: false,
      problems: [AMOUNT_TOO_LARGE],
      refusal: null,
    }
  return { ok: true, order: withDuplicateHold(order, known) }
}

/** What two entries of one order have in common: who, where to, and what. */
export function fingerprintOf(order: {
  street: string
  phone: string
  name: string
  lines: readonly { productId: string; quantity: number }[]
}): string {
  const lines = order.lines.map((line) => `${line.productId}*${line.quantity}`).toSorted()
  return [order.street, order.phone, order.name, ...lines].join('|')
}

/** Only people type an order twice: their entries without an own number are compared, those of programs are not. */
export const mayBeTypedTwice = (order: NewOrder): boolean =>
  (order.channel === 'form' || order.channel === 'paste') && !order.externalRef && !order.notDuplicate

function withDuplicateHold(order: CheckedOrder, known: Known): CheckedOrder {
  if (!mayBeTypedTwice(order.given)) return order
  const fingerprint = fingerprintOfChecked(order)
  const double = known.recent.find(
    (recent) => recent.customerId === order.customer.id && recent.fingerprint === fingerprint,
  )
  if (!double) return order
  return { ...order, holds: [...order.holds, { kind: 'duplicate', reason: double.number }] }
}

export const fingerprintOfChecked = ({
  address,
  consigneePhone,
  consigneeName,
  lines,
}: CheckedOrder): string =>
  fingerprintOf({
    street: address.street,
    phone: consigneePhone,
    name: consigneeName,
    lines: lines.map((line) => ({ productId: line.product.id, quantity: line.quantity })),
  })

function checkCustomer(given: NewOrder, known: Known, problems: FieldProblem[]): IntakeParty | null {
  const path = given.customerId || !given.customerNumber ? 'customerId' : 'customerNumber'
  const customer = known.customer(given)
  if (!customer && !given.customerId && !given.customerNumber) {
    problems.push(
      problem('customerId', '请选择客户，或填写客户编号', 'Choose the customer or give its number'),
    )
    return null
  }
  if (!customer) {
    problems.push(
      problem(
        path,
        '没有这个客户，请核对编号或先新建客户',
        'There is no such customer. Check the number or add the customer first',
      ),
    )
    return null
  }
  if (given.customerNumber && customer.number !== given.customerNumber)
    problems.push(
      problem(
        'customerNumber',
        `客户编号 ${given.customerNumber} 与所选客户（${customer.number}）不是同一客户，请只填其一`,
        `The number ${given.customerNumber} is not that of the customer given (${customer.number}). Give one of the two`,
      ),
    )
  if (customer.archived)
    problems.push(
      problem(
        path,
        `客户 ${customer.name} 已停用，请先恢复`,
        `The customer ${customer.name} is archived. Restore it first`,
      ),
    )
  if (!mayOrder(customer)) {
    problems.push(
      problem(
        path,
        `${customer.name} 不是下单客户（货主），请在客户资料中添加该角色`,
        `${customer.name} may not place orders. Give it the role of shipper`,
      ),
    )
  }
  return customer
}

type AddressCheck = { known: Known; customer: IntakeParty | null; problems: FieldProblem[] }

function checkAddress(given: NewOrder, { known, customer, problems }: AddressCheck): Address {
  const site = given.siteId ? known.site(given.siteId) : undefined
  if (given.siteId && (!site || (customer && site.partyId !== customer.id))) {
    problems.push(
      problem('siteId', '该客户没有这个收货点，请重新选择', 'The customer has no such site. Choose another'),
    )
  } else if (site?.archived)
    problems.push(problem('siteId', '该收货点已停用，请重新选择', 'This site is archived. Choose another'))
  const blank: Address = {
    country: known.country,
    province: '',
    city: '',
    district: '',
    street: '',
    postcode: '',
  }
  const from: Address = site
    ? {
        country: site.country,
        province: site.province,
        city: site.city,
        district: site.district,
        street: site.street,
        postcode: site.postcode,
      }
    : blank
  const own = Object.fromEntries(
    Object.entries(given.address ?? {}).filter(([, value]) => value !== undefined && value !== ''),
  )
  const resolved = known.resolveAddress({ ...from, ...own })
  problems.push(...resolved.problems)
  return resolved.address
}

type LineCheck = { known: Known; index: number; problems: FieldProblem[] }

function checkLine(line: NewLine, { known, index, problems }: LineCheck): CheckedLine | null {
  const path = `lines[${index}]`
  const field = line.productId || !line.sku ? 'productId' : 'sku'
  const requestedMs = checkDay(line.requestedAt, { known, path: `${path}.requestedAt`, problems })
  const product = line.productId || line.sku ? known.product(line) : undefined
  if (!product) {
    problems.push(
      problem(
        `${path}.${field}`,
        line.sku ? `没有商品 ${line.sku}，请核对编码` : '没有这个商品，请重新选择',
        line.sku
          ? `There is no product ${line.sku}. Check the SKU`
          : 'There is no such product. Choose another',
      ),
    )
    return null
  }
  if (line.sku && product.sku !== line.sku) {
    problems.push(
      problem(
        `${path}.sku`,
        `商品编码 ${line.sku} 与所选商品（${product.sku}）不是同一商品，请只填其一`,
        `The SKU ${line.sku} is not that of the product given (${product.sku}). Give one of the two`,
      ),
    )
    return null
  }
  if (product.archived) {
    problems.push(
      problem(
        `${path}.${field}`,
        `商品 ${product.sku} 已停售，请改用其他商品`,
        `The product ${product.sku} is no longer sold. Choose another`,
      ),
    )
    return null
  }
  return {
    product,
    quantity: line.quantity,
    unitPriceMinor: line.unitPriceMinor ?? product.priceMinor,
    requestedMs,
    externalRef: line.externalRef ?? null,
  }
}

/** A day as its first moment in the company's zone, an instant as it is; the past is refused. */
export function checkDay(
  given: string | undefined,
  { known, path, problems }: { known: Pick<Known, 'zone' | 'nowMs'>; path: string; problems: FieldProblem[] },
): number | null {
  if (!given) return null
  const isDay = given.length === 10
  const ms = isDay ? startOfDay(known.zone, given) : Date.parse(given)
  const last = isDay ? endOfLocalDay(known.zone, ms) : ms
  if (last <= known.nowMs)
    problems.push(
      problem(path, '要求日期已过，请改为今天或以后', 'The requested date has passed. Give today or later'),
    )
  return ms
}

/** The phone in half width; what is no phone number is a problem of `consigneePhone`. */
export function checkPhone(given: string, problems: FieldProblem[]): string {
  const phone = halfWidth(given).trim()
  if (phone !== '' && !PHONE.test(phone))
    problems.push(
      problem(
        'consigneePhone',
        '电话号码有误，请填写 5 至 25 位数字',
        'This is no phone number. Give 5 to 25 digits',
      ),
    )
  return phone
}

export const phoneTailOf = (phone: string): string => phone.replace(/\D/g, '').slice(-PHONE_TAIL)

function duplicateOf(customerId: string, { externalRef }: NewOrder, known: Known): Refusal | null {
  const number = externalRef ? known.numberOfRef(customerId, externalRef) : undefined
  return externalRef && number ? { code: 'order.duplicate_ref', details: { externalRef, number } } : null
}

export const problem = (path: string, zh: string, en: string): FieldProblem => ({ path, message: { zh, en } })

export const AMOUNT_TOO_LARGE = problem(
  'lines',
  '订单金额过大，请拆分订单',
  'The amount is too large. Split the order',
)
