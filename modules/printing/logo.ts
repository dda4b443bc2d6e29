import { imageTypeOf } from '#modules/shipments/proof.ts'

/** What is told of an image by its own bytes. */

export const LOGO_MAX_BYTES = 1024 * 1024
export const LOGO_TYPES = ['image/png', 'image/jpeg'] as const
export const LOGO_SIDE_MAX = 2_000

export type ImageFacts = { type: 'image/png' | 'image/jpeg'; width: number; height: number }
/** Unpacks, but never to more than `most` bytes: throws then. */
type Unpack = (packed: Uint8Array, most: number) => Uint8Array

/** Type and size of a PNG or JPEG that is small enough and whole; null for anything else. */
export function imageFacts(bytes: Buffer, unpack: Unpack): ImageFacts | null {
  const type = imageTypeOf(bytes)
  const size = type === 'image/png' ? pngSize(bytes, unpack) : type === 'image/jpeg' ? jpegSize(bytes) : null
  if (!type || !size) return null
  const isSane = size.width > 0 && size.height > 0 && Math.max(size.width, size.height) <= LOGO_SIDE_MAX
  return isSane ? { type, ...size } : null
}

type Size = { width: number; height: number }
const BYTES_PER_DOT_MAX = 8

/** The header names the size; the packed dots must not unpack to more than that size can need. */
function pngSize(bytes: Buffer, unpack: Unpack): Size | null {
  let at = 8
  let size: Size | null = null
  const packed: Buffer[] = []
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at)
    const name = bytes.toString('latin1', at + 4, at + 8)
    const data = bytes.subarray(at + 8, at + 8 + length)
    if (data.length < length) return null
    if (name === 'IHDR' && length >= 8) size = { width: data.readUInt32BE(0), height: data.readUInt32BE(4) }
    if (name === 'IDAT') packed.push(data)
    if (name === 'IEND') break
    at += 12 + length
  }
  if (!size || packed.length === 0 || Math.max(size.width, size.height) > LOGO_SIDE_MAX) return null
  try {
    unpack(Buffer.concat(packed), (size.width * BYTES_PER_DOT_MAX + 1) * size.height + 8)
    return size
  } catch {
    return null
  }
}

const SIZE_MARKERS = [0xc0, 0xc1, 0xc2]

function jpegSize(bytes: Buffer): Size | null {
  let at = 2
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    if (SIZE_MARKERS.includes(marker))
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}
