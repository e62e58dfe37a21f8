import type { Voice } from '../../model/voice.ts'
import { newSeries, type Series, type Source } from './hearing.ts'
import type { Mix, Said } from './named.ts'

/** What is remembered of one service. Plain JSON. */
export interface VoiceMemory {
  series: [source: string, series: Series][]
  /** What people named of late, oldest first. */
  said: Said[]
  mix: Mix
  standing: Voice | null
  /** Since when a raised voice has been calm; 0 while it is not. */
  calmSince: number
}

/** All that is remembered of what people say: the sources that are heard, and each service. */
export interface VoiceMemories {
  readonly sources: Map<string, Source>
  readonly services: Map<string, VoiceMemory>
}

export function newVoiceMemory(): VoiceMemory {
  return { series: [], said: [], mix: { places: {}, carriers: {} }, standing: null, calmSince: 0 }
}

export function seriesOf(memory: VoiceMemory, source: string): Series {
  const known = memory.series.find(([name]) => name === source)?.[1]
  if (known !== undefined) return known
  const series = newSeries()
  memory.series.push([source, series])
  return series
}
