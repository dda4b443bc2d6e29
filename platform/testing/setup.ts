import { ensureTemplate, startTestCluster } from './cluster.ts'

/** Vitest's global set-up: one PostgreSQL and one migrated template for all files. */
export default async function setup(): Promise<() => Promise<void>> {
  const cluster = await startTestCluster()
  await ensureTemplate(cluster)
  return () => cluster.stop()
}
