import bwip from 'bwip-js'

/** Bars and squares as bwip-js reckons them, in modules. */

type Raw = { sbs?: number[]; pixs?: number[]; pixx?: number; pixy?: number }

const rawOf = (options: { bcid: string; text: string; eclevel?: string }): Raw => {
  const [raw] = (bwip as unknown as { raw: (o: object) => Raw[] }).raw(options)
  if (!raw) throw new Error(`no barcode for ${options.bcid}`)
  return raw
}

/** Widths of bar, space, bar, … and their sum. */
export function code128(value: string): { widths: number[]; modules: number } {
  const widths = rawOf({ bcid: 'code128', text: value }).sbs ?? []
  return { widths, modules: widths.reduce((sum, one) => sum + one, 0) }
}

/** Dark squares of a QR code (error correction M), row by row. */
export function qrCode(value: string): { side: number; dark: (x: number, y: number) => boolean } {
  const { pixs = [], pixx = 0 } = rawOf({ bcid: 'qrcode', text: value, eclevel: 'M' })
  return { side: pixx, dark: (x, y) => pixs[y * pixx + x] === 1 }
}
