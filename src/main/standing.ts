import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../base/clock.ts'
import { troubledServices } from '../listen/statements/troubled.ts'
import type { Catalogue } from '../model/service.ts'
import type { JudgementLog } from '../store/store.ts'
import { closerLooks, type Standing as Stands } from '../watch/closer.ts'
import type { Loop } from './lifecycle.ts'

/** Milliseconds between two looks at what stands. */
const pace = 250

/** Reads from the judgements, again and again, which targets to look at more closely, and which services are in trouble. */
export class Standing {
  #closer: readonly string[] = []
  #troubled: ReadonlySet<string> = new Set()

  /** Ids of targets; the same list until others are to be looked at. */
  readonly closer = (): readonly string[] => this.#closer

  /** Ids of services that are in an incident, suspected ones too. */
  readonly troubled = (): ReadonlySet<string> => this.#troubled

  follow(judgements: JudgementLog, catalogue: () => Catalogue, clock: Clock): Loop {
    return async signal => {
      let read = -1
      let stands: Stands = { incidents: [], voices: [] }
      while (!signal.aborted) {
        const newest = await judgements.lastOffset()
        if (newest !== read) {
          read = newest
          const { voices } = await judgements.standing()
          stands = { incidents: await judgements.incidents(clock.now()), voices }
          this.#troubled = troubledServices(stands.incidents)
        }
        // Time alone also changes what people's reports ask for.
        const closer = closerLooks(catalogue(), stands, clock.now())
        if (!isDeepStrictEqual(closer, this.#closer)) this.#closer = closer
        await clock.sleep(pace, signal)
      }
    }
  }
}
