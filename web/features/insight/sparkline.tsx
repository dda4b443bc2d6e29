const WIDTH = 100
const HEIGHT = 40
const EDGE = 3

type SparklineProps = { values: readonly (number | null)[]; target: number | null; label: string }

/** The course of a figure in small; months without data are gaps, not zeros. */
export function Sparkline({ values, target, label }: SparklineProps) {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return null
  const all = target === null ? known : [...known, target]
  const low = Math.min(...all)
  const span = Math.max(...all) - low || 1
  const y = (value: number) => HEIGHT - EDGE - ((value - low) / span) * (HEIGHT - 2 * EDGE)
  const x = (index: number) => (index / (values.length - 1)) * WIDTH
  return (
    <svg
      className="n-spark"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {target !== null && <line x1={0} x2={WIDTH} y1={y(target)} y2={y(target)} />}
      <path d={pathOf(values, { x, y })} />
    </svg>
  )
}

function pathOf(
  values: readonly (number | null)[],
  { x, y }: { x: (i: number) => number; y: (v: number) => number },
): string {
  const at = (value: number | null, i: number) => {
    if (value === null) return ''
    const starts = i === 0 || values[i - 1] === null
    const isAlone = starts && (i === values.length - 1 || values[i + 1] === null)
    const point = `${x(i).toFixed(2)} ${y(value).toFixed(2)}`
    return `${starts ? 'M' : 'L'}${point}${isAlone ? 'h0.5' : ''}`
  }
  return values.map(at).join('')
}
