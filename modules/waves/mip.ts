import type { Choose } from './joint-choice.ts'

/** What is used of the library; its own types describe its CommonJS file, and Node loads the other one. */
type Highs = {
  solve: (
    model: string,
    options: { time_limit: number; mip_rel_gap: number },
  ) => { Status: string; Columns: Record<string, { Primal?: number }> }
}

/** A choice this near to the best one is taken. */
const NEAR = 0.0005
const YES = 0.5

/** HiGHS, loaded when it is first needed: 3.5 MB of WebAssembly. Only in a thread: a choice blocks it. */
export async function loadChoose(): Promise<Choose> {
  const library: unknown = (await import('highs')).default
  const highs = await (library as () => Promise<Highs>)()
  return (model, limitMs) => {
    const options = { time_limit: limitMs / 1_000, mip_rel_gap: NEAR }
    const { Status, Columns } = highs.solve(model, options)
    if (Status !== 'Optimal' && Status !== 'Time limit reached') return null
    return new Set(Object.keys(Columns).filter((name) => (Columns[name]?.Primal ?? 0) > YES))
  }
}
