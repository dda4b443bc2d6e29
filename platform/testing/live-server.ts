import type { AddressInfo } from 'node:net'
import { buildServer } from '../../server.ts'
import type { Database } from '#platform/db.ts'
import { silentLog } from '#platform/log.ts'
import { testConfig } from '#platform/testing/config.ts'

export type LiveServer = { url: string; stop: () => Promise<void> }

/** A second server process, as it were: its own live stream over the same database, listening on loopback. */
export async function startLiveServer(database: Database): Promise<LiveServer> {
  const built = await buildServer({
    database,
    config: testConfig,
    log: silentLog,
  })
  await built.app.listen({ host: '127.0.0.1', port: 0 })
  let isOn = true
  const loop = (async () => {
    while (isOn) {
      await built.presence.job.run()
      await built.hub.job.run()
      await new Promise((done) => setTimeout(done, 20))
    }
  })()
  return {
    url: `http://127.0.0.1:${(built.app.server.address() as AddressInfo).port}/api/live`,
    stop: async () => {
      isOn = false
      await loop
      await built.app.close()
    },
  }
}
