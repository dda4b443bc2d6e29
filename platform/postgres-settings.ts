// What the embedded server is told when it starts.
import { existsSync, statfsSync } from 'node:fs'
import { totalmem } from 'node:os'
import { socketPort } from './postgres-files.ts'
import { clusterName } from './postgres-process.ts'

type SettingsInput = { clusterDir: string; socketDir: string; durable: boolean; maxConnections: number }

const mib = 1024 * 1024
const smallSharedMemory = 256 * mib
/** A page that is not among them costs a call of the system, and often the writing of another. Taken as they are used, not at once. */
const buffersMax = 4_096 * mib
const throwawayBuffersMax = 512 * mib

/** Given on the command line, so that neither a file nor ALTER SYSTEM can weaken durability or open the network. */
export function settingsOf(server: SettingsInput): Record<string, string | number> {
  const memory = usableMemory()
  const durability = server.durable ? 'on' : 'off'
  const buffers = Math.min(server.durable ? buffersMax : throwawayBuffersMax, memory / 4)
  return {
    fsync: durability,
    synchronous_commit: durability,
    full_page_writes: durability,
    listen_addresses: '',
    port: socketPort,
    unix_socket_directories: `"${server.socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    cluster_name: clusterName(server.clusterDir),
    max_connections: server.maxConnections,
    shared_buffers: `${Math.floor(buffers / mib)}MB`,
    effective_cache_size: `${Math.floor(memory / 2 / mib)}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '4GB',
    // A page touched for the first time after a checkpoint is logged whole, and an order touches some that no other did: the fewer
    // checkpoints the better, and pglz (lz4 and zstd are not compiled in) takes 70 µs for a page that is logged in 12.
    checkpoint_timeout: '15min',
    random_page_cost: 1.1,
    // A young table has no statistics: until it is first analyzed, plans kept by a session (those of foreign keys too) read all
    // rows of the company where the primary key would give one. A minute of that is thousands of orders.
    autovacuum_naptime: '3s',
    autovacuum_analyze_threshold: 200,
    // One call in place of one per file before recovery: a killed server is back a second sooner.
    recovery_init_sync_method: process.platform === 'linux' ? 'syncfs' : 'fsync',
    dynamic_shared_memory_type: sharedMemoryType(),
    shared_preload_libraries: 'pg_stat_statements',
    track_io_timing: 'on',
    track_activity_query_size: 4096,
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %q%u@%d ',
    log_error_verbosity: 'terse', // the detail lines quote customers' data
  }
}

/** Bytes this process may use: the machine's memory or the container's limit. */
function usableMemory(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

/** Containers often have 64 MB of /dev/shm, where parallel queries die for lack of space: files do instead. */
function sharedMemoryType(): 'posix' | 'mmap' {
  if (process.platform !== 'linux') return 'posix'
  if (!existsSync('/dev/shm')) return 'mmap'
  const { bsize, blocks } = statfsSync('/dev/shm')
  return bsize * blocks < smallSharedMemory ? 'mmap' : 'posix'
}
