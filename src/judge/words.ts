import type { Statement } from '../model/heard.ts'
import { policy } from './policy.ts'
import type { JudgeState } from './state.ts'

/**
 * Remembers when a service's operator spoke of trouble: it may be heard before the incident is certain.
 * @returns false for what says that all is well, and for services that nobody watches
 */
export function hearWord(state: JudgeState, { id, at, service, claims }: Statement): boolean {
  if (claims === 'operational' || !state.services().includes(service)) return false
  const words = [...(state.statements.get(service) ?? []), { id, at }]
  state.statements.set(service, words.slice(-policy.voices.words))
  return true
}
