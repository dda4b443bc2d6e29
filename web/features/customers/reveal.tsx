import type { CallInput, Operation } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { useState } from 'react'
import type { Answer } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { Icon } from '#web/ui/icons.tsx'

const text = {
  show: { zh: '查看完整信息', en: 'Show in full' },
  title: { zh: '查看完整个人信息', en: 'Reveal personal data' },
  help: {
    zh: '每次查看都会连同原因记入审计日志。',
    en: 'Each look is kept in the audit log with its reason.',
  },
  confirm: { zh: '查看', en: 'Show' },
} satisfies Text

type RevealProps<O extends Operation> = {
  /** Whose data: read out with the button. */
  of: string
  operation: O
  toInput: (reason: string) => CallInput<O>
  onShown: (answer: Answer<O>) => void
}

/** Asks for a reason and shows personal data in full; only for those who may. */
export function Reveal<O extends Operation>({ of, operation, toInput, onShown }: RevealProps<O>) {
  const t = useText(text)
  const [isAsking, setAsking] = useState(false)
  if (!useCan('personal_data.reveal')) return null
  return (
    <>
      <button
        type="button"
        className="n-link"
        title={t.show}
        aria-label={`${t.show}: ${of}`}
        onClick={() => setAsking(true)}
      >
        <Icon name="eye" size={16} />
      </button>
      {isAsking && (
        <ConfirmAction
          title={t.title}
          help={t.help}
          confirmText={t.confirm}
          needsReason
          operation={operation}
          toInput={toInput}
          onDone={onShown}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
