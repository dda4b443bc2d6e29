/** How commands are called; read without loading what they need. */
export const verifyUsage =
  'nuoda verify [--tenant SLUG] [--json]     list broken invariants; exit code 1 when there are any'
export const createTenantUsage =
  'nuoda create-tenant SLUG NAME EMAIL       a new company and its first manager; the password is read from standard input'
