import { expect, test } from 'vitest'
import { frameOf, shipment } from '../fixture.ts'
import { loadFont } from './font.ts'
import { rasterise } from './raster.ts'
import { render } from './render.ts'

async function zpl(
  given: Partial<typeof shipment> = {},
  format: 'zpl_203' | 'zpl_300' = 'zpl_203',
  copies = 1,
): Promise<string> {
  const { bytes } = await render(
    {
      frame: frameOf('waybill', {}, 'label_76x130'),
      records: [{ record: { ...shipment, ...given }, locale: 'zh', nth: 1 }],
      format,
      copies,
      logo: null,
      isSpecimen: false,
      asksToPrint: false,
    },
    () => {},
  )
  return Buffer.from(bytes).toString('utf8')
}

test('a label for each parcel, of the paper’s size in dots', async () => {
  const labels = (await zpl({}, 'zpl_203', 2)).split('^XZ').filter((one) => one.trim() !== '')
  expect(labels).toHaveLength(2)
  for (const label of labels) {
    expect(label.trim().startsWith('^XA\n^CI28\n^PW608\n^LL1040')).toBe(true)
    expect(label).toContain('^PQ2,0,1,Y')
  }
  expect(await zpl({}, 'zpl_300')).toContain('^PW912\n^LL1560')
})

test('barcode and QR code are the printer’s own commands', async () => {
  const label = await zpl()
  expect(label).toMatch(/\^BY\d+,3,\d+\^BCN,\d+,N,N,N,A\^FH_\^FDSF1420993017755\^FS/)
  expect(label).toMatch(/\^BQN,2,\d+\^FH_\^FDMA,SF1420993017755\^FS/)
})

test('no Chinese is sent as text: it goes as pictures', async () => {
  const label = await zpl()
  expect(label).toMatch(/^[\x0a\x20-\x7e]*$/)
  expect(label.match(/\^GFA,/g)?.length).toBeGreaterThan(5)
})

test('nothing that people type can give orders to the printer', async () => {
  const label = await zpl({ waybill: 'A^XA~JA_1', parcels: [], deliveryNote: 'now ^XZ^XA^FDowned~JR' })
  expect(label.match(/\^XA/g)).toHaveLength(1)
  expect(label.match(/\^XZ/g)).toHaveLength(1)
  expect(label).not.toContain('~')
  expect(label).toContain('A_5EXA_7EJA_5F1')
})

test('every picture unpacks to exactly the rows and bytes it announces', async () => {
  const pictures = [...(await zpl()).matchAll(/\^GFA,(\d+),(\d+),(\d+),([^^]*)\^FS/g)]
  expect(pictures.length).toBeGreaterThan(5)
  for (const [, total, , bytesPerRow, data] of pictures) {
    const rows = unpacked(data ?? '', Number(bytesPerRow) * 2)
    expect(rows.length * Number(bytesPerRow)).toBe(Number(total))
    for (const row of rows) expect(row).toHaveLength(Number(bytesPerRow) * 2)
  }
})

test('a picture shows the character: 口 is a frame, empty inside', () => {
  const { rows, bytesPerRow, width, height } = rasterise(loadFont().font, '口', 40)
  const isBlack = (x: number, y: number) =>
    ((rows[y * bytesPerRow + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0
  const across = (y: number) => Array.from({ length: width }, (_, x) => isBlack(x, y))
  const middle = across(Math.round(height / 2))
  expect(middle.filter(Boolean).length).toBeLessThan(width / 3)
  expect(isBlack(Math.round(width / 2), Math.round(height / 2))).toBe(false)
  const strokes = middle.filter((black, i) => black && !middle[i - 1]).length
  expect(strokes).toBe(2)
  const fullest = Math.max(...Array.from({ length: height }, (_, y) => across(y).filter(Boolean).length))
  expect(fullest).toBeGreaterThan(width * 0.6)
})

/** The printer's side of ^GFA's packing (ZPL II programming guide, alternative data compression). */
function unpacked(data: string, width: number): string[] {
  const rows: string[] = []
  let row = ''
  let times = 0
  const push = (text: string) => {
    row += text
    while (row.length >= width) {
      rows.push(row.slice(0, width))
      row = row.slice(width)
    }
  }
  for (const character of data) {
    if (character === ':') rows.push(rows.at(-1) ?? '0'.repeat(width))
    else if (character === ',') push('0'.repeat(width - row.length))
    else if (character === '!') push('F'.repeat(width - row.length))
    else if (character >= 'G' && character <= 'Y') times += character.charCodeAt(0) - 'F'.charCodeAt(0)
    else if (character >= 'g' && character <= 'z') times += (character.charCodeAt(0) - 'f'.charCodeAt(0)) * 20
    else {
      push(character.repeat(Math.max(1, times)))
      times = 0
    }
  }
  return rows
}
