import { tableOf } from '#modules/shipments/data/code-table.ts'

/** United Nations codes as freight forwarders send them in status messages. */
export const standardCodes = {
  // Codes 1 to 41 of the third revision, and 49 and 54 as domain §17 gives them.
  unece_rec24: tableOf([
    ['6', 'created'],
    ['7', 'cancelled'],
    ['13', 'picked_up'],
    ['1 26 28 29 40', 'arrived_hub'],
    ['24 27', 'departed_hub'],
    ['8 9 10 11 12 15 16 31 35 37 39 41', 'in_transit'],
    ['21 22', 'delivered'],
    ['23', 'attempt_failed', 'attempt_unsuccessful'],
    ['3 18', 'exception', 'damaged'],
    ['17', 'exception', 'customs_refused'],
    ['20 25', 'exception', 'delayed'],
    ['30 36', 'exception', 'missing'],
    ['49', 'lost', 'missing'],
    ['54', 'exception', 'pickup_failed'],
    // Steps of a process, equipment and payment: they do not move the goods.
    ['2 4 5 14 19 32 33 34 38', 'info'],
  ]),
  // Reasons 1 to 14, read with a status that says the goods were not delivered.
  edifact_9013: tableOf([
    ['1', 'exception', 'out_of_delivery_area'],
    ['2', 'exception', 'missed_departure'],
    ['3', 'exception', 'agent_refused'],
    ['4', 'exception', 'seals_altered'],
    ['5', 'exception', 'appointment_scheduled'],
    ['6', 'attempt_failed', 'attempt_unsuccessful'],
    ['7', 'attempt_failed', 'business_closed'],
    ['8', 'exception', 'delayed', 'unknown'],
    ['9', 'exception', 'address_incomplete'],
    ['10', 'exception', 'system_failure'],
    ['11', 'exception', 'credit_hold'],
    ['12', 'exception', 'recipient_rescheduled'],
    ['13', 'exception', 'customs_refused'],
    ['14', 'exception', 'damaged'],
  ]),
} as const
