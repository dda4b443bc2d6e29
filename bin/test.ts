import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// On two quiet cores the tests take two and a half minutes and the stories thirteen; on a day when processors are slow nearly twice as
// much. These limits are for what hangs.
const TESTS_MS = 9 * 60_000
const STORIES_MS = 30 * 60_000

type Count = { passed: number; failed: number }

const scratch = mkdtempSync(join(tmpdir(), 'nuoda-run-'))

/** Runs every runner, whatever the others say, and adds up their counts. */
function main(): void {
  const total: Count = { passed: 0, failed: 0 }
  for (const runner of [runCheck, runVitest, runStories]) {
    const { passed, failed } = runner()
    total.passed += passed
    total.failed += failed
  }
  rmSync(scratch, { recursive: true, force: true })
  console.log(`${total.passed} passed, ${total.failed} failed`)
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
}

function runCheck(): Count {
  const ok = spawnSync('bin/check', { stdio: 'inherit' }).status === 0
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

function runVitest(): Count {
  const report = join(scratch, 'vitest.json')
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]
  const run = spawnSync(process.execPath, args, {
    stdio: 'inherit',
    timeout: TESTS_MS,
    killSignal: 'SIGKILL',
  })
  return countOf(endOf(run), report, (json) => ({
    passed: Number(json.numPassedTests),
    failed:
      Number(json.numFailedTests) +
      Number(json.numFailedTestSuites && !json.numFailedTests ? json.numFailedTestSuites : 0),
  }))
}

function runStories(): Count {
  const report = join(scratch, 'stories.json')
  const run = spawnSync(process.execPath, ['e2e/run.ts', '--json', report], {
    stdio: 'inherit',
    timeout: STORIES_MS,
    killSignal: 'SIGKILL',
  })
  return countOf(endOf(run), report, (json) => ({ passed: Number(json.passed), failed: Number(json.failed) }))
}

/** A runner that wrote its report and then did not leave is judged by its report. */
function endOf({ status, error }: { status: number | null; error?: Error | undefined }): number | null {
  if ((error as NodeJS.ErrnoException | undefined)?.code !== 'ETIMEDOUT') return status
  console.log(`a runner did not leave in time and was stopped`)
  return 0
}

/** A runner that died without a report counts as one failure; so does one that failed without saying where. */
function countOf(
  status: number | null,
  report: string,
  read: (json: Record<string, unknown>) => Count,
): Count {
  try {
    const count = read(JSON.parse(readFileSync(report, 'utf8')) as Record<string, unknown>)
    return status === 0 || count.failed > 0 ? count : { ...count, failed: 1 }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

main()
