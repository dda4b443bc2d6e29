import { FileRefused } from './sheet-file.ts'
import { type ZipEntry, unpacked } from './sheet-zip.ts'

// Parts of a workbook are gone over once: a pattern that looks for the end of each element that has none takes hours for some megabytes.

/** Text of a part that is unpacked and not taken yet: whoever reads it cuts off what he has taken. */
export type OpenText = { text: string }

const PIECE_CHARS = 64 * 1024
/** Before the root of a part stands no more than that it is XML, and perhaps a comment. */
const ROOT_MAX_CHARS = 16 * 1024

/** A part as text, as it is unpacked. What is left of it comes again only with as much new text. */
export async function* openText(path: string, entry: ZipEntry, maxBytes: number): AsyncGenerator<OpenText> {
  const decoder = new TextDecoder()
  const open: OpenText = { text: '' }
  let more = ''
  for await (const chunk of unpacked(path, entry, maxBytes)) {
    more += decoder.decode(chunk, { stream: true })
    if (more.length < Math.max(PIECE_CHARS, open.text.length)) continue
    open.text += more
    more = ''
    yield open
  }
  open.text += more + decoder.decode()
  yield open
}

/** What stands before the names of a part, such as 'x:', by its root. FileRefused when its beginning has none. */
export function prefixOf(text: string, root: string): string {
  const found = new RegExp(`<(\\w{1,100}:)?${root}\\b`).exec(text.slice(0, ROOT_MAX_CHARS))
  if (!found) throw new FileRefused('import.file_broken')
  return found[1] ?? ''
}

/** An element that stands whole in a text, from `start` to before `end`. */
export type Element = { attributes: string; content: string; start: number; end: number }

/** The whole elements whose tags begin so ('<row'), which are not in each other. */
export function* elementsOf(text: string, open: string): Generator<Element> {
  const close = `</${open.slice(1)}>`
  for (let at = text.indexOf(open); at !== -1;) {
    const tagEnd = text.indexOf('>', at)
    if (tagEnd === -1) return
    const isBare = text[tagEnd - 1] === '/'
    const attributes = text.slice(at + open.length, isBare ? tagEnd - 1 : tagEnd)
    const contentEnd = isBare ? tagEnd : text.indexOf(close, tagEnd)
    if (contentEnd === -1) return
    const end = isBare ? tagEnd + 1 : contentEnd + close.length
    yield { attributes, content: isBare ? '' : text.slice(tagEnd + 1, contentEnd), start: at, end }
    at = text.indexOf(open, end)
  }
}

/** What is left behind the last whole element: one that has begun, or what may become the beginning of one. */
export function restOf(text: string, at: number, open: string): string {
  const start = text.indexOf(open, at)
  return text.slice(start === -1 ? Math.max(at, text.length - open.length) : start)
}

const ATTRIBUTES = new Map<string, RegExp>()
export function attributeOf(text: string, name: string): string {
  const pattern = ATTRIBUTES.get(name) ?? new RegExp(`\\b${name}="([^"]*)"`)
  ATTRIBUTES.set(name, pattern)
  return pattern.exec(text)?.[1] ?? ''
}

/** The text of `<t>` elements, without phonetic hints. */
export function plainText(xml: string, prefix = ''): string {
  const spoken = xml.includes('rPh') ? without(xml, `<${prefix}rPh`) : xml
  let text = ''
  for (const { content } of elementsOf(spoken, `<${prefix}t`)) text += content
  return withoutEscapes(text)
}

function without(xml: string, open: string): string {
  let left = ''
  let at = 0
  for (const { start, end } of elementsOf(xml, open)) {
    left += xml.slice(at, start)
    at = end
  }
  return left + xml.slice(at)
}

function withoutEscapes(given: string): string {
  const text = given.includes('&')
    ? given.replace(/&(#x?[\da-f]+|amp|lt|gt|quot|apos);/gi, (_, name: string) => entity(name))
    : given
  return text.includes('_x')
    ? text.replace(/_x([\da-f]{4})_/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function entity(name: string): string {
  if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? ''
  const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}
