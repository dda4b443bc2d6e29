import { type Cell, cellText } from '#platform/cells.ts'
import { getLocale } from '#web/lib/i18n.ts'
import { useMe } from '#web/lib/session.ts'

/** Cells as this person reads them: in their language, with the company's clock and currency. */
export function useCellText(): (cell: Cell) => string {
  const { tenant } = useMe()
  return (cell) => cellText(cell, { locale: getLocale(), zone: tenant.zone, currency: tenant.currency })
}
