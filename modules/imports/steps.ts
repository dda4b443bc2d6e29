import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import {
  CHECK_PASSES,
  type Outcome,
  type RowProblem,
  type Tally,
  type Told,
  type Work,
  isAllInSteps,
  pendingOf,
  restingState,
} from './batch.ts'
import {
  type Locked,
  clearVerdicts,
  countRows,
  lockToWork,
  nextRows,
  rowsAfter,
  saveApplied,
  saveBatch,
  saveUndone,
  saveVerdicts,
  setupOf,
} from './batch-store.ts'
import { subjectOf } from './events.ts'
import { groupRows, markExamples, markGroups } from './groups.ts'
import type { Applied, WorkRow } from './kind-work.ts'
import { forgetTaken } from './taken.ts'
import { workOf } from './works.ts'

/** Numbers of rows that are cleared in one step. */
const CLEAR_ROWS = 10_000
/** Rows whose keys are read in one step. */
const KEY_ROWS = 1_000
const WAITING = ['new', 'changed'] as const
const UNCHECKED = ['unchecked'] as const
const IMPORTED = ['imported'] as const
const LAST = 2_147_483_647

/**
 * The next step of a batch, in the transaction of `ctx`: some rows, and the cursor behind them. A step that is lost was never done, so
 * that a killed server goes on without doubling. Says whether there is more to do.
 */
export async function stepBatch(ctx: Ctx, id: string): Promise<boolean> {
  const batch = await lockToWork(ctx, id)
  const work = batch?.work
  if (!batch || !work) return false
  if (batch.state === 'checking') {
    if (work.phase === 'clear') return clearStep(ctx, batch, work)
    return work.phase === 'keys' ? keyStep(ctx, batch, work) : checkStep(ctx, batch, work)
  }
  if (batch.state === 'running')
    return work.policy === 'all_or_nothing' && !isAllInSteps(batch)
      ? runAll(ctx, batch)
      : runStep(ctx, batch, work)
  if (batch.state === 'undoing')
    return work.undo === 'all_or_nothing' ? undoAll(ctx, batch) : undoStep(ctx, batch, work)
  return false
}

async function clearStep(ctx: Ctx, batch: Locked, work: Work): Promise<boolean> {
  const upTo = work.cursor + CLEAR_ROWS
  const hasMore = await clearVerdicts(ctx, batch.id, { after: work.cursor, upTo })
  await saveBatch(ctx, batch.id, {
    work: { ...work, ...(hasMore ? { cursor: upTo } : { phase: 'keys', cursor: 0 }) },
  })
  return true
}

async function keyStep(ctx: Ctx, batch: Locked, work: Work): Promise<boolean> {
  const rows = await rowsAfter(ctx, batch.id, { after: work.cursor, limit: KEY_ROWS })
  const last = rows.at(-1)
  if (last) {
    await groupRows(ctx, setupOf(ctx, batch), rows)
    await markExamples(ctx, setupOf(ctx, batch), rows)
    await saveBatch(ctx, batch.id, {
      work: { ...work, cursor: last.rowNo, done: work.done + rows.length },
    })
    return true
  }
  await markGroups(ctx, setupOf(ctx, batch))
  const counts = await countRows(ctx, batch.id)
  const total = work.done + counts.unchecked
  await saveBatch(ctx, batch.id, { counts, work: { ...work, phase: 'rows', cursor: 0, total } })
  return true
}

async function checkStep(ctx: Ctx, batch: Locked, work: Work): Promise<boolean> {
  const kind = workOf(batch.kind)
  const rows = await nextRows(ctx, batch.id, {
    after: work.cursor,
    outcomes: UNCHECKED,
    groups: kind.stepGroups,
  })
  const last = rows.at(-1)
  if (!last) return endCheck(ctx, batch, work)
  const carry = { preview: batch.settings.preview }
  const verdicts = await kind.check(ctx, setupOf(ctx, batch), { rows, carry })
  await saveVerdicts(ctx, batch.id, verdicts)
  await saveBatch(ctx, batch.id, {
    settings: { ...batch.settings, preview: carry.preview },
    counts: recounted(batch.counts, rows, verdicts),
    work: { ...work, cursor: last.groupNo, done: work.done + rows.length },
  })
  return true
}

async function endCheck(
  ctx: Ctx,
  batch: Locked,
  { takingBack = null }: Work | { takingBack?: null },
): Promise<boolean> {
  const counts = await countRows(ctx, batch.id)
  const isDone = pendingOf({ counts }) === 0 && counts.imported > 0
  const state = isDone ? 'done' : 'checked'
  await forgetTaken(ctx, batch.id)
  await saveBatch(ctx, batch.id, { state, counts, work: null, problem: takingBack })
  emit(ctx, 'import.checked', subjectOf(batch.id), {
    kind: batch.kind,
    rejected: counts.rejected,
    duplicates: counts.duplicate,
    pending: pendingOf({ counts }),
  })
  return false
}

async function runStep(ctx: Ctx, batch: Locked, work: Work): Promise<boolean> {
  const kind = workOf(batch.kind)
  const setup = setupOf(ctx, batch)
  const outcomes = work.pass === 0 ? WAITING : IMPORTED
  const rows = await nextRows(ctx, batch.id, { after: work.cursor, outcomes, groups: kind.stepGroups })
  const last = rows.at(-1)
  if (last) {
    const applied = await kind.apply(ctx, setup, { rows, pass: work.pass })
    await saveApplied(ctx, batch.id, applied)
    const done = work.done + (work.pass === 0 ? rows.length : 0)
    const counts = recounted(batch.counts, rows, applied)
    const bad = applied.filter((row) => row.outcome === 'rejected').length
    if (bad > 0 && isAllInSteps(batch)) {
      await takeBack(ctx, { ...batch, counts }, { code: 'import.turned_down', details: { rows: bad } })
      return true
    }
    await saveBatch(ctx, batch.id, {
      counts,
      work: { ...work, cursor: last.groupNo, done },
    })
    return true
  }
  if (work.pass + 1 < kind.passes(setup)) {
    await saveBatch(ctx, batch.id, { work: { ...work, pass: work.pass + 1, cursor: 0 } })
    return true
  }
  return endRun(ctx, batch, work.policy ?? 'good_rows')
}

/** Has the rows that an import in steps brought taken back, as nothing of it shall stay; then they are checked anew. */
export async function takeBack(ctx: Ctx, batch: Locked, told: Told): Promise<void> {
  if (!batch.work) return
  const { by } = batch.work
  const pass = workOf(batch.kind).passes(setupOf(ctx, batch)) - 1
  const total = batch.counts.imported
  await saveBatch(ctx, batch.id, {
    state: 'undoing',
    counts: batch.counts,
    work: { phase: 'rows', pass, cursor: LAST, done: 0, total, by, undo: 'what_can_be', takingBack: told },
    problem: told,
  })
}

/** All rows in one transaction: rows that were right when they were checked may not be any more, and then nothing stays. */
async function runAll(ctx: Ctx, batch: Locked): Promise<boolean> {
  const kind = workOf(batch.kind)
  const setup = setupOf(ctx, batch)
  const marks = { events: ctx.events.length, atCommit: ctx.atCommit.length }
  const bad: Applied[] = []
  await ctx.db.run(sql`savepoint import_all`)
  for (let pass = 0; pass < kind.passes(setup); pass += 1) {
    const outcomes = pass === 0 ? WAITING : IMPORTED
    for (let after = 0; ;) {
      const rows = await nextRows(ctx, batch.id, { after, outcomes, groups: kind.stepGroups })
      const last = rows.at(-1)
      if (!last) break
      const applied = await kind.apply(ctx, setup, { rows, pass })
      await saveApplied(ctx, batch.id, applied)
      bad.push(...applied.filter((row) => row.outcome === 'rejected'))
      after = last.groupNo
    }
  }
  if (bad.length === 0) return endRun(ctx, batch, 'all_or_nothing')
  await ctx.db.run(sql`rollback to savepoint import_all`)
  ctx.events.length = marks.events
  ctx.atCommit.length = marks.atCommit
  await saveApplied(ctx, batch.id, bad)
  await saveBatch(ctx, batch.id, {
    state: 'checked',
    counts: await countRows(ctx, batch.id),
    work: null,
    problem: { code: 'import.turned_down', details: { rows: bad.length } },
  })
  return false
}

async function endRun(ctx: Ctx, batch: Locked, policy: string): Promise<boolean> {
  const counts = await countRows(ctx, batch.id)
  const isDone = counts.imported > 0 && pendingOf({ counts }) === 0
  await saveBatch(ctx, batch.id, { state: isDone ? 'done' : 'checked', counts, work: null, problem: null })
  if (isDone)
    await ctx.db.run(
      sql`update import_batch set finished_at = ${ctx.now} where tenant_id = ${ctx.tenant.id} and id = ${batch.id}`,
    )
  emit(ctx, 'import.run', subjectOf(batch.id), {
    kind: batch.kind,
    records: counts.records,
    policy,
    rejected: counts.rejected,
    pending: pendingOf({ counts }),
  })
  return false
}

async function undoStep(ctx: Ctx, batch: Locked, work: Work): Promise<boolean> {
  const kind = workOf(batch.kind)
  const setup = setupOf(ctx, batch)
  const rows = await nextRows(ctx, batch.id, {
    after: work.cursor,
    outcomes: IMPORTED,
    groups: kind.stepGroups,
    isBackwards: true,
  })
  const last = rows.at(-1)
  if (last) {
    const kept = await kind.undo(ctx, setup, { rows, pass: work.pass })
    if (work.pass === 0) await saveUndone(ctx, batch.id, { rows, kept })
    const gone = work.pass === 0 ? rows.length - kept.size : 0
    await saveBatch(ctx, batch.id, {
      counts: {
        ...batch.counts,
        imported: batch.counts.imported - gone,
        undone: batch.counts.undone + gone,
      },
      work: { ...work, cursor: last.groupNo, done: work.done + gone },
    })
    return true
  }
  if (work.pass > 0) {
    await saveBatch(ctx, batch.id, { work: { ...work, pass: work.pass - 1, cursor: LAST } })
    return true
  }
  return endUndo(ctx, batch)
}

async function undoAll(ctx: Ctx, batch: Locked): Promise<boolean> {
  const kind = workOf(batch.kind)
  const setup = setupOf(ctx, batch)
  const marks = { events: ctx.events.length, atCommit: ctx.atCommit.length }
  const stays: [number, RowProblem][] = []
  await ctx.db.run(sql`savepoint undo_all`)
  for (let pass = kind.passes(setup) - 1; pass >= 0; pass -= 1) {
    for (let after = LAST; ;) {
      const rows = await nextRows(ctx, batch.id, {
        after,
        outcomes: IMPORTED,
        groups: kind.stepGroups,
        isBackwards: true,
      })
      const last = rows.at(-1)
      if (!last) break
      const kept = await kind.undo(ctx, setup, { rows, pass })
      if (pass === 0) await saveUndone(ctx, batch.id, { rows, kept })
      stays.push(...kept)
      after = last.groupNo
    }
  }
  if (stays.length === 0) return endUndo(ctx, batch)
  await ctx.db.run(sql`rollback to savepoint undo_all`)
  ctx.events.length = marks.events
  ctx.atCommit.length = marks.atCommit
  await saveUndone(ctx, batch.id, { rows: [], kept: new Map(stays) })
  await saveBatch(ctx, batch.id, {
    state: restingState(batch),
    counts: await countRows(ctx, batch.id),
    work: null,
    problem: { code: 'import.kept', details: { rows: stays.length } },
  })
  return false
}

async function endUndo(ctx: Ctx, batch: Locked): Promise<boolean> {
  const counts = await countRows(ctx, batch.id)
  const { takingBack, by } = batch.work ?? {}
  const isUndone = counts.imported === 0 && !takingBack
  if (takingBack && by && counts.imported === 0)
    await saveBatch(ctx, batch.id, {
      state: 'checking',
      settings: { ...batch.settings, preview: null },
      counts,
      work: {
        phase: 'clear',
        pass: 0,
        cursor: 0,
        done: 0,
        total: CHECK_PASSES * batch.total,
        by,
        takingBack,
      },
    })
  else {
    const problem: Told | null = takingBack
      ? { code: 'import.kept_back', details: { rows: counts.imported } }
      : null
    const state = isUndone ? 'undone' : restingState({ counts })
    await saveBatch(ctx, batch.id, { state, counts, work: null, problem })
  }
  if (isUndone)
    await ctx.db.run(sql`
      update import_batch set undone_at = ${ctx.now}, undone_by = ${ctx.actor.kind === 'system' ? null : ctx.actor.id}::uuid
      where tenant_id = ${ctx.tenant.id} and id = ${batch.id}`)
  workOf(batch.kind).announceUndone?.(ctx, setupOf(ctx, batch), counts.undone)
  emit(ctx, 'import.undone', subjectOf(batch.id), {
    kind: batch.kind,
    rows: counts.undone,
    kept: counts.imported,
  })
  return takingBack !== undefined && counts.imported === 0
}

/** Counts after rows went from one outcome to another. */
function recounted(
  counts: Tally,
  rows: readonly WorkRow[],
  found: readonly { rowNo: number; outcome: Outcome }[],
): Tally {
  const next = { ...counts }
  const before = new Map(rows.map((row) => [row.rowNo, row.outcome]))
  for (const { rowNo, outcome } of found) {
    const earlier = before.get(rowNo)
    if (earlier) next[earlier] -= 1
    next[outcome] += 1
  }
  return next
}
