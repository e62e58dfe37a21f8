import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { startKnot } from '../test/internet/dns/knot.ts'
import { findPlace, type Place } from '../test/internet/dns/place.ts'
import { createAuthority } from '../test/internet/http/authority.ts'
import { startNginx } from '../test/internet/http/nginx.ts'

/** Real servers on loopback to look at. */
export interface Targets {
  readonly place: Place
  /** As `address:port`: the root's server, and the one that serves `bench` and answers as a resolver too. */
  readonly root: string
  readonly server: string
  /** As `address:port`. */
  readonly web: string
  readonly webPort: number
  readonly secure: string
  /** Addresses that serve the page on the web's port too. */
  readonly more: readonly string[]
  /** A PEM file with the authority that signed the certificate. */
  readonly authority: string
  stop(): Promise<void>
}

const page = 'x'.repeat(2000)

interface Options {
  /** Where the name servers listen; a free port unless given. */
  readonly dnsPort?: number
  readonly moreAddresses?: number
}

/** A root, a zone `bench` with any name in it, and a 2,000 byte page, plain and by TLS 1.3 with ECDSA P-256. */
export async function startTargets({ dnsPort, moreAddresses = 0 }: Options = {}): Promise<Targets> {
  const found = await findPlace()
  const place = { ...found, port: dnsPort ?? found.port }
  const at = place.address
  const root = await startKnot(place, {
    addresses: [at(11)],
    zones: { '.': `. NS root.\nroot. A ${at(11)}\nbench. NS ns.bench.\nns.bench. A ${at(21)}` },
  })
  const zone = await startKnot(place, {
    addresses: [at(21)],
    zones: { bench: `@ NS ns\nns A ${at(21)}\n* A ${at(31)}` },
  })
  const authority = createAuthority(place.folder)
  const authorityFile = join(place.folder, 'authority.pem')
  writeFileSync(authorityFile, authority.root)
  const [web, secure] = [await freePort(), await freePort()]
  const locations = `location / { return 200 "${page}"; }`
  const more = Array.from({ length: moreAddresses }, (_, n) => at(101 + n))
  const nginx = await startNginx(join(place.folder, 'nginx'), [
    ...[at(31), ...more].map(address => ({ address, port: web, locations })),
    {
      address: at(31),
      port: secure,
      identity: authority.issue('bench', `IP:${at(31)}, DNS:*.bench`),
      locations: `ssl_protocols TLSv1.3;\n${locations}`,
    },
  ])
  return {
    place,
    root: `${at(11)}:${place.port}`,
    server: `${at(21)}:${place.port}`,
    web: `${at(31)}:${web}`,
    webPort: web,
    more,
    secure: `${at(31)}:${secure}`,
    authority: authorityFile,
    async stop() {
      for (const daemon of [root, zone, nginx]) await daemon.stop()
      await place.remove()
    },
  }
}

/** Trusts the targets' certificates in this process. */
export function trust(authority: string): void {
  setDefaultCACertificates([...getCACertificates('default'), authority])
}

export function freePort(address = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, address, () => {
      const bound = server.address()
      server.close(() => resolve(typeof bound === 'object' && bound !== null ? bound.port : 0))
    })
  })
}
