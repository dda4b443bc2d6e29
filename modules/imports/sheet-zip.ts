import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { createInflateRaw } from 'node:zlib'
import { FileRefused } from './sheet-file.ts'

const ENTRIES_MAX = 2_000
const DIRECTORY_MAX_BYTES = 1024 * 1024

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const LOCAL_BYTES = 30
const COMMENT_MAX = 65_535
const STORED = 0
const DEFLATED = 8
const ENCRYPTED = 1

export type ZipEntry = { name: string; method: number; encrypted: boolean; packed: number; offset: number }

/** The parts of a ZIP archive on disk. FileRefused when it is damaged. */
export async function entriesOf(path: string): Promise<ZipEntry[]> {
  const file = await open(path, 'r')
  try {
    return await readDirectory(file)
  } finally {
    await file.close()
  }
}

/**
 * The content of one part, unpacked as it is read. The sizes the archive states are not believed: unpacking stops at `maxBytes`
 * (import.too_large_unpacked), so that a small file cannot keep the reader busy for ever.
 */
export async function* unpacked(path: string, entry: ZipEntry, maxBytes: number): AsyncGenerator<Buffer> {
  if (entry.encrypted) throw new FileRefused('import.file_locked')
  if (entry.method !== STORED && entry.method !== DEFLATED) throw new FileRefused('import.file_broken')
  const start = await contentStart(path, entry)
  if (entry.packed === 0) return
  const raw = createReadStream(path, { start, end: start + entry.packed - 1 })
  const stream = entry.method === STORED ? raw : raw.pipe(createInflateRaw())
  raw.on('error', (error) => stream.destroy(error))
  let left = maxBytes
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      left -= chunk.length
      if (left < 0) throw new FileRefused('import.too_large_unpacked')
      yield chunk
    }
  } catch (error) {
    if (error instanceof FileRefused) throw error
    throw new FileRefused('import.file_broken')
  } finally {
    raw.destroy()
    stream.destroy()
  }
}

/** A small part as text. */
export async function textOfEntry(path: string, entry: ZipEntry, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of unpacked(path, entry, maxBytes)) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

async function readDirectory(file: FileHandle): Promise<ZipEntry[]> {
  const { size } = await file.stat()
  const tailAt = Math.max(0, size - END_BYTES - COMMENT_MAX)
  const tail = await read(file, tailAt, size - tailAt)
  const end = endOf(tail)
  const count = tail.readUInt16LE(end + 10)
  const start = tail.readUInt32LE(end + 16)
  const length = tailAt + end - start
  if (length < 0) throw new FileRefused('import.file_broken')
  if (count > ENTRIES_MAX || length > DIRECTORY_MAX_BYTES) throw new FileRefused('import.too_large_unpacked')
  const bytes = await read(file, start, length)
  const entries: ZipEntry[] = []
  let at = 0
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

function endOf(tail: Buffer): number {
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) if (tail.readUInt32LE(at) === END) return at
  throw new FileRefused('import.file_broken')
}

async function contentStart(path: string, { offset }: ZipEntry): Promise<number> {
  const file = await open(path, 'r')
  try {
    const local = await read(file, offset, LOCAL_BYTES)
    if (local.length < LOCAL_BYTES || local.readUInt32LE(0) !== LOCAL)
      throw new FileRefused('import.file_broken')
    return offset + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28)
  } finally {
    await file.close()
  }
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
