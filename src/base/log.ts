import type { Clock } from './clock.ts'

/** One line for people on standard error; `fields` are appended as `key=value`. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void
  warn(message: string, fields?: Record<string, unknown>): void
  error(message: string, fields?: Record<string, unknown>): void
}

/** Writes `2026-11-23T21:40:01.123Z warn message key=value` lines by `write`. */
export function lineLog(clock: Clock, write: (line: string) => void): Log {
  const line =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}) => {
      const rest = Object.entries(fields).map(([key, value]) => ` ${key}=${quoted(value)}`)
      write(`${new Date(clock.now()).toISOString()} ${level} ${message}${rest.join('')}\n`)
    }
  return { info: line('info'), warn: line('warn'), error: line('error') }
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }

function quoted(value: unknown): string {
  const text =
    value instanceof Error ? value.message : typeof value === 'string' ? value : JSON.stringify(value)
  return /^[\w.:/@+-]*$/.test(text) ? text : JSON.stringify(text)
}
