import { Button, Tooltip } from 'antd'
import type { ReactNode } from 'react'

export type Action = {
  key: string
  label: string
  /** Why it cannot be done now: shown on hover and focus. `null` or absent: it can. */
  whyNot?: string | null
  isPrimary?: boolean
  isDanger?: boolean
  isBusy?: boolean
  icon?: ReactNode
  run: () => void
}

/** A button that stays reachable when it cannot be used, and then says why. */
export function ActionButton({ action }: { action: Action }) {
  const reason = action.whyNot ?? null
  return (
    <Tooltip trigger={['hover', 'focus']} title={reason ?? ''}>
      <Button
        type={action.isPrimary ? 'primary' : 'default'}
        danger={action.isDanger ?? false}
        loading={action.isBusy ?? false}
        icon={action.icon}
        aria-disabled={reason !== null}
        className={reason ? 'n-off' : ''}
        onClick={() => reason === null && action.run()}
      >
        {action.label}
        {reason && <span className="n-hidden">({reason})</span>}
      </Button>
    </Tooltip>
  )
}

/** Actions in a row, the primary ones first. */
export function Actions({ actions }: { actions: readonly Action[] }) {
  const ordered = [
    ...actions.filter((action) => action.isPrimary),
    ...actions.filter((action) => !action.isPrimary),
  ]
  return (
    <div className="n-page-actions">
      {ordered.map((action) => (
        <ActionButton key={action.key} action={action} />
      ))}
    </div>
  )
}
