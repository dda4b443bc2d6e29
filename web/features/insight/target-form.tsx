import { insightApi } from '#modules/insight/api.ts'
import type { Text } from '#platform/text.ts'
import { formatKpi, targetFromUnit, targetToUnit } from '#web/features/insight/kpi-format.ts'
import type { Kpi } from '#web/features/insight/kpi-page.tsx'
import { useText } from '#web/lib/i18n.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { NumberItem } from '#web/ui/number-input.tsx'

const text = {
  title: { zh: '设定目标', en: 'Set the target' },
  target: { zh: '目标', en: 'Target' },
  help: { zh: '留空则恢复默认目标。', en: 'Leave it empty to go back to the default.' },
} satisfies Text

const suffixes = { ratio: '%', days: 'd', count: '', ppm: 'ppm', cv: '' } as const

type Values = { target: number | null }

/** The company's own target of a KPI. */
export function TargetForm({ kpi, onClose }: { kpi: Kpi; onClose: () => void }) {
  const t = useText(text)
  const { unit, target } = kpi.definition
  return (
    <FormDrawer<typeof insightApi.setKpiTarget, Values>
      title={t.title}
      onClose={onClose}
      initial={{ target: target === null ? null : targetFromUnit(unit, target) }}
      operation={insightApi.setKpiTarget}
      about={{ id: kpi.id, version: kpi.definition.targetVersion }}
      toForm={(_, value) => ({
        name: ['target'],
        value: typeof value === 'number' ? targetFromUnit(unit, value) : null,
      })}
      show={(_, value) => formatKpi(unit, value as number | null)}
      toInput={({ target: typed }) => ({
        params: { id: kpi.id },
        body: {
          target: typed === null || typed === undefined ? null : targetToUnit(unit, typed),
          version: kpi.definition.targetVersion,
        },
      })}
    >
      <NumberItem
        name="target"
        label={t.target}
        extra={t.help}
        min={0}
        decimals={4}
        input={{ suffix: suffixes[unit] }}
        {...(unit === 'ratio' ? { max: 100 } : {})}
      />
    </FormDrawer>
  )
}
