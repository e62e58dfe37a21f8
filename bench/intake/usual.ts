/** The priority of the process that reads the page (`setPriority` of node:os). */
export const readerFirst = -10

/** Starts a command at the usual priority from a process that has `readerFirst`. */
export function usual(command: string, args: readonly string[]): [string, string[]] {
  return ['nice', ['-n', String(-readerFirst), command, ...args]]
}
