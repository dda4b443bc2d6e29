import '#web/features/workbench/workbench.css'
import { promisesApi } from '#modules/promises/api.ts'
import type { Text } from '#platform/text.ts'
import { useOperation } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { EmptyState } from '#web/ui/states.tsx'

const text = {
  title: { zh: '团队手上的承诺', en: 'What the team has promised' },
  who: { zh: '负责人', en: 'Owner' },
  nobody: { zh: '无人负责', en: 'Nobody' },
  late: { zh: '已逾期', en: 'Late' },
  today: { zh: '今天到期', en: 'Due today' },
  atRisk: { zh: '可能延误', en: 'At risk' },
  untold: { zh: '改期未告知', en: 'New date not told' },
  none: { zh: '没有进行中的承诺', en: 'No open promises' },
} satisfies Text

const REFRESH_MS = 120_000
const views = [
  { key: 'late', view: 'late' },
  { key: 'today', view: 'today' },
  { key: 'atRisk', view: 'at_risk' },
  { key: 'untold', view: 'untold' },
] as const

/** Who has what on their hands; each number opens its rows. */
export function TeamDay() {
  const t = useText(text)
  const board = useOperation(
    promisesApi.getPromiseBoard,
    {},
    { refreshMs: REFRESH_MS, live: ['promise', 'order'] },
  )
  return (
    <Section title={t.title}>
      <Loaded read={board}>
        {({ byOwner, countedTo }) => {
          if (byOwner.length === 0) return <EmptyState title={t.none} />
          const most = byOwner.toSorted((a, b) => b.late - a.late || b.today - a.today)
          return (
            <div className="n-table-box">
              <table className="n-table" aria-label={t.title}>
                <thead>
                  <tr>
                    <th scope="col">{t.who}</th>
                    {views.map(({ key }) => (
                      <th key={key} scope="col" data-align="end">
                        {t[key]}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {most.map((row) => (
                    <tr key={row.ownerId ?? 'none'}>
                      <td>{row.ownerName ?? t.nobody}</td>
                      {views.map(({ key, view }) => (
                        <td key={key} data-align="end">
                          <PageLink to={`${paths.promises}?view=${view}&owner=${row.ownerId ?? 'none'}`}>
                            {formatNumber(row[key])}
                            {row[key] >= countedTo.view && '+'}
                          </PageLink>
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }}
      </Loaded>
    </Section>
  )
}
