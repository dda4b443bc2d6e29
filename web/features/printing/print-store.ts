import type { DocumentKind, Paper, PrintFormat } from '#modules/printing/document.ts'
import { createStore } from '#web/lib/store.ts'

/** How this work place prints: kept in its browser, as printers differ from bench to bench. */
export type PrintHabit = { format: PrintFormat; paper?: Paper }

export const printHabits = createStore<Partial<Record<DocumentKind, PrintHabit>>>({}, 'print.habits')

/** What the bench prints by itself when the last item is scanned; null: nothing. */
export const benchPrint = createStore<'parcel_label' | 'waybill' | null>(null, 'print.bench')
