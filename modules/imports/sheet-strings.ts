import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { FileRefused } from './sheet-file.ts'
import { elementsOf, openText, plainText, prefixOf, restOf } from './sheet-xml.ts'
import type { ZipEntry } from './sheet-zip.ts'

/** Texts that cells name by number. */
export type Strings = { at: (index: number) => string; close: () => void }

/** As XML; the texts themselves are kept on disk. */
const STRINGS_MAX_BYTES = 512 * 1024 * 1024
/** Spreadsheets keep each distinct text once: half a million rows with eight texts of their own each fit. */
const PACKED_MAX_BYTES = 64 * 1024 * 1024
const COUNT_MAX = 4_000_000
const ITEM_MAX_CHARS = 1024 * 1024
/** Longer than any cell that is taken (CELL_MAX characters), so that a longer one is still refused as too long. */
const LENGTH_MAX = 65_535

/** The shared strings of a workbook in a file beside it: a million of them cost four bytes of memory each. Close them after use. */
export async function readStrings(path: string, entry: ZipEntry | undefined): Promise<Strings> {
  const packed = newPacked(`${path}.strings`)
  try {
    if (entry) await readInto(packed, path, entry)
  } catch (error) {
    packed.close()
    throw error
  }
  return packed
}

async function readInto(packed: Packed, path: string, entry: ZipEntry): Promise<void> {
  let prefix: string | null = null
  for await (const piece of openText(path, entry, STRINGS_MAX_BYTES)) {
    prefix ??= prefixOf(piece.text, 'sst')
    const open = `<${prefix}si`
    let at = 0
    for (const { content, end } of elementsOf(piece.text, open)) {
      packed.add(plainText(content, prefix))
      at = end
    }
    piece.text = restOf(piece.text, at, open)
    if (piece.text.length > ITEM_MAX_CHARS) throw new FileRefused('import.file_broken')
  }
}

type Packed = Strings & { add: (text: string) => void }

const PAGE_BYTES = 64 * 1024
/** Pages kept in memory. Cells name their texts nearly in the order in which those are kept. */
const PAGES_MAX = 64
const INDEX_BLOCK = 65_536

/** Texts one after the other in a file without a name: it is gone when it is closed, or when the process dies. */
function newPacked(path: string): Packed {
  const file = openSync(path, 'w+', 0o600)
  rmSync(path)
  const starts: Uint32Array[] = []
  const startOf = (index: number) => starts[Math.floor(index / INDEX_BLOCK)]?.[index % INDEX_BLOCK] ?? size
  const pages = new Map<number, Buffer>()
  let open = Buffer.allocUnsafe(PAGE_BYTES)
  let count = 0
  let size = 0
  const put = (bytes: Buffer) => {
    for (let from = 0; from < bytes.length;) {
      const at = size % PAGE_BYTES
      const taken = bytes.copy(open, at, from)
      from += taken
      size += taken
      if (size % PAGE_BYTES === 0) writeSync(file, open, 0, PAGE_BYTES, size - PAGE_BYTES)
    }
  }
  const pageAt = (number: number): Buffer => {
    if (number === Math.floor(size / PAGE_BYTES)) return open
    const known = pages.get(number)
    if (known) return known
    const [oldest] = pages.keys()
    const page =
      (pages.size >= PAGES_MAX && oldest !== undefined && pages.get(oldest)) || Buffer.allocUnsafe(PAGE_BYTES)
    if (pages.size >= PAGES_MAX && oldest !== undefined) pages.delete(oldest)
    readSync(file, page, 0, PAGE_BYTES, number * PAGE_BYTES)
    pages.set(number, page)
    return page
  }
  return {
    add(text) {
      if (count >= COUNT_MAX || size > PACKED_MAX_BYTES) throw new FileRefused('import.too_large_unpacked')
      if (count % INDEX_BLOCK === 0) starts.push(new Uint32Array(INDEX_BLOCK))
      const index = starts.at(-1)
      if (index) index[count % INDEX_BLOCK] = size
      count += 1
      put(Buffer.from(text).subarray(0, LENGTH_MAX))
    },
    at(index) {
      if (!Number.isInteger(index) || index < 0 || index >= count) throw new FileRefused('import.file_broken')
      const start = startOf(index)
      const end = index + 1 < count ? startOf(index + 1) : size
      const first = Math.floor(start / PAGE_BYTES)
      if (end <= (first + 1) * PAGE_BYTES)
        return pageAt(first).toString('utf8', start % PAGE_BYTES, (start % PAGE_BYTES) + end - start)
      const second = (first + 1) * PAGE_BYTES
      const head = Buffer.from(pageAt(first).subarray(start % PAGE_BYTES))
      return Buffer.concat([head, pageAt(first + 1).subarray(0, end - second)]).toString('utf8')
    },
    close: () => closeSync(file),
  }
}
