import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'
import '#web/features/imports/imports.css'

const text = {
  steps: { zh: '导入步骤', en: 'Steps of the import' },
  upload: { zh: '上传文件', en: 'Upload' },
  columns: { zh: '对应列', en: 'Map columns' },
  check: { zh: '检查并导入', en: 'Check and import' },
  result: { zh: '结果', en: 'Result' },
  done: { zh: '已完成', en: 'done' },
} satisfies Text

const STEPS = ['upload', 'columns', 'check', 'result'] as const
export type Step = (typeof STEPS)[number]

/** Where the import stands. */
export function ImportSteps({ step, isDone = false }: { step: Step; isDone?: boolean }) {
  const t = useText(text)
  const at = STEPS.indexOf(step)
  return (
    <ol className="n-imp-steps" aria-label={t.steps}>
      {STEPS.map((name, index) => {
        const isPast = index < at || (isDone && index === at)
        return (
          <li key={name} data-past={isPast} aria-current={name === step ? 'step' : undefined}>
            <span className="n-imp-step">{isPast ? <Icon name="check" size={14} /> : index + 1}</span>
            <span>{t[name]}</span>
            {isPast && <span className="n-hidden">{t.done}</span>}
          </li>
        )
      })}
    </ol>
  )
}
