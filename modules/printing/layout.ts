/**
 * What stands where on a page, in millimetres from the upper left corner: one description for PDF and for label printers. Pure.
 */
export type Align = 'start' | 'center' | 'end'
export type TextItem = {
  kind: 'text'
  x: number
  /** Top of the em box. */ y: number
  width: number
  /** Height of the em box. */ size: number
  text: string
  align: Align
}
export type Item =
  | TextItem
  | { kind: 'line'; x: number; y: number; toX: number; toY: number; thickness: number }
  | { kind: 'box'; x: number; y: number; width: number; height: number; thickness: number }
  | { kind: 'code128'; x: number; y: number; width: number; height: number; value: string }
  | { kind: 'qr'; x: number; y: number; size: number; value: string }
  | { kind: 'image'; x: number; y: number; width: number; height: number }
export type Page = { width: number; height: number; items: Item[] }

/** Width of a text in millimetres at a size in millimetres. */
export type Measure = (text: string, size: number) => number

const LATIN_WORD = /[\u0021-\u024f]+|\s+|./gsu
const MORE = '…'

/** Breaks a text into lines no wider than `width`: after any Chinese character, between Latin words. What does not fit ends in `…`. */
export function wrap(
  text: string,
  { size, width, lines: most, measure }: { size: number; width: number; lines: number; measure: Measure },
): string[] {
  const lines: string[] = []
  let line = ''
  const fits = (candidate: string) => measure(candidate.trimEnd(), size) <= width
  for (const word of text.match(LATIN_WORD) ?? []) {
    if (fits(line + word)) {
      line += word
      continue
    }
    if (line.trim() !== '') lines.push(line.trim())
    line = ''
    for (const character of word.trimStart()) {
      if (fits(line + character)) line += character
      else {
        lines.push(line)
        line = character
      }
    }
  }
  if (line.trim() !== '') lines.push(line.trim())
  if (lines.length <= most) return lines
  return [...lines.slice(0, most - 1), shorten(lines.slice(most - 1).join(''), { size, width, measure })]
}

/** The text, cut with `…` where it is too wide. */
export function shorten(
  text: string,
  { size, width, measure }: { size: number; width: number; measure: Measure },
): string {
  if (measure(text, size) <= width) return text
  const characters = [...text]
  while (characters.length > 0 && measure(characters.join('') + MORE, size) > width) characters.pop()
  return characters.join('') + MORE
}

/** The largest size up to `size` at which the text fits, but not below `least`. */
export function sizeToFit(
  text: string,
  { size, least, width, measure }: { size: number; least: number; width: number; measure: Measure },
): number {
  const wide = measure(text, size)
  return wide <= width ? size : Math.max(least, (size * width) / wide)
}

/** Letters, digits and marks that Code 128 holds as they are. */
export const isCode128 = (value: string): boolean => /^[\x20-\x7e]{1,48}$/.test(value)

const MODULE_MM_MIN = 0.25
const QUIET_MODULES = 20
/** Whether Code 128 of this value can be scanned well at that width; pairs of digits take one symbol. */
export function fitsCode128(value: string, width: number): boolean {
  if (!isCode128(value)) return false
  const pairs = [...value.matchAll(/\d{4,}/g)].reduce((sum, m) => sum + Math.floor(m[0].length / 2) - 1, 0)
  const modules = 11 * (value.length - pairs + 3) + 2 + QUIET_MODULES
  return modules * MODULE_MM_MIN <= width
}
