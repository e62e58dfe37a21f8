import assert from 'node:assert/strict'
import { it } from 'node:test'
import { failureOf } from './failure.ts'

it('names what it knows by the closed list', () => {
  assert.equal(failureOf({ code: 'ECONNREFUSED' }), 'connection_refused')
  assert.equal(failureOf({ code: 'CERT_HAS_EXPIRED' }), 'ssl_certificate_expired')
  assert.equal(failureOf({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }), 'ssl_failed_handshake')
  assert.equal(failureOf(new DOMException('late', 'TimeoutError')), 'generic_timeout_error')
})

it('keeps what it does not know, scrubbed of addresses', () => {
  assert.equal(failureOf({ code: 'ENEW' }), 'unknown_failure: enew')
  assert.equal(failureOf(new Error('no way to 192.0.2.7:443')), 'unknown_failure: no way to [scrubbed]')
})
