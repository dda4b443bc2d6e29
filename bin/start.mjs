// Starts Nuoda on any Node from 18 on. Plain JavaScript, because the Node that runs it may be too old for TypeScript:
// then it starts itself again on the Node that "npm ci" has put into node_modules.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const oldestNode = [22, 18]
const relaunchMark = 'NUODA_RELAUNCHED'
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const given = process.argv.slice(2)
const argv = given.length > 0 ? given : ['serve', '--demo']

if (runsTypeScript()) await run()
else relaunch()

function runsTypeScript() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const isRecent = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])
  return isRecent && Boolean(process.features.typescript)
}

async function run() {
  if (process.env[relaunchMark]) dieWithParent()
  module.enableCompileCache?.(join(root, 'node_modules', '.cache', 'node'))
  if (argv[0] === 'serve') buildWebOnce()
  const { main } = await import('../main.ts')
  await main(argv)
}

/** The page is built on the first start; npm's package holds sources only. */
function buildWebOnce() {
  if (existsSync(join(root, 'dist', 'web', 'index.html'))) return
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  if (!existsSync(vite))
    fail('The web app is not built and its build tool is not installed. Run "npm ci" and start again.')
  console.error('Building the web app (first start only) ...')
  const build = spawnSync(process.execPath, [vite, 'build'], { cwd: root, encoding: 'utf8' })
  if (build.status === 0) return
  fail(`The web app could not be built:\n${build.error?.message ?? `${build.stdout}${build.stderr}`}`)
}

function relaunch() {
  const node = bundledNode()
  if (process.env[relaunchMark] || node === null) {
    fail(
      `Nuoda needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}, and node_modules has none ` +
        `for ${process.platform}-${process.arch}. Run "npm ci" with optional packages, or install a newer Node.`,
    )
  }
  const child = spawn(node, [...process.execArgv, fileURLToPath(import.meta.url), ...argv], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [relaunchMark]: '1' },
  })
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    // Ctrl-C in a terminal reaches both processes already; a second SIGINT would cut the graceful stop short.
    const isDelivered = name === 'SIGINT' && process.stdin.isTTY
    process.on(name, () => isDelivered || child.kill(name))
  }
  child.on('error', (error) => fail(`${node} could not be started: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

function bundledNode() {
  try {
    const name = `node-${process.platform}-${process.arch}/package.json`
    const node = join(dirname(createRequire(import.meta.url).resolve(name)), 'bin', 'node')
    return existsSync(node) ? node : null
  } catch {
    return null
  }
}

/** When the first process is killed outright, this one must not live on and hold the port. */
function dieWithParent() {
  delete process.env[relaunchMark]
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  process.channel?.unref()
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
