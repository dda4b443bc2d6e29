/** How the servers of tests are set up: no mail goes out unless a test says so. */
export const testConfig = {
  demo: false,
  secureCookies: false,
  trustedProxies: [],
  metricsToken: null,
  mail: null,
  mailKeptDays: 180,
  publicUrl: null,
}
