import { parentPort, workerData } from 'node:worker_threads'
import { judgePart } from './part.ts'
import { servicesOf, type YearOptions } from './plan.ts'

/** One thread's share of the services; says how far it is, and at the end what it found. */
const { options, from, to } = workerData as { options: YearOptions; from: number; to: number }
const part = judgePart(servicesOf(options).slice(from, to), options, share =>
  parentPort?.postMessage({ share }),
)
parentPort?.postMessage({ part })
