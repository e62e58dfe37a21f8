import { detect, newDetector } from '../../src/judge/detector/detector.ts'
import { tuning } from '../../src/judge/detector/tuning.ts'
import type { Labelled } from './corpus.ts'
import { alarmsOf, normalised, type Profile, scoreSeries, sum } from './score.ts'

/** The detector's own word, the same for every series. */
export const threshold = 0.5

export function scoresOf(series: Labelled): number[] {
  const detector = newDetector()
  return series.samples.map(sample => detect(detector, sample).score)
}

export function scoreAt(corpus: readonly Labelled[], profile: Profile): number {
  const tallies = corpus.map(series => scoreSeries(series, alarmsOf(scoresOf(series), threshold), profile))
  return normalised(sum(tallies), profile)
}

/** What one constant does to the score, made smaller and larger by 30 %. */
export interface Sensitivity {
  readonly constant: string
  readonly value: string
  readonly smaller: number
  readonly larger: number
}

interface Constant {
  readonly name: string
  readonly value: number
  readonly set: (value: number) => void
}

/** Every number of the detector's tuning. */
function constants(of: object = tuning, path = ''): Constant[] {
  return Object.entries(of).flatMap(([key, value]: [string, unknown]) => {
    const name = path === '' ? key : `${path}.${key}`
    if (typeof value === 'object' && value !== null) return constants(value, name)
    if (typeof value !== 'number') return []
    return [{ name, value, set: changed => Object.assign(of, { [key]: changed }) } satisfies Constant]
  })
}

/** Scores the corpus with each constant changed by itself, and put back. Whole numbers stay whole. */
export function* sensitivities(corpus: readonly Labelled[], profile: Profile): Generator<Sensitivity> {
  for (const { name, value, set } of constants()) {
    // One row is one row, and lessons are of counts alone, of which there are none here.
    if (name === 'spans.0' || /lesson/i.test(name)) continue
    const scored = (times: number) => {
      set(Number.isInteger(value) ? Math.max(1, Math.round(value * times)) : value * times)
      return scoreAt(corpus, profile)
    }
    const [smaller, larger] = [scored(0.7), scored(1.3)]
    set(value)
    yield { constant: name, value: String(value), smaller, larger }
  }
}
