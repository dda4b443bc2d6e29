import { countryCode } from '#modules/customers/country-names.ts'
import type { FieldProblem } from '#platform/errors.ts'

/** Pasted rows become orders: what was read, and what is wrong with each row. */
export type PastedRow = {
  /** 1-based line of the text. */
  row: number
  customer: string
  externalRef: string
  sku: string
  quantity: number | null
  requestedAt: string | null
  urgent: boolean
  service: string
  consigneeName: string
  consigneePhone: string
  /** Its code; empty: the company's own. */
  country: string
  province: string
  city: string
  district: string
  street: string
  note: string
  problems: FieldProblem[]
}
export type PasteResult = {
  separator: 'tab' | 'comma' | 'semicolon' | 'space'
  header: boolean
  columns: (PasteColumn | null)[]
  rows: PastedRow[]
  truncated: boolean
}

export const PASTE_MAX_ROWS = 1_000
export const PASTE_MAX_CHARS = 400_000

export type PasteColumn =
  | 'customer'
  | 'externalRef'
  | 'sku'
  | 'quantity'
  | 'requestedAt'
  | 'urgent'
  | 'service'
  | 'consigneeName'
  | 'consigneePhone'
  | 'country'
  | 'province'
  | 'city'
  | 'district'
  | 'street'
  | 'note'

/** The columns when the text has no header. */
export const DEFAULT_COLUMNS: readonly PasteColumn[] = [
  'customer',
  'externalRef',
  'sku',
  'quantity',
  'requestedAt',
  'consigneeName',
  'consigneePhone',
  'province',
  'city',
  'district',
  'street',
  'note',
]

const HEADINGS: Record<PasteColumn, readonly string[]> = {
  customer: ['客户', '客户编号', '客户名称', '货主', 'customer', 'customer number', 'client', 'shipper'],
  externalRef: [
    '单号',
    '客户单号',
    '订单号',
    '外部单号',
    'ref',
    'reference',
    'order',
    'order number',
    'po',
    'po number',
    'external ref',
  ],
  sku: ['商品', '商品编码', '货号', '物料', '编码', 'sku', 'product', 'item', 'item code', 'product code'],
  quantity: ['数量', '件数', 'qty', 'quantity', 'pcs', 'units'],
  requestedAt: [
    '日期',
    '要求日期',
    '送达日期',
    '要求送达',
    '交货日期',
    'date',
    'requested',
    'requested date',
    'deliver by',
    'delivery date',
  ],
  urgent: ['加急', '紧急', '是否加急', 'urgent', 'rush', 'priority'],
  service: ['服务', '时效', '服务类型', 'service', 'service level'],
  consigneeName: ['收货人', '收件人', '联系人', 'consignee', 'recipient', 'name', 'contact'],
  consigneePhone: ['电话', '手机', '收货电话', '联系电话', 'phone', 'mobile', 'tel', 'telephone'],
  country: ['国家', '国家或地区', '国家/地区', '国别', 'country', 'country code'],
  province: ['省', '省份', 'province', 'state'],
  city: ['市', '城市', 'city'],
  district: ['区', '区县', '县', 'district', 'county'],
  street: ['地址', '详细地址', '收货地址', '街道', 'address', 'street'],
  note: ['备注', '说明', 'note', 'remark', 'comment'],
}

const HEADING_OF = new Map(
  Object.entries(HEADINGS).flatMap(([column, names]) =>
    names.map((name) => [name, column as PasteColumn] as const),
  ),
)

/**
 * Reads rows copied from a sheet or a message: separated by tab, comma, semicolon or spaces, with or without a heading
 * in Chinese or English, full-width digits and punctuation allowed. Nothing is dropped: a row that cannot be an order
 * keeps its place with its problems. `today` is 'YYYY-MM-DD' of the tenant; `isOneCustomer`: rows need not name it. Source: requirements ORD-02, ORD-10, ORD-23.
 */
export function parsePaste(
  text: string,
  today: string,
  { isOneCustomer = false }: { isOneCustomer?: boolean } = {},
): PasteResult {
  const lines = text
    .slice(0, PASTE_MAX_CHARS)
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((content, index) => ({ row: index + 1, content }))
    .filter(({ content }) => content.trim() !== '')
  const separator = separatorOf(lines.map((line) => line.content))
  const cells = lines
    .slice(0, PASTE_MAX_ROWS + 1)
    .map(({ row, content }) => ({ row, cells: splitRow(content, separator) }))
  const heading = cells[0] ? headingOf(cells[0].cells) : null
  const body = heading ? cells.slice(1) : cells.slice(0, PASTE_MAX_ROWS)
  const columns = heading ?? [...DEFAULT_COLUMNS]
  return {
    separator,
    header: heading !== null,
    columns,
    rows: body.map((line) => {
      const row = readRow(line, columns, today)
      if (!row.customer && !isOneCustomer) row.problems.unshift(NO_CUSTOMER)
      return row
    }),
    truncated: lines.length > body.length + (heading ? 1 : 0) || text.length > PASTE_MAX_CHARS,
  }
}

/** Full-width letters, digits and spaces as their half-width forms. */
export function halfWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
}

function separatorOf(lines: string[]): PasteResult['separator'] {
  const sample = lines.slice(0, 20)
  const inMost = (test: (line: string) => boolean) =>
    sample.length > 0 && sample.filter(test).length * 2 > sample.length
  if (inMost((line) => line.includes('\t'))) return 'tab'
  if (inMost((line) => /[;；]/.test(line))) return 'semicolon'
  if (inMost((line) => /[,，]/.test(line))) return 'comma'
  return 'space'
}

function splitRow(content: string, separator: PasteResult['separator']): string[] {
  if (separator === 'space')
    return content
      .trim()
      .split(/[ \u3000]+/)
      .map(clean)
  const marks = { tab: '\t', semicolon: ';；', comma: ',，' }[separator]
  const cells: string[] = []
  let cell = ''
  let quoted = false
  for (let i = 0; i < content.length; i += 1) {
    const c = content.charAt(i)
    if (c === '"' && quoted && content[i + 1] === '"') {
      cell += '"'
      i += 1
    } else if (c === '"' && (quoted || cell.trim() === '')) quoted = !quoted
    else if (!quoted && marks.includes(c)) {
      cells.push(clean(cell))
      cell = ''
    } else cell += c
  }
  return [...cells, clean(cell)]
}

const clean = (cell: string): string => cell.replace(/[\u0000-\u001f\u007f]/g, ' ').trim()

/** The columns a heading names, or null when the first row is no heading. */
function headingOf(cells: string[]): (PasteColumn | null)[] | null {
  const columns = cells.map(
    (cell) =>
      HEADING_OF.get(
        halfWidth(cell)
          .toLowerCase()
          .replace(/[*:_-]+/g, ' ')
          .trim(),
      ) ?? null,
  )
  const known = columns.filter((column) => column !== null)
  const named = new Set(known)
  if (named.size < 2 || !(named.has('sku') || named.has('quantity'))) return null
  // A column named twice counts once, the first time.
  return columns.map((column, index) => (column && columns.indexOf(column) === index ? column : null))
}

function readRow(
  { row, cells }: { row: number; cells: string[] },
  columns: (PasteColumn | null)[],
  today: string,
): PastedRow {
  const problems: FieldProblem[] = []
  const cell = (column: PasteColumn, max = 200): string => {
    const value = cells[columns.indexOf(column)] ?? ''
    if (columns.includes(column) && value.length > max)
      problems.push(problem(column, `最多 ${max} 个字`, `At most ${max} characters`))
    return value.slice(0, max)
  }
  const given: PastedRow = {
    row,
    customer: halfWidth(cell('customer', 120)),
    externalRef: halfWidth(cell('externalRef', 80)),
    sku: halfWidth(cell('sku', 80)),
    quantity: readQuantity(cell('quantity'), problems),
    requestedAt: readDay(cell('requestedAt'), { today, problems }),
    urgent: /^(是|加急|紧急|y|yes|true|1|urgent|rush)$/i.test(halfWidth(cell('urgent'))),
    service: readService(cell('service'), problems),
    consigneeName: cell('consigneeName', 80),
    consigneePhone: halfWidth(cell('consigneePhone', 40)).replace(/[^\d+\-() ]/g, ''),
    country: readCountry(cell('country', 80), problems),
    province: cell('province', 60),
    city: cell('city', 60),
    district: cell('district', 60),
    street: cell('street'),
    note: cell('note', 500),
    problems,
  }
  if (!given.sku) problems.push(problem('sku', '缺少商品编码', 'No product. Give its SKU'))
  const extra = cells.slice(columns.length).filter((value) => value !== '')
  if (extra.length > 0)
    problems.push(
      problem(
        'row',
        `多出 ${extra.length} 列，请检查分隔符`,
        `${extra.length} more cells than columns. Check the separators`,
      ),
    )
  return given
}

function readQuantity(value: string, problems: FieldProblem[]): number | null {
  const text = halfWidth(value)
    .replace(/(?<=\d),(?=\d{3}(\D|$))/g, '')
    .replace(/\s*(件|箱|个|台|套|pcs|pc|ea|units?)$/i, '')
    .trim()
  const quantity = Number(text)
  if (/^\d+(\.0+)?$/.test(text) && quantity >= 1 && quantity <= 100_000_000) return quantity
  problems.push(
    problem(
      'quantity',
      '数量须为 1 至 100000000 的整数',
      'The quantity must be a whole number from 1 to 100000000',
    ),
  )
  return null
}

/** '2026-11-22', '2026/11/2', '2026年11月2日', '11-22' and '11月22日' (the next such day). */
function readDay(
  value: string,
  { today, problems }: { today: string; problems: FieldProblem[] },
): string | null {
  if (value === '') return null
  const match = /^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$/.exec(halfWidth(value).trim())
  const [, year, month = '', day = ''] = match ?? []
  const tail = `${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const thisYear = Number(today.slice(0, 4))
  const full = `${year ?? (`${thisYear}-${tail}` < today ? thisYear + 1 : thisYear)}-${tail}`
  const at = match ? new Date(`${full}T00:00:00Z`) : null
  if (
    at &&
    !Number.isNaN(at.getTime()) &&
    at.toISOString().slice(0, 10) === full &&
    full >= '1970' &&
    full < '2200'
  )
    return full
  problems.push(
    problem(
      'requestedAt',
      '日期无法识别，请写成 2026-11-22',
      'The date cannot be read. Write it as 2026-11-22',
    ),
  )
  return null
}

function readCountry(value: string, problems: FieldProblem[]): string {
  const code = value === '' ? '' : countryCode(value)
  if (code !== null) return code
  problems.push(
    problem(
      'country',
      '国家无法识别，请填写名称或两位代码，如 CN',
      'No such country. Give its name or two-letter code, such as CN',
    ),
  )
  return ''
}

const SERVICES: Record<string, string> = {
  '': 'standard',
  标准: 'standard',
  普通: 'standard',
  快运: 'express',
  快递: 'express',
  特快: 'express',
  经济: 'economy',
  standard: 'standard',
  express: 'express',
  economy: 'economy',
}

function readService(value: string, problems: FieldProblem[]): string {
  const service = SERVICES[halfWidth(value).toLowerCase()]
  if (service) return service
  problems.push(
    problem('service', '服务类型须为标准、快运或经济', 'The service must be standard, express or economy'),
  )
  return 'standard'
}

const problem = (path: string, zh: string, en: string): FieldProblem => ({ path, message: { zh, en } })
const NO_CUSTOMER = problem(
  'customer',
  '缺少客户，请填写客户编号或名称',
  'No customer. Give the customer’s number or name',
)
