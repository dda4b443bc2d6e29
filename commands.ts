import { importUsage } from '#modules/imports/command-usage.ts'
import { kpiUsage } from '#modules/insight/command-usage.ts'
import { createTenantUsage, verifyUsage } from './usages.ts'
import type { House } from '#platform/house.ts'

export type Command = { usage: string; run: (house: House, args: string[]) => Promise<void> }

/** Commands beside serve and migrate. */
export const commands: Record<string, Command> = {
  import: {
    usage: importUsage,
    run: async ({ database, adminUrl }, args) => {
      const [{ runImportCommand }, { subscribers }] = await Promise.all([
        import('#modules/imports/command.ts'),
        import('./compose.ts'),
      ])
      await runImportCommand({ database, adminUrl, subscribers, now: new Date() }, args)
    },
  },
  verify: {
    usage: verifyUsage,
    run: async ({ database }, args) => (await import('./verify.ts')).runVerifyCommand(database, args),
  },
  'create-tenant': {
    usage: createTenantUsage,
    run: async ({ database }, args) =>
      (await import('./create-tenant.ts')).runCreateTenantCommand(database, args),
  },
  kpi: {
    usage: kpiUsage,
    run: async (house, args) => {
      const [{ runKpiCommand }, { subscribers }] = await Promise.all([
        import('#modules/insight/command.ts'),
        import('./compose.ts'),
      ])
      await runKpiCommand(house, args, subscribers)
    },
  },
}
