/** Country names of the SCMS file to ISO 3166-1 alpha-2. Names follow the file; renamed states carry today's code. */
export const SCMS_COUNTRIES: Record<string, string> = {
  Afghanistan: 'AF', Angola: 'AO', Belize: 'BZ', Benin: 'BJ', Botswana: 'BW', 'Burkina Faso': 'BF', Burundi: 'BI', Cameroon: 'CM',
  'Congo, DRC': 'CD', "Côte d'Ivoire": 'CI', 'Dominican Republic': 'DO', Ethiopia: 'ET', Ghana: 'GH', Guatemala: 'GT', Guinea: 'GN',
  Guyana: 'GY', Haiti: 'HT', Kazakhstan: 'KZ', Kenya: 'KE', Kyrgyzstan: 'KG', Lebanon: 'LB', Lesotho: 'LS', Liberia: 'LR', Libya: 'LY',
  Malawi: 'MW', Mali: 'ML', Mozambique: 'MZ', Namibia: 'NA', Nigeria: 'NG', Pakistan: 'PK', Rwanda: 'RW', Senegal: 'SN',
  'Sierra Leone': 'SL', 'South Africa': 'ZA', 'South Sudan': 'SS', Sudan: 'SD', Swaziland: 'SZ', Tanzania: 'TZ', Togo: 'TG', Uganda: 'UG',
  Vietnam: 'VN', Zambia: 'ZM', Zimbabwe: 'ZW',
}

/** ISO's code for a country that is not known (user-assigned range). */
export const UNKNOWN_COUNTRY = 'ZZ'
