import { useLocale } from '#web/lib/i18n.ts'

export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      aria-hidden="true"
      focusable="false"
      className="n-mark"
    >
      <rect width="32" height="32" rx="8" />
      <path
        d="M8.5 23V11.5c0-1.6 1.9-2.3 2.9-1.1l9.2 11.2c1 1.2 2.9.5 2.9-1.1V15"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="23.5" cy="9" r="2.4" />
    </svg>
  )
}

export function Brand() {
  const locale = useLocale()
  return (
    <span className="n-brand">
      <Mark />
      <span className="n-brand-name">{locale === 'zh' ? '诺达' : 'Nuoda'}</span>
    </span>
  )
}
