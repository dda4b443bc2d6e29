// node faults/workbooks.ts [--mb 500]: reads workbooks made to keep the reader busy and unpack to so much
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'
import { readSheet } from '#modules/imports/sheet.ts'
import { silentLog } from '#platform/log.ts'

const MB = 1024 * 1024
/** Of processor time, for each hundred megabytes. */
const LIMIT_S = 10

const { values } = parseArgs({ options: { mb: { type: 'string', default: '500' } } })
const size = Number(values.mb)

/** A part: what it begins with, what is repeated, how many megabytes of that. */
type Part = { name: string; begin: string; again?: string; mb?: number }

const book: Part = {
  name: 'xl/workbook.xml',
  begin: '<workbook><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
}
const relations: Part = {
  name: 'xl/_rels/workbook.xml.rels',
  begin: '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
}
const row =
  '<row><c t="inlineStr"><is><t>sku</t></is></c></row><row><c t="inlineStr"><is><t>A</t></is></c></row>'
const sheet: Part = {
  name: 'xl/worksheets/sheet1.xml',
  begin: `<worksheet><sheetData>${row}</sheetData></worksheet>`,
}
const strings = (again: string, mb = size): Part => ({
  name: 'xl/sharedStrings.xml',
  begin: '<sst>',
  again,
  mb,
})
const rows = (again: string, begin = row, mb = size): Part => ({
  name: sheet.name,
  begin: `<worksheet><sheetData>${begin}`,
  again,
  mb,
})
const styles = (again: string): Part => ({
  name: 'xl/styles.xml',
  begin: '<styleSheet><numFmts>',
  again,
  mb: Math.min(size, 7.5),
})
const long = 'x'.repeat(1_000_000)

const files: Record<string, Part[]> = {
  'texts that begin and do not end': [sheet, strings('<si>')],
  'text marks that do not end': [sheet, strings(`<si>${'<t>'.repeat(300_000)}</si>`)],
  'hints that do not end': [sheet, strings(`<si>${'<rPh>'.repeat(200_000)}</si>`)],
  'marks without their end': [sheet, strings('<si ')],
  'texts of a megabyte': [sheet, strings(`<si><t>${long}</t></si>`)],
  'empty texts': [sheet, strings('<si/>')],
  'no texts at all': [sheet, strings('<x/>')],
  'rows that do not end': [rows('<row>')],
  'cells that do not end': [rows(`<row>${'<c>'.repeat(500_000)}</row>`)],
  'rows of two megabytes': [rows(`<row><c t="inlineStr"><is><t>${long}</t></is></c></row>`)],
  'empty rows': [rows('<row/>')],
  'empty cells far to the right': [rows('<row><c r="ZZZ1"><v></v></c></row>')],
  'no rows at all': [rows('<x/>', '')],
  'merged ranges that do not end': [rows('<mergeCell ', `${row}</sheetData><mergeCells>`)],
  'number formats that do not end': [sheet, styles('<numFmt numFmtId="1" ')],
  'cell formats that do not end': [sheet, styles('<cellXfs>')],
  'no beginning': [{ ...sheet, begin: '', again: '<a', mb: size }],
}

const directory = mkdtempSync(join(tmpdir(), 'nuoda-workbooks-'))
let worst = 0
try {
  for (const [what, parts] of Object.entries(files)) {
    const path = join(directory, 'book.xlsx')
    const given = new Set(parts.map(({ name }) => name))
    await writeZip(path, [book, relations, ...parts, ...(given.has(sheet.name) ? [] : [sheet])])
    const [began, before] = [performance.now(), process.cpuUsage()]
    let read = 0
    const end = await (async () => {
      for await (const { count } of readSheet({ path, kind: 'products' }, silentLog)) read += count
      return `${read} rows`
    })().catch((error: { code?: string }) => error.code ?? String(error))
    const seconds = (performance.now() - began) / 1_000
    const { user, system } = process.cpuUsage(before)
    const worked = (user + system) / 1e6
    worst = Math.max(worst, worked)
    process.stdout.write(
      `${what}: ${(statSync(path).size / MB).toFixed(1)} MB, ${end} after ${seconds.toFixed(1)} s, ${worked.toFixed(1)} s of processor time\n`,
    )
  }
} finally {
  rmSync(directory, { recursive: true, force: true })
}
process.exitCode = worst > LIMIT_S * Math.max(1, size / 100) ? 1 : 0

function* pieces({ begin, again = '', mb = 0 }: Part): Generator<Buffer> {
  yield Buffer.from(begin)
  if (again === '') return
  const piece = Buffer.from(again.repeat(Math.max(1, Math.floor(MB / again.length))))
  for (let left = mb * MB; left > 0; left -= piece.length) yield piece
}

/** A ZIP archive whose headers name no unpacked sizes: the reader believes none. */
async function writeZip(path: string, parts: Part[]): Promise<void> {
  const file = createWriteStream(path)
  const directoryOf: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const packed: Buffer[] = []
    let sum = 0
    const counted = function* () {
      for (const piece of pieces(part)) {
        sum = crc32(piece, sum)
        yield piece
      }
    }
    await pipeline(Readable.from(counted()), createDeflateRaw({ level: 1 }), async (source) => {
      for await (const chunk of source as AsyncIterable<Buffer>) packed.push(chunk)
    })
    const content = Buffer.concat(packed)
    const name = Buffer.from(part.name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(sum, 14)
    local.writeUInt32LE(content.length, 18)
    local.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(content.length, 20)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(offset, 42)
    for (const bytes of [local, name, content]) file.write(bytes)
    directoryOf.push(entry, name)
    offset += 30 + name.length + content.length
  }
  const end = Buffer.alloc(22)
  const listed = Buffer.concat(directoryOf)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  file.write(listed)
  file.end(end)
  await new Promise((done, failed) => file.on('finish', () => done(null)).on('error', failed))
}
