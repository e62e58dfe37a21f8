import type { Clock } from '../base/clock.ts'
import type { Catalogue } from '../model/service.ts'
import type { JudgementLog } from '../store/store.ts'
import { closerLooks } from '../watch/closer.ts'
import type { Loop } from './lifecycle.ts'

/** Milliseconds between two looks at what stands. */
const pace = 250

/** Reads from the judgements, again and again, which targets to look at more closely. */
export class Standing {
  #closer: readonly string[] = []

  /** Ids of targets; the same list until something else stands. */
  readonly closer = (): readonly string[] => this.#closer

  follow(judgements: JudgementLog, catalogue: () => Catalogue, clock: Clock): Loop {
    return async signal => {
      let read = -1
      while (!signal.aborted) {
        const newest = await judgements.lastOffset()
        if (newest !== read) {
          read = newest
          this.#closer = closerLooks(catalogue(), await judgements.incidents(clock.now()))
        }
        await clock.sleep(pace, signal)
      }
    }
  }
}
