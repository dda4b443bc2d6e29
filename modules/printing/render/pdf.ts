import PDFDocument from 'pdfkit'
import type { Item, Page, TextItem } from '../layout.ts'
import { code128, qrCode } from './bars.ts'
import type { PrintFont } from './font.ts'

const POINTS = 72 / 25.4
const pt = (mm: number): number => mm * POINTS
/** The font's ascender beyond the em box (1.16), so that `y` of an item is the top of the em box (0.88 above the baseline). */
const ABOVE_EM = 1.16 - 0.88

export type PdfInput = {
  pages: Page[]
  copies: number
  logo: Buffer | null
  font: PrintFont
  title: string
  watermark: string | null
  asksToPrint: boolean
  /** Called after each page. */
  onPage: () => void
}

/** The pages as one PDF with the font embedded, what is used of it; text can be searched and copied. */
export async function renderPdf(input: PdfInput): Promise<Buffer> {
  const doc = new PDFDocument({
    autoFirstPage: false,
    margin: 0,
    info: { Title: input.title, Producer: 'Nuoda' },
  })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((done, fail) => {
    doc.on('end', done)
    doc.on('error', fail)
  })
  doc.registerFont('noto', input.font.bytes)
  doc.font('noto')
  const draw = drawing(doc, input)
  for (const page of input.pages)
    for (let copy = 0; copy < input.copies; copy += 1) {
      doc.addPage({ size: [pt(page.width), pt(page.height)], margin: 0 })
      for (const item of page.items) draw(item)
      if (input.watermark) drawWatermark(doc, page, input.watermark)
      input.onPage()
    }
  if (input.asksToPrint) askToPrint(doc)
  doc.end()
  await ended
  return Buffer.concat(chunks)
}

type Doc = InstanceType<typeof PDFDocument>

/** The document's first action is the viewer's own print command; no script is in it. */
function askToPrint(doc: Doc): void {
  const root = (doc as unknown as { _root: { data: Record<string, unknown> } })._root
  root.data['OpenAction'] = { Type: 'Action', S: 'Named', N: 'Print' }
}

function drawing(doc: Doc, { logo, font }: PdfInput): (item: Item) => void {
  return (item) => {
    switch (item.kind) {
      case 'text':
        return drawText(doc, item, font)
      case 'line':
        return void doc
          .lineWidth(pt(item.thickness))
          .moveTo(pt(item.x), pt(item.y))
          .lineTo(pt(item.toX), pt(item.toY))
          .stroke('#000')
      case 'box':
        return void doc
          .lineWidth(pt(item.thickness))
          .rect(pt(item.x), pt(item.y), pt(item.width), pt(item.height))
          .stroke('#000')
      case 'code128':
        return drawCode128(doc, item)
      case 'qr':
        return drawQr(doc, item)
      case 'image':
        if (logo) doc.image(logo, pt(item.x), pt(item.y), { width: pt(item.width), height: pt(item.height) })
    }
  }
}

function drawText(doc: Doc, { x, y, width, size, text, align }: TextItem, font: PrintFont): void {
  if (text === '') return
  const free = width - font.measure(text, size)
  const left = align === 'start' ? x : align === 'center' ? x + free / 2 : x + free
  doc
    .fillColor('#000')
    .fontSize(pt(size))
    .text(text, pt(left), pt(y - ABOVE_EM * size), { lineBreak: false })
}

const QUIET = 10

function drawCode128(doc: Doc, item: Extract<Item, { kind: 'code128' }>): void {
  const { widths, modules } = code128(item.value)
  const module = Math.min(item.width / (modules + 2 * QUIET), 0.5)
  let x = item.x + (item.width - modules * module) / 2
  widths.forEach((width, i) => {
    if (i % 2 === 0) doc.rect(pt(x), pt(item.y), pt(width * module), pt(item.height))
    x += width * module
  })
  doc.fill('#000')
}

function drawQr(doc: Doc, item: Extract<Item, { kind: 'qr' }>): void {
  const { side, dark } = qrCode(item.value)
  const module = item.size / side
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1)
      // A hair wider, so that no viewer shows gaps between neighbours.
      if (dark(x, y))
        doc.rect(pt(item.x + x * module), pt(item.y + y * module), pt(module * 1.02), pt(module * 1.02))
  doc.fill('#000')
}

function drawWatermark(doc: Doc, page: Page, text: string): void {
  const size = Math.min(page.width, page.height) / 5
  doc
    .save()
    .rotate(-35, { origin: [pt(page.width / 2), pt(page.height / 2)] })
    .fillColor('#c00', 0.18)
    .fontSize(pt(size))
    .text(text, 0, pt(page.height / 2 - size / 2), {
      width: pt(page.width),
      align: 'center',
      lineBreak: false,
    })
    .restore()
    .fillColor('#000', 1)
}
