/**
 * How personal data is shown unless somebody with the right reveals it, with a reason.
 * Source: GB/T 41833 (reliability §2): a name hides at least one character, a phone at least six digits,
 * an address its unit and room. Pure: the pages show the same masks for what is being typed.
 */

const HIDDEN_DIGITS_MIN = 6
const TAIL_SHOWN_MAX = 4
const MASK = '***'

/** The first character, the others hidden; a single character is hidden too. Empty stays empty. */
export function maskName(name: string): string {
  const [first, ...rest] = [...name.trim()]
  if (first === undefined) return ''
  return rest.length === 0 ? '*' : first + rest.map((c) => (c === ' ' ? ' ' : '*')).join('')
}

/**
 * Hides at least six digits. The last four stay when there are digits enough, then the first ones:
 * `13812345678` gives `1******5678`. Anything but digits and `+-() ` is hidden as well.
 */
export function maskPhone(phone: string): string {
  const shown = phone.trim().normalize('NFKC')
  const digits = shown.replace(/\D/g, '').length
  const tail = Math.max(0, Math.min(TAIL_SHOWN_MAX, digits - HIDDEN_DIGITS_MIN))
  const head = Math.max(0, digits - tail - HIDDEN_DIGITS_MIN)
  let seen = 0
  return [...shown]
    .map((c) => {
      if (!/\d/.test(c)) return /[+\-() ]/.test(c) ? c : '*'
      seen += 1
      return seen <= head || seen > digits - tail ? c : '*'
    })
    .join('')
}

/** The first character of the mailbox and the domain: `l***@example.com`. What is no address is hidden whole. */
export function maskEmail(email: string): string {
  const text = email.trim()
  if (text === '') return ''
  const at = text.lastIndexOf('@')
  if (at < 1) return MASK
  const [first] = [...text]
  return `${at > 1 ? first : ''}${MASK}${text.slice(at)}`
}

/** A handle of a messenger: its first character. */
export function maskHandle(handle: string): string {
  const [first, second] = [...handle.trim()]
  if (first === undefined) return ''
  return second === undefined ? '*' : first + MASK
}

const NUMERAL = '[0-9A-Za-z一二三四五六七八九十百零〇甲乙丙丁]'
// Building, entrance, floor, room: from the first of them on nothing is shown.
const CHINESE_UNIT = new RegExp(
  `${NUMERAL}[-0-9A-Za-z一二三四五六七八九十百零〇]*(?:\\s*(?:号楼|号院|栋|幢|座|单元|室|层|楼|户|房|铺|门)|#)`,
)
const WESTERN_UNIT =
  /(?:\b(?:apt|apartment|suite|ste|unit|room|rm|floor|fl|flat|building|bldg|block)\b\.?|#)\s*\S*/i
const HOUSE_NUMBER = /[0-9一二三四五六七八九十百零〇]+(?:[-之][0-9]+)?\s*[号號弄](?![楼院])/

/**
 * Road and house number stay, unit and room go: `天河路123号5栋1203室` gives `天河路123号***`.
 * Where no house number tells them apart, everything from the first number inside the text on is hidden.
 */
export function maskStreet(street: string): string {
  const text = street.trim().normalize('NFKC')
  const cut = cutOf(text)
  return cut >= text.length
    ? text
    : text
        .slice(0, cut)
        .trimEnd()
        .replace(/[,，;；]$/, '') + MASK
}

/** How many characters of the text may be shown. */
function cutOf(text: string): number {
  const marks = [CHINESE_UNIT.exec(text)?.index, WESTERN_UNIT.exec(text)?.index]
  const house = HOUSE_NUMBER.exec(text)
  if (house) {
    const end = house.index + house[0].length
    if (/[0-9一二三四五六七八九十]/.test(text.slice(end))) marks.push(end)
  } else {
    marks.push(firstInnerNumber(text))
  }
  return Math.min(...marks.filter((m) => m !== undefined), text.length)
}

/** `12 Main Street` begins with its house number; a number later in such a text, or any in `幸福里5-1203`, may be a room. */
function firstInnerNumber(text: string): number | undefined {
  const leading = /^\d+\w?\s/.exec(text)?.[0].length ?? 0
  const inner = /\d/.exec(text.slice(leading))
  return inner ? leading + inner.index : undefined
}
