/** A row that was not taken, with the field and the reason. */
export type RejectedRow = { row: number; file?: string; column: string; value: string; reason: string }

/** A stated rule and how often it was used; `samples` are row numbers. */
export type AppliedRule = { rule: string; meaning: string; rows: number; samples: number[] }

/** What an import did; printed as JSON with --json. */
export type ImportReport = {
  source: string
  tenant: string
  read: number
  /** Rows of each file that was there. */
  files: Record<string, number>
  imported: Record<string, number>
  existing: number
  shiftedDays: number
  rules: AppliedRule[]
  rejected: RejectedRow[]
}

const SAMPLES_MAX = 5

/** Collects rules and rejections while rows are read. */
export function newReport(source: string, tenant: string): ImportReport {
  return {
    source,
    tenant,
    read: 0,
    files: {},
    imported: {},
    existing: 0,
    shiftedDays: 0,
    rules: [],
    rejected: [],
  }
}

/** Counts one use of a stated rule. */
export function noteRule(
  report: ImportReport,
  rule: string,
  { meaning, row }: { meaning: string; row: number },
): void {
  const known = report.rules.find((r) => r.rule === rule)
  if (!known) {
    report.rules.push({ rule, meaning, rows: 1, samples: [row] })
    return
  }
  known.rows += 1
  if (known.samples.length < SAMPLES_MAX) known.samples.push(row)
}

/** The report as a person reads it. */
export function describeReport(report: ImportReport): string {
  const lines = [
    `${report.source} → ${report.tenant}: ${report.read} rows read, ${report.rejected.length} rejected, ${report.existing} orders were there already`,
  ]
  for (const [file, n] of Object.entries(report.files)) lines.push(`  ${file}: ${n} rows`)
  for (const [what, n] of Object.entries(report.imported)) lines.push(`  ${what}: ${n}`)
  if (report.shiftedDays) lines.push(`  all dates moved by ${report.shiftedDays} days`)
  for (const r of report.rules) lines.push(`  rule ${r.rule}: ${r.rows} rows. ${r.meaning}`)
  for (const r of report.rejected.slice(0, 20))
    lines.push(`  rejected ${r.file ?? ''} row ${r.row}: ${r.column} "${r.value}": ${r.reason}`)
  if (report.rejected.length > 20) lines.push(`  ... ${report.rejected.length - 20} more (use --json)`)
  return lines.join('\n')
}
