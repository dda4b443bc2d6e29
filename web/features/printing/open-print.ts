import { printingApi } from '#modules/printing/api.ts'
import type { PrintFormat } from '#modules/printing/document.ts'
import { call, saveFile, urlOf } from '#web/lib/api.ts'

const WINDOW = 'nuoda-print'

/**
 * Gives the file of a print to the browser: a PDF opens in a window of its own with the print dialog, the same window for every
 * print; ZPL is saved. False when the browser kept the window shut.
 */
export async function openPrint(id: string, format: PrintFormat): Promise<boolean> {
  if (format !== 'pdf') {
    await saveFile(printingApi.openPrint, { params: { id }, query: {} })
    return true
  }
  const url = urlOf(printingApi.openPrint, { params: { id }, query: { withDialog: 'true' } })
  return window.open(url, WINDOW, 'popup,width=900,height=900') !== null
}

export const savePrint = (id: string): Promise<void> =>
  saveFile(printingApi.openPrint, { params: { id }, query: {} })

/** The commands for a label printer as text, to paste into its software. */
export async function copyPrint(id: string): Promise<void> {
  const { blob } = await call(printingApi.openPrint, { params: { id }, query: {} })
  await navigator.clipboard.writeText(await blob.text())
}
