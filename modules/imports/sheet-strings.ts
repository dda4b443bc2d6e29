import { FileRefused } from './sheet-file.ts'
import { type ZipEntry, unpacked } from './sheet-zip.ts'

/** Texts that cells name by number. */
export type Strings = { at: (index: number) => string }

/** As XML; the texts themselves are kept packed, outside the heap. */
const STRINGS_MAX_BYTES = 512 * 1024 * 1024
const PACKED_MAX_BYTES = 96 * 1024 * 1024
const COUNT_MAX = 8_000_000
const ITEM_MAX_CHARS = 1024 * 1024
const FIRST_BYTES = 64 * 1024

/** The shared strings of a workbook in one buffer with offsets: millions of them cost their bytes and no more. */
export async function readStrings(path: string, entry: ZipEntry | undefined): Promise<Strings> {
  const packed = newPacked()
  if (entry) {
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of unpacked(path, entry, STRINGS_MAX_BYTES)) {
      text += decoder.decode(chunk, { stream: true })
      let last = 0
      for (const found of text.matchAll(/<(\w+:)?si(?:\s[^>]*)?(?:\/>|>(.*?)<\/(?:\w+:)?si>)/gs)) {
        packed.add(plainText(found[2] ?? ''))
        last = found.index + found[0].length
      }
      text = text.slice(last)
      if (text.length > ITEM_MAX_CHARS) throw new FileRefused('import.file_broken')
    }
  }
  return packed
}

function newPacked(): Strings & { add: (text: string) => void } {
  let bytes = Buffer.alloc(FIRST_BYTES)
  let ends = new Uint32Array(1024)
  let count = 0
  let used = 0
  return {
    add(text) {
      const length = Buffer.byteLength(text)
      if (count >= COUNT_MAX || used + length > PACKED_MAX_BYTES)
        throw new FileRefused('import.too_large_unpacked')
      if (used + length > bytes.length)
        bytes = Buffer.concat([bytes, Buffer.alloc(Math.max(bytes.length, length))])
      if (count === ends.length) {
        const more = new Uint32Array(ends.length * 2)
        more.set(ends)
        ends = more
      }
      bytes.write(text, used)
      used += length
      ends[count] = used
      count += 1
    },
    at(index) {
      if (!Number.isInteger(index) || index < 0 || index >= count) throw new FileRefused('import.file_broken')
      return bytes.toString('utf8', index === 0 ? 0 : ends[index - 1], ends[index])
    },
  }
}

/** The text of `<t>` elements, without phonetic hints. */
export function plainText(xml: string): string {
  const spoken = xml.includes('rPh') ? xml.replace(/<(?:\w+:)?rPh\b.*?<\/(?:\w+:)?rPh>/gs, '') : xml
  let text = ''
  for (const [, part = ''] of spoken.matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>(.*?)<\/(?:\w+:)?t>/gs)) text += part
  if (text.includes('&'))
    text = text.replace(/&(#x?[\da-f]+|amp|lt|gt|quot|apos);/gi, (_, name: string) => entity(name))
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
