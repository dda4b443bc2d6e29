import { parentPort, workerData } from 'node:worker_threads'
import { allocateTogether } from './joint.ts'
import { loadChoose } from './mip.ts'
import type { SolveAnswer, SolveOrder } from './solving.ts'

// The thread of solving.ts: one problem in, how far it is, the plan out.
const { request, limitMs } = workerData as SolveOrder
const say = (answer: SolveAnswer): void => parentPort?.postMessage(answer)
const choose = await loadChoose()
say({
  result: allocateTogether(request, { limitMs, choose, onProgress: (progress) => say({ progress }) }),
})
