/** People who wait for the same thing: `wake` lets all of them go on. */
export interface Waiters {
  wait(signal: AbortSignal): Promise<void>
  wake(): void
}

export function waiters(): Waiters {
  const waiting = new Set<() => void>()
  return {
    async wait(signal) {
      if (signal.aborted) return
      const { promise, resolve } = Promise.withResolvers<void>()
      const stop = () => resolve()
      waiting.add(resolve)
      signal.addEventListener('abort', stop, { once: true })
      await promise
      signal.removeEventListener('abort', stop)
      waiting.delete(resolve)
    },
    wake() {
      for (const resolve of waiting) resolve()
      waiting.clear()
    },
  }
}
