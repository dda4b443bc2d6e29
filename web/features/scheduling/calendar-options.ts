import { schedulingApi } from '#modules/scheduling/api.ts'
import { useOperation } from '#web/lib/api.ts'
import { useCan } from '#web/lib/session.ts'
import { useOnOffOptions } from '#web/ui/switch-off.tsx'

/** Calendars to choose from. One that is off is shown where it stands and cannot be chosen anew; without the permission there are none. */
export function useCalendarOptions() {
  const canSee = useCan('calendar.read')
  const calendars = useOperation(schedulingApi.listCalendars, {}, { isEnabled: canSee })
  const options = useOnOffOptions(calendars.data?.rows, (calendar) => calendar.name)
  return { options, canSee, isPending: canSee && calendars.isPending }
}
