import type { FileHandle } from 'node:fs/promises'
import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'

const LOCAL = 0x04034b50
const ENTRY = 0x02014b50
const END = 0x06054b50
const LOCAL_BYTES = 30
const CRC_AT = 14
const ENTRY_BYTES = 46
const END_BYTES = 22
const UTF8 = 0x0800
const DEFLATED = 8
const VERSION = 20
/** 1 January 1980: a part has no time of its own. */
const NO_DATE = 0x21
/** Twice as fast as the usual level, and a few per cent larger. */
const LEVEL = 3
const SIZE_MAX = 0xffffffff

export type ZipFile = {
  /** Begins a part. One at a time: end it before the next. */
  open: (name: string) => Promise<ZipPart>
  /** Writes the directory. */
  end: () => Promise<void>
}
export type ZipPart = { write: (text: string) => Promise<void>; end: () => Promise<void> }

/** A ZIP archive that is written to disk part by part: memory does not grow with it, and packing is done off the event loop. */
export function newZip(file: FileHandle): ZipFile {
  const directory: Buffer[] = []
  let at = 0
  const append = async (bytes: Buffer) => {
    await file.write(bytes, 0, bytes.length, at)
    at += bytes.length
  }
  return {
    async open(name) {
      const start = at
      const facts = { crc: 0, size: 0 }
      await append(localOf(name))
      const contentAt = at
      const deflate = createDeflateRaw({ level: LEVEL })
      const written = pipeline(deflate, async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) await append(chunk)
      })
      written.catch(() => {}) // whoever ends the part reports it
      return {
        async write(text) {
          const bytes = Buffer.from(text)
          facts.crc = crc32(bytes, facts.crc)
          facts.size += bytes.length
          if (!deflate.write(bytes)) await Promise.race([once(deflate, 'drain'), written])
        },
        async end() {
          deflate.end()
          await written
          if (facts.size > SIZE_MAX || at > SIZE_MAX) throw new RangeError('a part of more than 4 GB')
          const known = { ...facts, packed: at - contentAt }
          await file.write(sizesOf(known), 0, 12, start + CRC_AT)
          directory.push(entryOf(name, start, known))
        },
      }
    },
    async end() {
      const start = at
      for (const entry of directory) await append(entry)
      await append(endOf(directory.length, start, at - start))
    },
  }
}

type Known = { crc: number; size: number; packed: number }

function sizesOf({ crc, size, packed }: Known): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32LE(crc, 0)
  bytes.writeUInt32LE(packed, 4)
  bytes.writeUInt32LE(size, 8)
  return bytes
}

/** Checksum and sizes are filled in when they are known. */
function localOf(name: string): Buffer {
  const bytes = Buffer.alloc(LOCAL_BYTES)
  bytes.writeUInt32LE(LOCAL, 0)
  bytes.writeUInt16LE(VERSION, 4)
  bytes.writeUInt16LE(UTF8, 6)
  bytes.writeUInt16LE(DEFLATED, 8)
  bytes.writeUInt16LE(NO_DATE, 12)
  bytes.writeUInt16LE(Buffer.byteLength(name), 26)
  return Buffer.concat([bytes, Buffer.from(name)])
}

function entryOf(name: string, start: number, known: Known): Buffer {
  const bytes = Buffer.alloc(ENTRY_BYTES)
  bytes.writeUInt32LE(ENTRY, 0)
  bytes.writeUInt16LE(VERSION, 4)
  bytes.writeUInt16LE(VERSION, 6)
  bytes.writeUInt16LE(UTF8, 8)
  bytes.writeUInt16LE(DEFLATED, 10)
  bytes.writeUInt16LE(NO_DATE, 14)
  sizesOf(known).copy(bytes, 16)
  bytes.writeUInt16LE(Buffer.byteLength(name), 28)
  bytes.writeUInt32LE(start, 42)
  return Buffer.concat([bytes, Buffer.from(name)])
}

function endOf(count: number, start: number, size: number): Buffer {
  const bytes = Buffer.alloc(END_BYTES)
  bytes.writeUInt32LE(END, 0)
  bytes.writeUInt16LE(count, 8)
  bytes.writeUInt16LE(count, 10)
  bytes.writeUInt32LE(size, 12)
  bytes.writeUInt32LE(start, 16)
  return bytes
}
