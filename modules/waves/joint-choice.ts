import type { Relaxation } from './joint-bound.ts'
import { type Case, type Joint, costOfUnits, draw } from './joint-problem.ts'
import { costOf } from './joint-search.ts'

/** Solves a model of yes-or-no variables in LP format within so many milliseconds: the names that are yes, or null. */
export type Choose = (model: string, limitMs: number) => ReadonlySet<string> | null

/** Orders that one choice is over. */
export const BLOCK_MAX = 600
/** Plans of an order that can be chosen cost at most so much of the whole gap more than alone. */
const REDUCED_MAX = 0.5

type Option = { one: Case; units: Float64Array; name: string; cost: number }

/**
 * Chooses one of the plans met so far for each of these orders, all at once, so that they fit into the stock and cost least
 * together (price and branch); the other orders keep theirs. Says whether that is cheaper.
 */
export function chooseTogether(
  joint: Joint,
  block: readonly number[],
  {
    relaxation,
    gap,
    choose,
    limitMs,
  }: { relaxation: Relaxation; gap: number; choose: Choose; limitMs: number },
): boolean {
  const { free } = joint
  const options = block.map((index) => optionsOf(joint, relaxation, { index, most: gap * REDUCED_MAX }))
  const cases = block.flatMap((index) => joint.cases[index] ?? [])
  const cost = costOf(cases)
  const before = cases.map((one) => one.units)
  for (const one of cases) draw(one, { free, units: one.units, sign: -1 })
  const chosen = choose(modelOf(options, free), limitMs)
  const plans = options.map((own) => own.filter((option) => chosen?.has(option.name)))
  const isWhole = plans.every((own) => own.length === 1)
  if (isWhole) for (const [option] of plans) if (option) option.one.units = option.units.slice()
  for (const one of cases) draw(one, { free, units: one.units, sign: 1 })
  // What the solver calls feasible it may have rounded.
  if (isWhole && costOf(cases) < cost && free.every((units) => units >= 0)) return true
  for (const one of cases) draw(one, { free, units: one.units, sign: -1 })
  cases.forEach((one, index) => {
    one.units = before[index] ?? one.units
    draw(one, { free, units: one.units, sign: 1 })
  })
  return false
}

function optionsOf(
  { cases }: Joint,
  { prices, costs }: Relaxation,
  { index, most }: { index: number; most: number },
): Option[] {
  const one = cases[index]
  if (!one) return []
  const plans = new Map(one.plans).set(one.units.join(), one.units)
  return [...plans.values()].flatMap((units, place) => {
    const cost = costOfUnits(one, units)
    let paid = cost
    units.forEach((quantity, at) => {
      if (quantity > 0) paid += quantity * (prices[one.rows[at] ?? 0] ?? 0)
    })
    const isWorth = units === one.units || paid - (costs[index] ?? 0) <= most
    return isWorth ? [{ one, units, name: `x${index}_${place}`, cost }] : []
  })
}

function modelOf(options: readonly (readonly Option[])[], free: Float64Array): string {
  const terms = new Map<number, string[]>()
  const wanted = new Map<number, number>()
  for (const { one, units, name } of options.flat()) {
    units.forEach((quantity, at) => {
      const row = one.rows[at] ?? -1
      if (quantity === 0 || row < 0) return
      const own = terms.get(row)
      if (own) own.push(`${quantity} ${name}`)
      else terms.set(row, [`${quantity} ${name}`])
      wanted.set(row, (wanted.get(row) ?? 0) + quantity)
    })
  }
  const scarce = [...terms].filter(([row]) => (wanted.get(row) ?? 0) > (free[row] ?? 0))
  const constraints = [
    ...options.map((own) => `${own.map(({ name }) => name).join(' + ')} = 1`),
    ...scarce.map(([row, own]) => `${own.join(' + ')} <= ${free[row] ?? 0}`),
  ]
  return [
    'Minimize',
    ` cost: ${options
      .flat()
      .map(({ cost, name }) => `${cost} ${name}`)
      .join(' + ')}`,
    'Subject To',
    ...constraints.map((constraint, index) => ` r${index}: ${constraint}`),
    'Binary',
    ...options.flat().map(({ name }) => ` ${name}`),
    'End',
  ].join('\n')
}
