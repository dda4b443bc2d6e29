import { Refused } from '#platform/errors.ts'

export type Image = { bytes: Buffer; name: string }
export const IMAGE_MAX_BYTES = 5 * 1024 * 1024
export const IMAGE_TYPES = ['image/png', 'image/jpeg'] as const

export const proofKinds = ['signature', 'photo', 'code', 'paper'] as const
export type ProofKind = (typeof proofKinds)[number]

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const JPEG = [0xff, 0xd8, 0xff]

/** The image's type by its first bytes, whatever the sender says it is; null when it is neither PNG nor JPEG. */
export function imageTypeOf(bytes: Uint8Array): (typeof IMAGE_TYPES)[number] | null {
  if (PNG.every((byte, i) => bytes[i] === byte)) return 'image/png'
  return JPEG.every((byte, i) => bytes[i] === byte) ? 'image/jpeg' : null
}

/** The same, refusing what is no image. */
export function mustBeImage(bytes: Uint8Array): (typeof IMAGE_TYPES)[number] {
  const type = imageTypeOf(bytes)
  if (!type) throw new Refused('proof.not_an_image', {}, 422)
  return type
}
