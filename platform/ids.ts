import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

let lastMs = 0
let counter = 0

const ID_BYTES = 16
const IDS_A_DRAW = 256
let drawn = Buffer.alloc(0)
let used = 0

/** 16 random bytes nobody had before. One call to the system serves many ids and numbers: an order of three lines makes twenty. */
function freshBytes(): Buffer {
  if (used === drawn.length) {
    drawn = randomBytes(ID_BYTES * IDS_A_DRAW)
    used = 0
  }
  used += ID_BYTES
  return drawn.subarray(used - ID_BYTES, used)
}

/** A UUIDv7: ordered by time, unique by 62 random bits; ids made in one millisecond stay in order. */
export function newId(nowMs = Date.now()): string {
  const bytes = freshBytes()
  if (nowMs > lastMs) {
    lastMs = nowMs
    counter = bytes.readUInt16BE(6) & 0x7ff
  } else {
    counter += 1
    if (counter > 0xfff) {
      lastMs += 1
      counter = 0
    }
  }
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes.writeUInt16BE(0x7000 | counter, 6)
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return dashed(bytes.toString('hex'))
}

/** The id of something a company has one of by name: the same each time, and no row needed to know it. */
export function namedId(tenantId: string, kind: string, name: string): string {
  const bytes = createHash('sha256').update(`${tenantId} ${kind} ${name}`).digest().subarray(0, ID_BYTES)
  // UUIDv8: made by a rule of our own.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return dashed(bytes.toString('hex'))
}

const dashed = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export const isId = (value: string): boolean => UUID.test(value)

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A number people can read out, that tells nothing of how many came before: `SO261122-7KQ4M2XZ`. 40 random bits. */
export function newNumber(prefix: string, now: Date): string {
  const day = now.toISOString().slice(2, 10).replaceAll('-', '')
  const random = freshBytes().subarray(0, 8)
  let tail = ''
  for (const byte of random) tail += ALPHABET[byte & 31]
  return `${prefix}${day}-${tail}`
}

/** A token that opens something: the tenant it belongs to, then 256 random bits. Only its hash is stored. */
export function newToken(prefix: string, tenantId: string): string {
  return `${prefix}_${tenantId.replaceAll('-', '')}_${randomBytes(32).toString('base64url')}`
}

/** The tenant a token claims, or null when it is not of our form. The claim is worth nothing until the hash is found. */
export function tenantOfToken(prefix: string, token: string): string | null {
  const match = /^([a-z]+)_([0-9a-f]{32})_[\w-]{43}$/.exec(token)
  if (!match || match[1] !== prefix) return null
  return dashed(match[2] ?? '')
}

export const hashOf = (value: string | Buffer): Buffer => createHash('sha256').update(value).digest()

export function equalSecrets(a: string, b: string): boolean {
  return timingSafeEqual(hashOf(a), hashOf(b))
}
