const BYTES = 8

/** Values as float8send and string_agg write them one after the other: eight bytes each, the highest first, in no order. */
export function unpacked(parts: readonly Buffer[]): Float64Array {
  const values = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0) / BYTES)
  let i = 0
  for (const part of parts)
    for (let at = 0; at < part.length; at += BYTES) values[i++] = part.readDoubleBE(at)
  return values
}
