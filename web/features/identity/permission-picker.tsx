import { Checkbox } from 'antd'
import { permissions } from '#modules/permissions.ts'
import { useLocale } from '#web/lib/i18n.ts'

type PermissionPickerProps = {
  id?: string
  value?: string[]
  onChange?: (value: string[]) => void
  label: string
}

/** All permissions to tick, each named in the user's language. */
export function PermissionPicker({ id, value = [], onChange, label }: PermissionPickerProps) {
  const locale = useLocale()
  const options = Object.entries(permissions).map(([key, name]) => ({ value: key, label: name[locale] }))
  return (
    <div id={id} role="group" aria-label={label} className="n-picker">
      <Checkbox.Group options={options} value={value} onChange={(picked) => onChange?.(picked)} />
    </div>
  )
}
