/** The place of the search box in the header; the search over all records comes here. */
export function HeaderSearch() {
  return null
}
