import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readPing } from './ping.ts'

describe('what ping says', () => {
  it('is read as iputils words it, for IPv4 and IPv6', () => {
    const four = `PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.
64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.019 ms
64 bytes from 127.0.0.1: icmp_seq=3 ttl=64 time=12.5 ms

--- 127.0.0.1 ping statistics ---
3 packets transmitted, 2 received, 33.3333% packet loss, time 415ms
rtt min/avg/max/mdev = 0.019/6.259/12.5/6.240 ms
`
    assert.deepEqual(readPing(four), { sent: 3, received: 2, roundTrips: [0.019, 12.5] })
    const six = `PING ::1(::1) 56 data bytes
64 bytes from ::1: icmp_seq=1 ttl=64 time=0.033 ms

--- ::1 ping statistics ---
1 packets transmitted, 1 received, 0% packet loss, time 0ms
`
    assert.deepEqual(readPing(six), { sent: 1, received: 1, roundTrips: [0.033] })
  })

  it('is read as BusyBox words it', () => {
    const said = `PING 127.0.0.1 (127.0.0.1): 56 data bytes
64 bytes from 127.0.0.1: seq=0 ttl=64 time=0.050 ms

--- 127.0.0.1 ping statistics ---
1 packets transmitted, 1 packets received, 0% packet loss
`
    assert.deepEqual(readPing(said), { sent: 1, received: 1, roundTrips: [0.05] })
  })

  it('counts an answer that comes twice once, and no errors as answers', () => {
    const said = `64 bytes from 192.0.2.1: icmp_seq=1 ttl=64 time=1.00 ms
64 bytes from 192.0.2.1: icmp_seq=1 ttl=64 time=1.20 ms (DUP!)
From 192.0.2.9 icmp_seq=2 Destination Host Unreachable

2 packets transmitted, 1 received, +1 duplicates, +1 errors, 50% packet loss, time 1001ms
`
    assert.deepEqual(readPing(said), { sent: 2, received: 1, roundTrips: [1] })
  })

  it('names why nothing was sent', () => {
    const failure = (said: string) => readPing(said).failure
    assert.equal(failure('ping: connect: Network is unreachable\n'), 'network_unreachable')
    assert.equal(
      failure('ping: socktype: SOCK_RAW\nping: socket: Operation not permitted\n'),
      'unknown_failure: ping_forbidden',
    )
    for (const garbage of ['', 'x'.repeat(1000), '0 packets transmitted, 0 received', 'ما packets'])
      assert.equal(failure(garbage), 'unknown_failure: ping_unreadable')
  })
})
