import { familyOf, hostPort } from '../../../net/address.ts'
import { keyOptions } from '../../key-options.ts'
import { defineProbe } from '../../probe.ts'
import { readMqtt } from './read.ts'
import { type MqttDetail, runMqtt } from './run.ts'
import { MqttTarget } from './target.ts'

export const mqttProbe = defineProbe<MqttTarget, MqttDetail>({
  kind: 'mqtt',
  summary: 'Opens an MQTT stream, over TLS or plain, and reads whether the broker takes it.',
  target: MqttTarget,
  key: ({ host, port, tls, version, name, alpn, family }) =>
    `${tls ? 'mqtts' : 'mqtt'}://${hostPort(host, port)}${keyOptions({
      version: version === '3.1.1' ? undefined : version,
      name,
      alpn,
      family,
    })}`,
  hosts: ({ host }) => (familyOf(host) === undefined ? [host] : []),
  run: runMqtt,
  read: readMqtt,
})
