import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyDays } from './history.ts'
import { createPast } from './past.ts'

const day = 86_400_000

function verdict(id: string, decided: number) {
  return { id, component: 'shop/web', status: 'operational', since: decided, decided } as const
}

const ids = (past: ReturnType<typeof createPast>) => past.of('shop/web').map(({ id }) => id)

test('a verdict that is told twice is counted once, and one of an unknown component waits for its past', () => {
  const past = createPast()
  past.add(verdict('early', 1))
  assert.deepEqual(ids(past), [])
  past.begin('shop/web', [verdict('early', 1), verdict('a', 2)])
  past.add(verdict('a', 2))
  past.add(verdict('b', 3))
  assert.deepEqual(ids(past), ['early', 'a', 'b'])
})

test('what ended before the days that are shown is forgotten, the verdict in force at their beginning is not', () => {
  const past = createPast()
  past.begin('shop/web', [verdict('old', 0), verdict('in force', day)])
  past.add(verdict('now', (historyDays + 2) * day))
  assert.deepEqual(ids(past), ['in force', 'now'])
})
