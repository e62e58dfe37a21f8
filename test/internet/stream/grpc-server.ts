import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Server, ServerCredentials } from '@grpc/grpc-js'
import { HealthImplementation } from 'grpc-health-check'
import { accepts } from '../accepts.ts'
import { type Daemon, startDaemon } from '../dns/daemon.ts'
import type { Identity } from '../http/authority.ts'

/** Where a server listens, over TLS where it has a certificate, and what it says of whose health. */
export interface GrpcPlan {
  readonly address: string
  readonly port: number
  readonly identity?: Identity
  /** By service, the empty name for the whole server; none at all: without the health service. */
  readonly health?: Readonly<Record<string, 'SERVING' | 'NOT_SERVING' | 'UNKNOWN'>>
}

/** Starts a gRPC server in a process of its own. */
export function startGrpcServer(plan: GrpcPlan): Promise<Daemon> {
  const script = join(import.meta.dirname, 'grpc-server.ts')
  const ready = () => accepts(plan.address, plan.port)
  return startDaemon(process.execPath, [script, JSON.stringify(plan)], ready)
}

function serve({ address, port, identity, health }: GrpcPlan): void {
  const server = new Server()
  if (health !== undefined) new HealthImplementation({ ...health }).addToServer(server)
  const credentials =
    identity === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [
          { cert_chain: readFileSync(identity.certificate), private_key: readFileSync(identity.key) },
        ])
  server.bindAsync(`${address}:${port}`, credentials, error => {
    if (error !== null) throw error
  })
}

if (import.meta.main) serve(JSON.parse(process.argv[2] ?? '{}') as GrpcPlan)
