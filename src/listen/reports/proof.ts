import { CappedMap, type Challenge, createChallenge, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/sha'
import { z } from 'zod'
import { budgets } from '../../base/budget.ts'
import type { Clock } from '../../base/clock.ts'

/**
 * Proofs of work by ALTCHA's second scheme: the sender looks for a counter for which
 * SHA-256(salt, nonce, counter) begins with zeros. Half a second for a phone, a hash for us.
 */
export interface Proofs {
  /** A new challenge; undefined where too many were made of late. */
  challenge(): Promise<Challenge | undefined>
  /** Whether a proof is one: solved, ours, not expired, and not used before. It is used up by being asked for. */
  use(proof: string): Promise<boolean>
}

export const proofPolicy = {
  /** Hexadecimal zeros to begin with: 65,536 hashes on average. */
  keyPrefix: '0000',
  /** Milliseconds for solving and sending. */
  expires: 10 * 60_000,
  /** Challenges a minute, and at once. */
  challenges: { perMinute: 12_000, burst: 400 },
  /** Proofs remembered as used; more than are made while one is valid. */
  remembered: 150_000,
} as const

/** What a solver gives back, ALTCHA's payload. What the challenge in it asks for is believed by its signature. */
const Payload = z.object({
  challenge: z.object({
    parameters: z.strictObject({
      algorithm: z.string(),
      cost: z.number(),
      expiresAt: z.number(),
      keyLength: z.number(),
      keyPrefix: z.string(),
      nonce: z.string(),
      salt: z.string(),
    }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
})

/** @param secret signs challenges, so that none need be remembered */
export function proofsOfWork(clock: Clock, secret: string): Proofs {
  const used = new CappedMap<string, true>({ maxSize: proofPolicy.remembered })
  const made = budgets<'all'>(clock, proofPolicy.challenges)

  return {
    async challenge() {
      if (made.spend('all', 1) < 0) return undefined
      return await createChallenge({
        algorithm: 'SHA-256',
        cost: 1,
        deriveKey,
        keyPrefix: proofPolicy.keyPrefix,
        expiresAt: Math.floor((clock.now() + proofPolicy.expires) / 1000),
        hmacSignatureSecret: secret,
      })
    },
    async use(proof) {
      const payload = read(proof)
      if (payload === undefined) return false
      const { verified } = await verifySolution({ ...payload, deriveKey, hmacSignatureSecret: secret })
      return verified && used.setIfAbsent(payload.challenge.signature, true)
    },
  }
}

function read(proof: string): z.infer<typeof Payload> | undefined {
  try {
    return Payload.parse(JSON.parse(Buffer.from(proof, 'base64').toString()))
  } catch {
    return undefined
  }
}
