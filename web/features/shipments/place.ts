import { placeText as placeTextIn } from '#modules/shipments/place.ts'
import { getLocale } from '#web/lib/i18n.ts'

/** Where it goes, in the user's language. */
export const placeText = (destination: { country: string; name: string }): string =>
  placeTextIn(destination, getLocale())
