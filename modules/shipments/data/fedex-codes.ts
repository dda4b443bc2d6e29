import { tableOf } from '#modules/shipments/data/code-table.ts'

export const fedexCodes = tableOf([
  ['OC OX AP EP', 'created'],
  ['PU PX', 'picked_up'],
  // EA stands for two things in the carrier's list: en route to the airport, and export approved.
  ['PF PM AO EA EO IT IX OW TR CC', 'in_transit'],
  ['AA AC AF AR AX FD OF PL SF', 'arrived_hub'],
  ['DP LO', 'departed_hub'],
  ['CP', 'customs'],
  ['OD ED AD', 'out_for_delivery'],
  ['HL HP', 'available_for_collection'],
  ['DL', 'delivered'],
  ['DE', 'attempt_failed', 'attempt_unsuccessful'],
  ['SE', 'exception', 'unspecified'],
  ['DD DY PD', 'exception', 'delayed'],
  ['CD', 'exception', 'customs_held'],
  ['DR', 'exception', 'pickup_failed', 'shipper'],
  ['RS', 'returning'],
  ['CA', 'cancelled'],
  ['CH DS LP RC RD RG RM RP RR SP', 'info'],
  // The party a delay is laid to; CA (carrier) and RC (recipient) of that list are taken by the codes above.
  ['SH', 'info', null, 'shipper'],
  ['CU', 'info', null, 'authority'],
  ['TP', 'info', null, 'carrier'],
  ['BR', 'info', null, 'unknown'],
])
