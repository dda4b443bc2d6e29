import { type Align, type Item, type Measure, type Page, wrap } from './layout.ts'

/** A flow of text and tables down pages of A4; what does not fit goes on overleaf, tables with their heading again. Pure. */

export const SHEET = { width: 210, height: 297, margin: 15, foot: 14 }
const TEXT_WIDTH = SHEET.width - 2 * SHEET.margin
const LINE = 1.42

export type Flow = {
  pages: Page[]
  y: number
  measure: Measure
  head: (page: number) => { items: Item[]; y: number }
}

/** Begins with a first page; `head` draws the top of each page and says where the text starts. */
export function startFlow(measure: Measure, head: Flow['head']): Flow {
  const flow: Flow = { pages: [], y: 0, measure, head }
  breakPage(flow)
  return flow
}

function breakPage(flow: Flow): void {
  const { items, y } = flow.head(flow.pages.length + 1)
  flow.pages.push({ width: SHEET.width, height: SHEET.height, items })
  flow.y = y
}

/** Makes sure that so much height is left on the page; true when a new page began. */
function makeRoom(flow: Flow, height: number): boolean {
  if (flow.y + height <= SHEET.height - SHEET.foot - SHEET.margin / 2) return false
  breakPage(flow)
  return true
}

function put(flow: Flow, ...items: Item[]): void {
  flow.pages.at(-1)?.items.push(...items)
}

const PARAGRAPH_LINES_MAX = 40

export function addParagraph(flow: Flow, text: string, size = 3.6): void {
  const lines = wrap(text, { size, width: TEXT_WIDTH, lines: PARAGRAPH_LINES_MAX, measure: flow.measure })
  for (const one of lines) {
    makeRoom(flow, size * LINE)
    put(flow, {
      kind: 'text',
      x: SHEET.margin,
      y: flow.y,
      width: TEXT_WIDTH,
      size,
      text: one,
      align: 'start',
    })
    flow.y += size * LINE
  }
  flow.y += 2
}

const FACT_SIZE = 3.5
const FACT_NAME = 27
const FACT_LINES_MAX = 3

/** Names with values, two beside each other; an empty value is left out. */
export function addFacts(flow: Flow, facts: readonly (readonly [string, string])[]): void {
  const shown = facts.filter(([, value]) => value !== '')
  const half = TEXT_WIDTH / 2
  for (let i = 0; i < shown.length; i += 2) {
    const pair = shown.slice(i, i + 2).map(([name, value]) => ({
      name,
      lines: wrap(value, {
        size: FACT_SIZE,
        width: half - FACT_NAME - 4,
        lines: FACT_LINES_MAX,
        measure: flow.measure,
      }),
    }))
    const height = Math.max(...pair.map((one) => one.lines.length), 1) * FACT_SIZE * LINE + 1
    makeRoom(flow, height)
    for (const [side, { name, lines }] of pair.entries()) {
      const x = SHEET.margin + side * half
      put(flow, { kind: 'text', x, y: flow.y, width: FACT_NAME, size: FACT_SIZE, text: name, align: 'start' })
      lines.forEach((text, n) =>
        put(flow, {
          kind: 'text',
          x: x + FACT_NAME,
          y: flow.y + n * FACT_SIZE * LINE,
          width: half - FACT_NAME - 4,
          size: FACT_SIZE,
          text,
          align: 'start',
        }),
      )
    }
    flow.y += height
  }
  flow.y += 3
}

/** `share`: part of the width. */
export type SheetColumn = { title: string; share: number; align?: Align }
const CELL_SIZE = 3.3
const CELL_PAD = 1.4
const CELL_LINES_MAX = 4

export function addTable(flow: Flow, columns: readonly SheetColumn[], rows: readonly string[][]): void {
  const whole = columns.reduce((sum, column) => sum + column.share, 0)
  const widths = columns.map((column) => (column.share / whole) * TEXT_WIDTH)
  const heading = columns.map((column) => column.title)
  addRow(flow, { columns, widths, cells: heading, isHeading: true })
  for (const cells of rows) {
    const height = heightOf(flow, { widths, cells })
    if (makeRoom(flow, height)) addRow(flow, { columns, widths, cells: heading, isHeading: true })
    addRow(flow, { columns, widths, cells, isHeading: false })
  }
  flow.y += 4
}

type Row = { columns: readonly SheetColumn[]; widths: number[]; cells: string[]; isHeading: boolean }

const cellLines = (flow: Flow, text: string, width: number): string[] =>
  wrap(text, { size: CELL_SIZE, width: width - 2 * CELL_PAD, lines: CELL_LINES_MAX, measure: flow.measure })

const heightOf = (flow: Flow, { widths, cells }: Pick<Row, 'widths' | 'cells'>): number =>
  Math.max(1, ...cells.map((cell, i) => cellLines(flow, cell, widths[i] ?? 0).length)) * CELL_SIZE * LINE +
  2 * CELL_PAD

function addRow(flow: Flow, { columns, widths, cells, isHeading }: Row): void {
  const height = heightOf(flow, { widths, cells })
  // A heading never stays alone at the foot of a page.
  if (isHeading) makeRoom(flow, height * 2)
  const bottom = flow.y + height
  let x = SHEET.margin
  for (const [i, cell] of cells.entries()) {
    const width = widths[i] ?? 0
    put(flow, { kind: 'box', x, y: flow.y, width, height, thickness: isHeading ? 0.35 : 0.15 })
    cellLines(flow, cell, width).forEach((text, n) =>
      put(flow, {
        kind: 'text',
        x: x + CELL_PAD,
        y: flow.y + CELL_PAD + n * CELL_SIZE * LINE,
        width: width - 2 * CELL_PAD,
        size: CELL_SIZE,
        text,
        align: columns[i]?.align ?? 'start',
      }),
    )
    x += width
  }
  flow.y = bottom
}

/** Places to sign, beside each other. */
export function addSignatures(flow: Flow, names: readonly string[]): void {
  const width = TEXT_WIDTH / names.length
  makeRoom(flow, 24)
  flow.y += 8
  names.forEach((text, i) => {
    const x = SHEET.margin + i * width
    put(
      flow,
      { kind: 'text', x, y: flow.y, width: width - 4, size: FACT_SIZE, text, align: 'start' },
      { kind: 'line', x, y: flow.y + 14, toX: x + width - 6, toY: flow.y + 14, thickness: 0.2 },
    )
  })
  flow.y += 18
}

/** The foot of every page, once it is known how many there are. */
export function addFeet(
  flow: Flow,
  foot: (page: number, of: number) => { left: string; right: string },
): Page[] {
  flow.pages.forEach((page, i) => {
    const { left, right } = foot(i + 1, flow.pages.length)
    const y = SHEET.height - SHEET.foot
    page.items.push(
      { kind: 'text', x: SHEET.margin, y, width: TEXT_WIDTH * 0.7, size: 2.8, text: left, align: 'start' },
      {
        kind: 'text',
        x: SHEET.margin + TEXT_WIDTH * 0.7,
        y,
        width: TEXT_WIDTH * 0.3,
        size: 2.8,
        text: right,
        align: 'end',
      },
    )
  })
  return flow.pages
}
