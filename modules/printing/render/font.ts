import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { type Font, create } from 'fontkit'
import type { Measure } from '../layout.ts'

/** The one font of printed documents (data/PROVENANCE.md). Loaded by the rendering thread only. */

export type PrintFont = {
  bytes: Buffer
  font: Font
  measure: Measure
  /** The text with what the font lacks as 〓; those characters are added to `missing`. */
  printable: (text: string, missing: Set<string>) => string
}

const FILE = new URL('../data/noto-sans-sc-medium.ttf.br', import.meta.url)
export const STAND_IN = '〓'
const INVISIBLE = /[\p{Cc}\p{Cf}\ufe00-\ufe0f]/gu
const WIDTHS_MAX = 20_000

let loaded: PrintFont | null = null

export function loadFont(): PrintFont {
  loaded ??= open(brotliDecompressSync(readFileSync(FILE)))
  return loaded
}

function open(bytes: Buffer): PrintFont {
  const font = create(bytes) as Font
  const widths = new Map<number, number>()
  const widthOf = (codePoint: number): number => {
    const known = widths.get(codePoint)
    if (known !== undefined) return known
    if (widths.size > WIDTHS_MAX) widths.clear()
    const width = font.glyphForCodePoint(codePoint).advanceWidth / font.unitsPerEm
    widths.set(codePoint, width)
    return width
  }
  return {
    bytes,
    font,
    measure: (text, size) => {
      let sum = 0
      for (const character of text) sum += widthOf(character.codePointAt(0) ?? 0)
      return sum * size
    },
    printable: (text, missing) => {
      let shown = ''
      for (const character of text.normalize('NFC').replace(INVISIBLE, '')) {
        const has = font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)
        if (!has) missing.add(character)
        shown += has ? character : STAND_IN
      }
      return shown
    },
  }
}
