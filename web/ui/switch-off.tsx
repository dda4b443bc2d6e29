import type { CallInput, Operation } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import type { Action } from '#web/ui/action-button.tsx'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'

const text = {
  on: { zh: '启用', en: 'In use' },
  off: { zh: '已停用', en: 'Off' },
  switchOn: { zh: '启用', en: 'Switch on' },
  switchOff: { zh: '停用', en: 'Switch off' },
  onAsk: { zh: '启用“{name}”？', en: 'Switch “{name}” on?' },
  offAsk: { zh: '停用“{name}”？', en: 'Switch “{name}” off?' },
} satisfies Text

/** Whether something administered is in use or off. */
export function OnOff({ isOff }: { isOff: boolean }) {
  const t = useText(text)
  return <StatusTag tone={isOff ? 'mute' : 'good'}>{isOff ? t.off : t.on}</StatusTag>
}

/** The action that switches it off, or on again. */
export function useSwitchAction(isOff: boolean, rest: Pick<Action, 'whyNot' | 'run'>): Action {
  const t = useText(text)
  return { key: 'switch', label: isOff ? t.switchOn : t.switchOff, isDanger: !isOff, ...rest }
}

type SwitchOffProps<O extends Operation> = {
  name: string
  isOff: boolean
  /** What switching it off, or on again, means. */
  help: { off: string; on: string }
  operation: O
  toInput: (change: { disabled: boolean; reason: string }) => CallInput<O>
  onClose: () => void
}

/** Asks why something administered is switched off, or on again. */
export function SwitchOff<O extends Operation>({ name, isOff, help, ...rest }: SwitchOffProps<O>) {
  const t = useText(text)
  return (
    <ConfirmAction
      title={fill(isOff ? t.onAsk : t.offAsk, { name })}
      help={isOff ? help.on : help.off}
      confirmText={isOff ? t.switchOn : t.switchOff}
      isDanger={!isOff}
      needsReason
      operation={rest.operation}
      toInput={(reason) => rest.toInput({ disabled: !isOff, reason })}
      onClose={rest.onClose}
    />
  )
}

type Switchable = { id: string; disabledAt: string | null }

/** Options of a choice: what is off is still shown where it stands, and cannot be chosen anew. */
export function useOnOffOptions<R extends Switchable>(
  rows: readonly R[] | undefined,
  nameOf: (row: R) => string,
): { value: string; label: string; disabled: boolean }[] {
  const t = useText(text)
  return (rows ?? []).map((row) => {
    const isOff = row.disabledAt !== null
    return { value: row.id, label: isOff ? `${nameOf(row)} · ${t.off}` : nameOf(row), disabled: isOff }
  })
}
