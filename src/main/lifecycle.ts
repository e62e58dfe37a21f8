/** Something that runs until it is told to stop. */
export type Loop = (signal: AbortSignal) => Promise<void>

/**
 * Runs loops side by side until `signal` is aborted or one of them ends or fails; then all are stopped
 * and waited for.
 * @throws what the first loop that failed threw
 */
export async function runTogether(loops: readonly Loop[], signal: AbortSignal): Promise<void> {
  const stop = new AbortController()
  const both = AbortSignal.any([signal, stop.signal])
  const running = loops.map(async loop => {
    try {
      await loop(both)
    } finally {
      stop.abort()
    }
  })
  const ended = await Promise.allSettled(running)
  const failed = ended.find(result => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** Aborted by SIGINT or SIGTERM. A second one ends the process at once, as it would without us. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  const on = () => {
    process.off('SIGINT', on)
    process.off('SIGTERM', on)
    stop.abort()
  }
  process.on('SIGINT', on)
  process.on('SIGTERM', on)
  return stop.signal
}
