import { useEffect } from 'react'
import { customersApi } from '#modules/customers/api.ts'
import { placeText as placeTextIn } from '#modules/customers/place.ts'
import { queryOf } from '#web/lib/api.ts'
import { getLocale, useLocale } from '#web/lib/i18n.ts'
import { queryClient } from '#web/lib/session.ts'
import { createStore, useStore } from '#web/lib/store.ts'

/** Where it goes, in the user's language. */
export const placeText = (destination: { country: string; name: string }): string =>
  placeTextIn(destination, getLocale())

const cities = createStore<ReadonlyMap<string, string>>(new Map())
const citiesQuery = {
  ...queryOf(customersApi.listDivisions, { query: { level: 'city' } }),
  staleTime: Infinity,
}

/** Read once, when the first Chinese address is shown: a list has fifty. */
async function readCities(): Promise<void> {
  if (queryClient.getQueryState(citiesQuery.queryKey)) return
  const { rows } = await queryClient.fetchQuery(citiesQuery)
  cities.set(new Map(rows.map(({ code, areaName }) => [code, areaName ?? ''])))
}

type Place = { country: string; province: string; city: string }

/** Province and city of an address as people write them, in a cell of a list. */
export function PlaceName({ country, province, city }: Place) {
  const known = useStore(cities)
  const locale = useLocale()
  const isCoded = country === 'CN' && /^\d{4}$/.test(city)
  useEffect(() => {
    // Without the names the country is shown.
    if (isCoded) void readCities().catch(() => undefined)
  }, [isCoded])
  const name = isCoded ? (known.get(city) ?? '') : city || province
  return <>{placeTextIn({ country, name }, locale)}</>
}
