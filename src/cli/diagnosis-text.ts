import { styleText } from 'node:util'
import type { Diagnosis } from '../main/diagnose.ts'
import type { Observation, Step } from '../model/observation.ts'
import { outcomeOf } from '../model/weight.ts'
import { causeClause } from '../tell/story.ts'
import type { Words } from '../tell/words/words.ts'
import { isBlind } from './diagnose.ts'

type Style = 'red' | 'green' | 'yellow' | 'dim' | 'bold'

/** A diagnosis as a tree of layers and one sentence. Marks are shapes and words; colour only repeats them. */
export function diagnosisText(diagnosis: Diagnosis, words: Words, colours: boolean): string {
  const paint = (style: Style, text: string) => (colours ? styleText(style, text) : text)
  const { asked, at, controls, parts } = diagnosis
  const lines = [paint('bold', `${asked}, as seen from here at ${new Date(at).toISOString()}`), '']
  lines.push(`our own line   ${controls.seen} of ${controls.asked} controls seen`, '')
  const shown = new Set<string>()
  const blind = isBlind(controls)
  for (const { name, glance, own, foundations } of parts) {
    lines.push(`${mark(blind ? 'unseen' : glance.outcome, paint)} ${paint('bold', name)}`)
    for (const observation of [...foundations, ...own]) {
      const again = shown.has(observation.target)
      shown.add(observation.target)
      lines.push(...treeOf(observation, again, paint))
    }
    lines.push('')
  }
  return `${lines.join('\n')}\n${paint('bold', conclusion(diagnosis, words))}\n`
}

function mark(outcome: string, paint: (style: Style, text: string) => string): string {
  if (outcome === 'working') return paint('green', '✔ works     ')
  if (outcome === 'failing') return paint('red', '✖ fails     ')
  return paint('yellow', outcome === 'refused' ? '? refuses us' : '? unseen    ')
}

function treeOf(
  observation: Observation,
  again: boolean,
  paint: (style: Style, text: string) => string,
): string[] {
  const failed = outcomeOf(observation.findings) === 'failed'
  const head = `  ${failed ? '✖' : '✔'} ${observation.target}  ${paint('dim', `${observation.ms} ms`)}`
  if (again) return [`${head}  ${paint('dim', '(as above)')}`]
  const { steps, findings } = observation
  const rows = [
    ...steps.map(step => stepRow(step, paint)),
    ...findings.map(({ code, args }) => paint('yellow', `! ${code}  ${argumentsText(args)}`)),
  ]
  return [head, ...rows.map((row, index) => `    ${index === rows.length - 1 ? '└' : '├'} ${row}`)]
}

function stepRow(
  { layer, op, with: whom = '', ms, failure, aside }: Step,
  paint: (style: Style, text: string) => string,
): string {
  const said = failure === undefined ? paint('green', 'ok') : paint('red', failure)
  const beside = aside === true ? '  (last known good address)' : ''
  return `${layer.padEnd(7)} ${op.padEnd(9)} ${whom.padEnd(44)} ${`${ms} ms`.padStart(10)}  ${said}${beside}`
}

function argumentsText(args: Record<string, unknown>): string {
  return Object.entries(args)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(',') : String(value)}`)
    .join('  ')
}

/** What all of it comes to, in the reader's language. */
function conclusion({ asked, controls, parts }: Diagnosis, words: Words): string {
  if (isBlind(controls)) return words.say('diagnose.blind', { subject: asked })
  const failing = parts.filter(({ glance }) => glance.outcome === 'failing')
  if (failing.length > 0) {
    const worst = failing.find(({ glance }) => glance.cause !== undefined) ?? failing[0]
    const names = parts.length === 1 ? asked : `${asked} (${words.list(failing.map(({ name }) => name))})`
    return words.say('diagnose.failing', { subject: names, clause: causeClause(words, worst?.glance.cause) })
  }
  if (parts.every(({ glance }) => glance.outcome === 'working'))
    return words.say('diagnose.working', { subject: asked })
  return words.say('diagnose.refused', { subject: asked })
}
