import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'

/** The order of a record that people see who may not see orders: to them it is only a number. */
export function OrderLink({ order: { id, number } }: { order: { id: string; number: string } }) {
  return useCan('order.read') ? <PageLink to={paths.order(id)}>{number}</PageLink> : <>{number}</>
}
