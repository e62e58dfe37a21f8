/** One figure that was measured, and the goal that it is held against. */
export interface Result {
  readonly what: string
  readonly measured: number
  readonly unit: string
  readonly goal?: { readonly atLeast: number } | { readonly atMost: number }
  /** How it was measured, in a sentence. */
  readonly note: string
}

/** Whether the goal is reached; undefined where there is none. */
export function isReached({ measured, goal }: Result): boolean | undefined {
  if (goal === undefined) return undefined
  return 'atLeast' in goal ? measured >= goal.atLeast : measured <= goal.atMost
}

/** A Markdown table of results. */
export function table(results: readonly Result[]): string {
  const rows = results.map(result => {
    const reached = isReached(result)
    const verdict = reached === undefined ? '' : reached ? 'reached' : 'missed'
    return `| ${result.what} | ${figure(result.measured)} ${result.unit} | ${goalText(result)} | ${verdict} |`
  })
  return ['| what | measured | goal | |', '| --- | ---: | ---: | --- |', ...rows].join('\n')
}

function goalText({ goal, unit }: Result): string {
  if (goal === undefined) return ''
  return 'atLeast' in goal ? `≥ ${figure(goal.atLeast)} ${unit}` : `≤ ${figure(goal.atMost)} ${unit}`
}

/** Three significant digits, or whole thousands. */
function figure(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))
}
