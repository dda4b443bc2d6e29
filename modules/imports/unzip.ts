import { inflateRawSync } from 'node:zlib'
import { FileRefused } from './sheet-file.ts'

const ENTRIES_MAX = 2_000
/** All parts together, unpacked; twenty thousand rows of text need about a third. */
export const UNPACKED_MAX_BYTES = 64 * 1024 * 1024

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const COMMENT_MAX = 65_535
const STORED = 0
const DEFLATED = 8
const ENCRYPTED = 1

type Entry = { name: string; method: number; encrypted: boolean; packed: number; offset: number }

/**
 * The wanted files of a ZIP archive. The sizes it states are not believed: unpacking stops at UNPACKED_MAX_BYTES for all together
 * (import.too_large_unpacked), so that a small file cannot fill the memory. FileRefused when it is damaged or locked.
 */
export function unzip(bytes: Buffer, isWanted: (name: string) => boolean): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = Object.create(null) as Record<string, Uint8Array>
  let left = UNPACKED_MAX_BYTES
  for (const entry of entriesOf(bytes)) {
    if (!isWanted(entry.name) || files[entry.name]) continue
    if (entry.encrypted) throw new FileRefused('import.file_locked')
    const content = unpack(bytes, entry, left)
    left -= content.length
    files[entry.name] = content
  }
  return files
}

function entriesOf(bytes: Buffer): Entry[] {
  const end = endOf(bytes)
  const count = bytes.readUInt16LE(end + 10)
  if (count > ENTRIES_MAX) throw new FileRefused('import.too_large_unpacked')
  const entries: Entry[] = []
  let at = bytes.readUInt32LE(end + 16)
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY)
      throw new FileRefused('import.file_broken')
    const nameBytes = bytes.readUInt16LE(at + 28)
    entries.push({
      name: bytes
        .toString('utf8', at + 46, at + 46 + nameBytes)
        .replaceAll('\\', '/')
        .replace(/^\//, ''),
      method: bytes.readUInt16LE(at + 10),
      encrypted: (bytes.readUInt16LE(at + 8) & ENCRYPTED) !== 0,
      packed: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    })
    at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

function endOf(bytes: Buffer): number {
  for (
    let at = bytes.length - END_BYTES;
    at >= Math.max(0, bytes.length - END_BYTES - COMMENT_MAX);
    at -= 1
  ) {
    if (bytes.readUInt32LE(at) === END) return at
  }
  throw new FileRefused('import.file_broken')
}

function unpack(bytes: Buffer, { method, packed, offset }: Entry, left: number): Buffer {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== LOCAL)
    throw new FileRefused('import.file_broken')
  const from = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  if (from + packed > bytes.length) throw new FileRefused('import.file_broken')
  const content = bytes.subarray(from, from + packed)
  if (method === STORED) {
    if (content.length > left) throw new FileRefused('import.too_large_unpacked')
    return content
  }
  if (method !== DEFLATED) throw new FileRefused('import.file_broken')
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, left) })
  } catch (error) {
    const isTooLong = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw new FileRefused(isTooLong ? 'import.too_large_unpacked' : 'import.file_broken')
  }
}
