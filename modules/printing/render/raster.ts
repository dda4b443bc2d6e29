import type { Font } from 'fontkit'

/** Text as black dots, for printers that have no Chinese font. Pure reckoning with the font's outlines. */

export type Bitmap = {
  width: number
  height: number
  /** One bit a dot, rows padded to whole bytes, 1 is black. */ rows: Uint8Array
  bytesPerRow: number
}

type Edge = { x1: number; y1: number; x2: number; y2: number; direction: 1 | -1 }
const CURVE_STEPS = 6
const ASCENT = 0.88

/** One line of text, `size` dots high (its em box), as wide as it is. */
export function rasterise(font: Font, text: string, size: number): Bitmap {
  const glyphs = [...text].map((character) => glyphOf(font, character.codePointAt(0) ?? 0, size))
  const width = Math.max(1, Math.ceil(glyphs.reduce((sum, glyph) => sum + glyph.advance, 0)))
  const height = heightOf(size)
  const bytesPerRow = Math.ceil(width / 8)
  const rows = new Uint8Array(bytesPerRow * height)
  let pen = 0
  for (const { runs, advance } of glyphs) {
    for (const run of runs)
      fillRun(rows.subarray(run.y * bytesPerRow, (run.y + 1) * bytesPerRow), run, {
        pen: Math.round(pen),
        width,
      })
    pen += advance
  }
  return { width, height, rows, bytesPerRow }
}

const heightOf = (size: number): number => Math.ceil(size * 1.04)

/** Dots `from` to before `to` of a row. */
type Run = { y: number; from: number; to: number }
type Glyph = { runs: Run[]; /** In dots, with fractions. */ advance: number }

const GLYPHS_MAX = 8_000
const known = new Map<string, Glyph>()

/** Labels of one print repeat most of their characters: each is reckoned once for a size. */
function glyphOf(font: Font, codePoint: number, size: number): Glyph {
  const key = `${size} ${codePoint}`
  const before = known.get(key)
  if (before) return before
  if (known.size >= GLYPHS_MAX) known.clear()
  const scale = size / font.unitsPerEm
  const glyph = font.glyphForCodePoint(codePoint)
  const edges = edgesOf(glyph.path.commands as Command[], { scale, baseline: ASCENT * size })
  const runs: Run[] = []
  for (let y = 0; y < heightOf(size); y += 1) runs.push(...runsOf(edges, y))
  const made = { runs, advance: glyph.advanceWidth * scale }
  known.set(key, made)
  return made
}

function fillRun(row: Uint8Array, { from, to }: Run, { pen, width }: { pen: number; width: number }): void {
  const end = Math.min(width, pen + to)
  for (let dot = Math.max(0, pen + from); dot < end; dot += 1)
    row[dot >> 3] = (row[dot >> 3] ?? 0) | (0x80 >> (dot & 7))
}

type Command = { command: string; args: number[] }
type Place = { scale: number; baseline: number }

function edgesOf(commands: readonly Command[], { scale, baseline }: Place): Edge[] {
  const edges: Edge[] = []
  let [x, y, startX, startY] = [0, 0, 0, 0]
  const to = (nextX: number, nextY: number) => {
    addEdge(edges, [x * scale, baseline - y * scale, nextX * scale, baseline - nextY * scale])
    x = nextX
    y = nextY
  }
  for (const { command, args } of commands) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args
    if (command === 'moveTo') [x, y, startX, startY] = [a, b, a, b]
    else if (command === 'lineTo') to(a, b)
    else if (command === 'quadraticCurveTo') {
      const [fromX, fromY] = [x, y]
      for (let i = 1; i <= CURVE_STEPS; i += 1) {
        const t = i / CURVE_STEPS
        const u = 1 - t
        to(u * u * fromX + 2 * u * t * a + t * t * c, u * u * fromY + 2 * u * t * b + t * t * d)
      }
    } else if (command === 'bezierCurveTo') {
      const [fromX, fromY] = [x, y]
      for (let i = 1; i <= CURVE_STEPS; i += 1) {
        const t = i / CURVE_STEPS
        const u = 1 - t
        to(
          u ** 3 * fromX + 3 * u * u * t * a + 3 * u * t * t * c + t ** 3 * e,
          u ** 3 * fromY + 3 * u * u * t * b + 3 * u * t * t * d + t ** 3 * f,
        )
      }
    } else if (command === 'closePath') to(startX, startY)
  }
  return edges
}

function addEdge(edges: Edge[], [x1, y1, x2, y2]: [number, number, number, number]): void {
  if (y1 === y2) return
  edges.push(y1 < y2 ? { x1, y1, x2, y2, direction: 1 } : { x1: x2, y1: y2, x2: x1, y2: y1, direction: -1 })
}

/** Nonzero winding: outlines of TrueType overlap. */
function runsOf(edges: readonly Edge[], y: number): Run[] {
  const middle = y + 0.5
  const crossings = edges
    .filter((edge) => edge.y1 <= middle && edge.y2 > middle)
    .map((edge) => ({
      x: edge.x1 + ((middle - edge.y1) / (edge.y2 - edge.y1)) * (edge.x2 - edge.x1),
      direction: edge.direction,
    }))
    .toSorted((a, b) => a.x - b.x)
  let winding = 0
  return crossings.flatMap(({ x, direction }, i) => {
    winding += direction
    const next = crossings[i + 1]
    if (winding === 0 || !next) return []
    const from = Math.round(x)
    // No stroke is lost between two dots.
    return [{ y, from, to: Math.max(from + 1, Math.round(next.x)) }]
  })
}
