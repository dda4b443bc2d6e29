import type { Item, Page, TextItem } from '../layout.ts'
import { code128, qrCode } from './bars.ts'
import type { PrintFont } from './font.ts'
import { type Bitmap, rasterise } from './raster.ts'

/**
 * Labels for printers that speak ZPL II. Barcodes and plain Latin text are the printer's own; every other text goes as a picture of
 * itself (^GFA), so that it looks right on a printer without any Chinese font. Pictures of logos are left out.
 */

export type ZplInput = {
  pages: Page[]
  copies: number
  dotsPerMm: 8 | 12
  font: PrintFont
  onPage: () => void
}

export function renderZpl({ pages, copies, dotsPerMm, font, onPage }: ZplInput): string {
  const labels = pages.map((page) => {
    const dots = (mm: number) => Math.round(mm * dotsPerMm)
    const items = page.items.map((item) => zplItem(item, { dots, font }))
    onPage()
    // Label upright, origin at its corner, UTF-8 for barcode data.
    return [
      '^XA',
      '^CI28',
      `^PW${dots(page.width)}`,
      `^LL${dots(page.height)}`,
      '^LH0,0',
      ...items.filter((one) => one !== ''),
      `^PQ${copies},0,1,Y`,
      '^XZ',
    ].join('\n')
  })
  return `${labels.join('\n')}\n`
}

type Tools = { dots: (mm: number) => number; font: PrintFont }

function zplItem(item: Item, tools: Tools): string {
  switch (item.kind) {
    case 'text':
      return zplText(item, tools)
    case 'line':
      return zplLine(item, tools)
    case 'box': {
      const { dots } = tools
      return `^FO${dots(item.x)},${dots(item.y)}^GB${dots(item.width)},${dots(item.height)},${Math.max(1, dots(item.thickness))}^FS`
    }
    case 'code128':
      return zplCode128(item, tools)
    case 'qr':
      return zplQr(item, tools)
    case 'image':
      return ''
  }
}

const LATIN = /^[\x20-\x7e]+$/

function zplText(item: TextItem, { dots, font }: Tools): string {
  if (item.text.trim() === '') return ''
  const { x, y, width, size, text, align } = item
  if (LATIN.test(text)) {
    // The built-in font 0 is narrower than ours: what fits in ours fits in it, on one line.
    const side = { start: 'L', center: 'C', end: 'R' }[align]
    const height = dots(size)
    return `^FO${dots(x)},${dots(y)}^A0N,${height},${height}^FB${dots(width)},1,0,${side},0^FH_^FD${escaped(text)}^FS`
  }
  const picture = pictureOf(font, text, dots(size))
  const free = dots(width) - picture.width
  const left =
    align === 'start' ? dots(x) : dots(x) + Math.max(0, align === 'center' ? Math.round(free / 2) : free)
  return `^FO${left},${dots(y)}${picture.graphic}^FS`
}

type Picture = { width: number; graphic: string }
const PICTURES_MAX = 500
const known = new Map<string, Picture>()

/** Most lines of a batch are the same on every label. */
function pictureOf(font: PrintFont, text: string, size: number): Picture {
  const key = `${size} ${text}`
  const before = known.get(key)
  if (before) return before
  if (known.size >= PICTURES_MAX) known.clear()
  const bitmap = rasterise(font.font, text, size)
  const made = { width: bitmap.width, graphic: graphic(bitmap) }
  known.set(key, made)
  return made
}

function zplLine(item: Extract<Item, { kind: 'line' }>, { dots }: Tools): string {
  const thickness = Math.max(1, dots(item.thickness))
  const width = Math.max(thickness, dots(item.toX - item.x))
  const height = Math.max(thickness, dots(item.toY - item.y))
  return `^FO${dots(item.x)},${dots(item.y)}^GB${width},${height},${thickness}^FS`
}

const QUIET = 10

function zplCode128(item: Extract<Item, { kind: 'code128' }>, { dots }: Tools): string {
  const { modules } = code128(item.value)
  const module = Math.min(10, Math.max(1, Math.floor(dots(item.width) / (modules + 2 * QUIET))))
  const left = dots(item.x) + Math.max(0, Math.round((dots(item.width) - modules * module) / 2))
  // Mode A lets the printer choose the subsets; `>` would begin a command of its own and is doubled up as `>0`.
  const data = escaped(item.value.replaceAll('>', '>0'))
  return `^FO${left},${dots(item.y)}^BY${module},3,${dots(item.height)}^BCN,${dots(item.height)},N,N,N,A^FH_^FD${data}^FS`
}

function zplQr(item: Extract<Item, { kind: 'qr' }>, { dots }: Tools): string {
  const { side } = qrCode(item.value)
  const magnification = Math.min(10, Math.max(1, Math.floor(dots(item.size) / side)))
  return `^FO${dots(item.x)},${dots(item.y)}^BQN,2,${magnification}^FH_^FDMA,${escaped(item.value)}^FS`
}

/** What would begin a command, and everything beyond ASCII, as hexadecimal behind the mark `_` (^FH_): no text can give orders to the printer. */
function escaped(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) =>
      byte < 0x20 || byte > 0x7e || '^~_\\'.includes(String.fromCharCode(byte))
        ? `_${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte),
    )
    .join('')
}

/** ^GFA with the printer's own packing of repeated half-bytes and rows. */
function graphic({ rows, bytesPerRow, height }: Bitmap): string {
  const total = bytesPerRow * height
  let packed = ''
  let before = ''
  for (let y = 0; y < height; y += 1) {
    const hex = Buffer.from(rows.subarray(y * bytesPerRow, (y + 1) * bytesPerRow))
      .toString('hex')
      .toUpperCase()
    packed += hex === before ? ':' : packRow(hex)
    before = hex
  }
  return `^GFA,${total},${total},${bytesPerRow},${packed}`
}

/** `,` ends a row with zeros, `!` with ones; `G`…`Y` and `g`…`z` say how often the next half-byte comes. */
function packRow(hex: string): string {
  const zeros = /0+$/.exec(hex)?.[0].length ?? 0
  const ones = /F+$/.exec(hex)?.[0].length ?? 0
  const kept = zeros > 1 ? hex.slice(0, -zeros) : ones > 1 ? hex.slice(0, -ones) : hex
  const end = zeros > 1 ? ',' : ones > 1 ? '!' : ''
  return kept.replace(/(.)\1{2,}/g, (run, one: string) => timesOf(run.length) + one) + end
}

const TIMES_MAX = 400
function timesOf(count: number): string {
  let left = count
  let said = ''
  while (left >= TIMES_MAX) {
    said += 'z'
    left -= TIMES_MAX
  }
  if (left >= 20) said += String.fromCharCode('f'.charCodeAt(0) + Math.floor(left / 20))
  if (left % 20 > 0) said += String.fromCharCode('F'.charCodeAt(0) + (left % 20))
  return said
}
