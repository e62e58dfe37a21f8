// The proof of work that a report may be asked for, ALTCHA's second scheme: the counter for which
// SHA-256(salt, nonce, counter) begins as wanted. A worker, so that the page stays awake. It brings its own
// SHA-256 (FIPS 180-4): the browser's answers later each time, which is slower by far, and is not there at all
// on a page without HTTPS.
addEventListener('message', ({ data }) => postMessage(solve(data)))

const primes = []
for (let n = 2; primes.length < 64; n++) if (primes.every(prime => n % prime)) primes.push(n)
/** The first 32 bits of the fractions of the primes' roots (4.2.2, 5.3.3). */
const fraction = root => Math.floor((root % 1) * 2 ** 32)
const constants = Int32Array.from(primes, prime => fraction(Math.cbrt(prime)))
const start = Int32Array.from(primes.slice(0, 8), prime => fraction(Math.sqrt(prime)))
const schedule = new Int32Array(64)
const state = new Int32Array(8)

/** The solution, or undefined where none is found or the challenge is of another kind. */
function solve({ parameters }) {
  const { algorithm, cost, keyLength, keyPrefix, nonce, salt } = parameters
  const before = bytes(salt + nonce)
  const length = before.length + 4
  // One block holds 55 bytes and its own padding (5.1.1).
  if (algorithm !== 'SHA-256' || length > 55) return undefined
  const message = block(length)
  const digest = block(32)
  before.forEach((byte, at) => {
    message.setUint8(at, byte)
  })
  const prefix = keyPrefix.toLowerCase()
  const wanted = Number.parseInt(prefix.slice(0, 8).padEnd(8, '0'), 16)
  const mask = -1 << (32 - 4 * Math.min(8, prefix.length))
  for (let counter = 0; counter < 2 ** 32; counter++) {
    message.setUint32(length - 4, counter)
    hash(message)
    for (let again = 1; again < cost; again++) {
      state.forEach((word, at) => {
        digest.setInt32(at * 4, word)
      })
      hash(digest)
    }
    if ((state[0] ^ wanted) & mask) continue
    const key = Array.from(state, word => (word >>> 0).toString(16).padStart(8, '0')).join('')
    if (key.startsWith(prefix)) return { counter, derivedKey: key.slice(0, 2 * keyLength) }
  }
}

function bytes(hex) {
  return (hex.match(/../g) ?? []).map(each => Number.parseInt(each, 16))
}

/** Room for a message of some bytes, padded. */
function block(length) {
  const padded = new DataView(new ArrayBuffer(64))
  padded.setUint8(length, 0x80)
  padded.setUint32(60, length * 8)
  return padded
}

/** Leaves the hash of one block in `state` (6.2.2). */
function hash(message) {
  const w = schedule
  for (let t = 0; t < 16; t++) w[t] = message.getInt32(t * 4)
  for (let t = 16; t < 64; t++) {
    const x = w[t - 15]
    const y = w[t - 2]
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w[t] = w[t - 16] + s0 + w[t - 7] + s1
  }
  let [a, b, c, d, e, f, g, h] = start
  for (let t = 0; t < 64; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + constants[t] + w[t]) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  const last = [a, b, c, d, e, f, g, h]
  for (let at = 0; at < 8; at++) state[at] = start[at] + last[at]
}
