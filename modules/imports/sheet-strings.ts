import { FileRefused } from './sheet-file.ts'
import { type ZipEntry, unpacked } from './sheet-zip.ts'

/** Texts that cells name by number. */
export type Strings = { at: (index: number) => string }

/** As XML; the texts themselves are kept packed, outside the heap. */
const STRINGS_MAX_BYTES = 512 * 1024 * 1024
/** Spreadsheets keep each distinct text once: half a million rows with eight texts of their own each fit. */
const PACKED_MAX_BYTES = 64 * 1024 * 1024
const COUNT_MAX = 4_000_000
const ITEM_MAX_CHARS = 1024 * 1024
const LENGTH_BYTES = 2
/** Longer than any cell that is taken (CELL_MAX characters), so that a longer one is still refused as too long. */
const LENGTH_MAX = 65_535

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

const BLOCK_BYTES = 1024 * 1024
const BLOCK_INDEX = 65_536

/** Blocks that never move: growing copies nothing. Each text lies in one block; its place is block number and offset. */
function newPacked(): Strings & { add: (text: string) => void } {
  const blocks: Buffer[] = []
  const starts: Uint32Array[] = []
  let count = 0
  let used = BLOCK_BYTES
  const startOf = (index: number) => starts[Math.floor(index / BLOCK_INDEX)]?.[index % BLOCK_INDEX] ?? 0
  return {
    add(text) {
      // Its length stands before it: two bytes are enough for every cell that may be taken.
      const length = Math.min(Buffer.byteLength(text), LENGTH_MAX)
      if (count >= COUNT_MAX || blocks.length * BLOCK_BYTES > PACKED_MAX_BYTES)
        throw new FileRefused('import.too_large_unpacked')
      if (used + LENGTH_BYTES + length > BLOCK_BYTES) {
        blocks.push(Buffer.allocUnsafeSlow(BLOCK_BYTES))
        used = 0
      }
      if (count % BLOCK_INDEX === 0) starts.push(new Uint32Array(BLOCK_INDEX))
      const block = blocks.at(-1)
      block?.writeUInt16LE(length, used)
      block?.write(text, used + LENGTH_BYTES, length)
      const index = starts.at(-1)
      if (index) index[count % BLOCK_INDEX] = (blocks.length - 1) * BLOCK_BYTES + used
      used += LENGTH_BYTES + length
      count += 1
    },
    at(index) {
      const start = startOf(index)
      const block = blocks[Math.floor(start / BLOCK_BYTES)]
      if (!block || !Number.isInteger(index) || index < 0 || index >= count)
        throw new FileRefused('import.file_broken')
      const from = (start % BLOCK_BYTES) + LENGTH_BYTES
      return block.toString('utf8', from, from + block.readUInt16LE(from - LENGTH_BYTES))
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
