import type { Text } from '#platform/text.ts'
import type { Batch } from '#web/features/imports/import-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { Section } from '#web/ui/detail-page.tsx'
import { useGo } from '#web/ui/link.tsx'

const text = {
  title: { zh: '文件未能读取', en: 'The file could not be read' },
  again: { zh: '重新上传', en: 'Upload again' },
} satisfies Text

/** Why a file was not taken, and the way back. */
export function FailedPanel({ batch }: { batch: Batch }) {
  const t = useText(text)
  const go = useGo()
  return (
    <Section title={t.title}>
      <div className="n-note n-note-bad" role="alert">
        {batch.problem?.message ?? t.title}
      </div>
      <div className="n-imp-foot">
        <ActionButton
          action={{
            key: 'again',
            label: t.again,
            isPrimary: true,
            run: () => go(`${paths.newImport}?kind=${batch.kind}`),
          }}
        />
      </div>
    </Section>
  )
}
