import { type ReactNode, useId } from 'react'

/** A label above a field, bound to it. */
export function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="n-prt-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}
