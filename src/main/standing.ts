import type { Clock } from '../base/clock.ts'
import { troubledServices } from '../listen/statements/troubled.ts'
import type { Catalogue } from '../model/service.ts'
import type { JudgementLog } from '../store/store.ts'
import { closerLooks } from '../watch/closer.ts'
import type { Loop } from './lifecycle.ts'

/** Milliseconds between two looks at what stands. */
const pace = 250

/** Reads from the judgements, again and again, which targets to look at more closely, and which services are in trouble. */
export class Standing {
  #closer: readonly string[] = []
  #troubled: ReadonlySet<string> = new Set()

  /** Ids of targets; the same list until something else stands. */
  readonly closer = (): readonly string[] => this.#closer

  /** Ids of services that are in an incident, suspected ones too. */
  readonly troubled = (): ReadonlySet<string> => this.#troubled

  follow(judgements: JudgementLog, catalogue: () => Catalogue, clock: Clock): Loop {
    return async signal => {
      let read = -1
      while (!signal.aborted) {
        const newest = await judgements.lastOffset()
        if (newest !== read) {
          read = newest
          const incidents = await judgements.incidents(clock.now())
          this.#closer = closerLooks(catalogue(), incidents)
          this.#troubled = troubledServices(incidents)
        }
        await clock.sleep(pace, signal)
      }
    }
  }
}
