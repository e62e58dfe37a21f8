import type { PostCounts, ReportCounts } from '../../model/heard.ts'
import type { Usual, Voice } from '../../model/voice.ts'
import { policy } from '../policy.ts'
import { isSaidAgain } from './again.ts'
import { type Draft, drafted, unheard } from './draft.ts'
import { counted, type Hearing, hearingOf, learnFrom, listened, type Source, type Window } from './hearing.ts'
import { newVoiceMemory, seriesOf, type VoiceMemories, type VoiceMemory } from './memory.ts'
import { mixIn, type Said, saidInPosts, saidInReports } from './named.ts'
import { layAtDoors, type Seen } from './victims.ts'

/** What the voices ask of the rest of the judge. */
export interface Surroundings extends Seen {
  now(): number
  newId(prefix: string): string
  /** The services of the catalogue in force, in its order. */
  services(): readonly string[]
}

/** The source of what people report here; streams of posts go by names of their own. */
const reports = 'reports'

const { slowMs, unheardAfterMs, calmSurprise } = policy.voices
const hoursOfWeek = 168

/** Listens to what people report and post, holds it against what is usual, and says where that changes. */
export class Voices {
  readonly #around: Surroundings
  readonly #sources: Map<string, Source>
  readonly #memories: Map<string, VoiceMemory>
  #said: Voice[] = []

  constructor(around: Surroundings, { sources, services }: VoiceMemories) {
    this.#around = around
    this.#sources = sources
    this.#memories = services
  }

  hearReports({ id, from, to, services }: ReportCounts): void {
    this.#hear(reports, 'reports', { id, from, to }, service => {
      const counts = services[service]
      return counts && saidInReports(to, counts)
    })
  }

  hearPosts({ id, from, to, stream, services }: PostCounts): void {
    this.#hear(stream, 'posts', { id, from, to }, service => {
      const counts = services[service]
      return counts && saidInPosts(to, counts)
    })
  }

  /** What time alone changes: where all sources have fallen silent, nobody knows what people say. */
  pass(): void {
    if (this.#sources.size === 0) return
    const now = this.#around.now()
    let last = 0
    for (const [name, { windows }] of this.#sources) {
      const to = windows.at(-1)?.to ?? 0
      last = Math.max(last, to)
      if (now - to > unheardAfterMs) this.#sources.delete(name)
    }
    if (this.#sources.size > 0) return
    for (const [service, memory] of this.#memories) {
      if (memory.standing !== null) this.#say(memory, unheard(service, memory, last, now))
    }
  }

  /** What was said since the last call. */
  drain(): Voice[] {
    const said = this.#said
    if (said.length > 0) this.#said = []
    return said
  }

  /** The raised voice of a service. */
  raised(service: string): Voice | undefined {
    const standing = this.#memories.get(service)?.standing
    return standing?.state === 'raised' ? standing : undefined
  }

  /** What is learnt to be usual of each service, over all sources. */
  usuals(): Usual[] {
    return [...this.#memories].map(([service, { series }]) => ({
      service,
      perMinute: Array.from({ length: hoursOfWeek }, (_, hour) =>
        series
          .map(([, { habit }]) => habit.hours[hour] ?? null)
          .reduce((sum, known) => (known === null ? sum : (sum ?? 0) + known), null),
      ),
    }))
  }

  #hear(name: string, by: Source['by'], window: Window, of: (service: string) => Said | undefined): void {
    const source = this.#sources.get(name) ?? { by, windows: [] }
    // A second copy, or what comes out of its order, has been heard; what comes late says nothing of now.
    if (window.to <= (source.windows.at(-1)?.to ?? 0)) return
    if (this.#around.now() - window.to > unheardAfterMs) return
    this.#sources.set(name, source)
    listened(source, window)
    const drafts = this.#around
      .services()
      .map(service => this.#weigh(service, name, window, of(service)))
      .filter(draft => draft !== undefined)
    for (const draft of layAtDoors(drafts, this.#around)) {
      const memory = this.#memoryOf(draft.service)
      const { standing } = memory
      if (standing?.state !== draft.state || isSaidAgain(standing, draft)) this.#say(memory, draft)
    }
  }

  #weigh(service: string, name: string, window: Window, said: Said | undefined): Draft | undefined {
    const memory = this.#memoryOf(service)
    const series = seriesOf(memory, name)
    const { people, networks } = said ?? { people: 0, networks: 0 }
    counted(series, { ...window, people, networks })
    if (memory.said.length > 0) memory.said = memory.said.filter(({ to }) => to > window.to - slowMs)
    if (said !== undefined && people > 0) memory.said.push(said)
    const hearings = this.#hearingsOf(memory)
    const draft = drafted(service, memory, hearings, this.#listeningSince(), this.#around.now())
    learnFrom(series, window, people, this.#isUsual(memory, draft))
    const calm = draft?.state !== 'raised' && hearings.every(({ surprise }) => surprise <= calmSurprise)
    if (said !== undefined && calm) mixIn(memory.mix, said)
    return draft
  }

  #hearingsOf({ series }: VoiceMemory): Hearing[] {
    return series.flatMap(([name, each]) => {
      const source = this.#sources.get(name)
      return (source && hearingOf(source, each)) ?? []
    })
  }

  #listeningSince(): number {
    const now = this.#around.now()
    return Math.min(now, ...[...this.#sources.values()].map(({ windows }) => windows[0]?.from ?? now))
  }

  /** What has been raised for days is the new usual. */
  #isUsual({ standing }: VoiceMemory, draft: Draft | undefined): boolean {
    if (draft?.state !== 'raised') return standing?.state !== 'raised'
    return this.#around.now() - draft.since >= policy.voices.habit.settlesMs
  }

  #memoryOf(service: string): VoiceMemory {
    let memory = this.#memories.get(service)
    if (memory === undefined) {
      memory = newVoiceMemory()
      this.#memories.set(service, memory)
    }
    return memory
  }

  #say(memory: VoiceMemory, draft: Draft): void {
    if (memory.standing?.state === draft.state && draft.state === 'unheard') return
    const voice: Voice = { kind: 'voice', id: this.#around.newId('h'), ...draft }
    memory.standing = voice
    this.#said.push(voice)
  }
}
