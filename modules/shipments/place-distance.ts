/**
 * How far two places a carrier names lie apart at least, as far as their names tell: by the capitals of their provinces
 * (degrees north and east). A place that names no province is nowhere.
 */
const capitals: Readonly<Record<string, readonly [number, number]>> = {
  11: [39.9, 116.4],
  12: [39.1, 117.2],
  13: [38.0, 114.5],
  14: [37.9, 112.5],
  15: [40.8, 111.7],
  21: [41.8, 123.4],
  22: [43.9, 125.3],
  23: [45.8, 126.5],
  31: [31.2, 121.5],
  32: [32.1, 118.8],
  33: [30.3, 120.2],
  34: [31.8, 117.2],
  35: [26.1, 119.3],
  36: [28.7, 115.9],
  37: [36.7, 117.0],
  41: [34.8, 113.6],
  42: [30.6, 114.3],
  43: [28.2, 112.9],
  44: [23.1, 113.3],
  45: [22.8, 108.4],
  46: [20.0, 110.3],
  50: [29.6, 106.5],
  51: [30.7, 104.1],
  52: [26.6, 106.7],
  53: [25.0, 102.7],
  54: [29.7, 91.1],
  61: [34.3, 108.9],
  62: [36.1, 103.8],
  63: [36.6, 101.8],
  64: [38.5, 106.2],
  65: [43.8, 87.6],
  71: [25.0, 121.5],
  81: [22.3, 114.2],
  82: [22.2, 113.5],
}

const EARTH_KM = 6_371
/** Goods may lie this far from both capitals together. */
const SLACK_KM = 700
/** Faster than any parcel flies, with loading. */
const MAX_KM_PER_HOUR = 900

const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Kilometres between the capitals of two provinces by their two-digit codes; 0 where one is not known. */
export function provinceDistanceKm(from: string, to: string): number {
  const [a, b] = [capitals[from], capitals[to]]
  if (!a || !b) return 0
  const [north, east] = [radians(b[0] - a[0]), radians(b[1] - a[1])]
  const h =
    Math.sin(north / 2) ** 2 + Math.cos(radians(a[0])) * Math.cos(radians(b[0])) * Math.sin(east / 2) ** 2
  return 2 * EARTH_KM * Math.asin(Math.sqrt(h))
}

/** No parcel can be in both provinces with so little time between; times in epoch milliseconds. */
export function isTooFast(a: { province: string; at: number }, b: { province: string; at: number }): boolean {
  const hours = Math.abs(b.at - a.at) / 3_600_000
  return provinceDistanceKm(a.province, b.province) - SLACK_KM > MAX_KM_PER_HOUR * hours
}
