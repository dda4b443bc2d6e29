/** What it takes to ship from a warehouse to a destination: 'CN-44' (country and province), 'CN', or '*' (anywhere). */
export type Lane = {
  warehouseId: string
  destination: string
  transitHours: number
  fixedCostMinor: number
  unitCostMinor: number
  carrierId: string | null
  mode: string
}

/** Where goods go: ISO country and the province's code within it ('44' or '440000'), '' when unknown. */
export type Destination = { country: string; province: string }

export const ANYWHERE = '*'

const DESTINATION = /^(\*|[A-Z]{2}(-[A-Z0-9]{1,6})?)$/

/** Whether the text names a destination: '*', a country, or a country and a province. */
export const isDestination = (text: string): boolean => DESTINATION.test(text)

/**
 * The names a lane to this place may have, the most specific first. A province may come with its country ('CN-44') or without,
 * and in China as a six-digit division code ('440000', whose first two digits are the province).
 */
export function destinationsOf({ country, province }: Destination): string[] {
  const given = province.startsWith(`${country}-`) ? province.slice(country.length + 1) : province
  const code = country === 'CN' && /^\d{6}$/.test(given) ? given.slice(0, 2) : given
  const names = code === '' ? [country, ANYWHERE] : [`${country}-${code}`, country, ANYWHERE]
  return names.filter(isDestination)
}

/** The lane from this warehouse to this place: the most specific one wins. Null when nothing goes there. */
export function pickLane(lanes: readonly Lane[], warehouseId: string, destination: Destination): Lane | null {
  const own = lanes.filter((lane) => lane.warehouseId === warehouseId)
  for (const name of destinationsOf(destination)) {
    const lane = own.find((candidate) => candidate.destination === name)
    if (lane) return lane
  }
  return null
}
