import { familyOf, hostPort } from '../../../net/address.ts'
import { keyOptions } from '../../key-options.ts'
import { defineProbe } from '../../probe.ts'
import { readGrpc } from './read.ts'
import { type GrpcDetail, runGrpc } from './run.ts'
import { GrpcTarget } from './target.ts'

export const grpcProbe = defineProbe<GrpcTarget, GrpcDetail>({
  kind: 'grpc',
  summary: 'Asks a gRPC server by its health checking protocol whether it, or a service of it, is serving.',
  target: GrpcTarget,
  key: ({ host, port, tls, name, service, family }) =>
    `${tls ? 'grpcs' : 'grpc'}://${hostPort(host, port)}/${service}${keyOptions({ name, family })}`,
  hosts: ({ host }) => (familyOf(host) === undefined ? [host] : []),
  run: runGrpc,
  read: readGrpc,
})
