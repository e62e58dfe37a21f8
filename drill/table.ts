import type { Result } from './result.ts'

/** What Prahari concluded beside the truth, and each claim, for people. */
export function tableOf(result: Result): string {
  const head = ['component', 'truly', 'concluded', 'off', 'cause']
  const rows = result.components.map(({ component, true: truth, concluded, difference }) => [
    component,
    truth === undefined ? 'nothing' : span(truth.began, truth.ended),
    concluded === undefined ? 'nothing' : span(concluded.began, concluded.ended),
    difference === undefined ? '' : `${signed(difference.began)} ${signed(difference.ended)}`,
    concluded?.causes.join(' → ') ?? '',
  ])
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map(row => row[column]?.length ?? 0)))
  const lines = all.map(row =>
    row
      .map((cell, n) => cell.padEnd(widths[n] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const claims = result.checks.map(({ claim, pass, concluded }) => {
    const instead = pass || concluded === undefined || concluded === '' ? '' : ` (concluded: ${concluded})`
    return `${pass ? 'pass' : 'FAIL'}  ${claim}${instead}`
  })
  const table = result.components.length === 0 ? 'No component was in an incident.' : lines.join('\n')
  return `${table}\n\n${claims.join('\n')}\n\n${result.pass ? 'passed' : 'FAILED'}: ${result.scenario}\n`
}

function span(began: number, ended: number | undefined): string {
  return `${began} to ${ended ?? '…'} s`
}

function signed(seconds: number | undefined): string {
  return seconds === undefined ? '' : `${seconds < 0 ? '' : '+'}${seconds} s`
}
