import { defineCommand } from 'citty'
import { UserError } from '../base/user-error.ts'
import { type Flags, readConfig } from '../main/config.ts'
import { addToken, tokensPath } from '../main/tokens-file.ts'
import { GatewayId } from '../model/tokens.ts'
import { VantagePointId } from '../model/vantage-point.ts'
import { settingFlags } from './flags.ts'

export const token = defineCommand({
  meta: {
    name: 'token',
    description: 'Make a token with which a vantage point may send evidence, or a gateway people’s reports',
  },
  args: {
    id: {
      type: 'positional',
      description: 'the vantage point, such as kolkata-1, or the gateway',
      required: true,
    },
    gateway: { type: 'boolean', description: 'for a gateway, such as campus-helpdesk' },
    ...settingFlags('token'),
  },
  async run({ args }) {
    const [of, code, schema] = args.gateway
      ? (['gateways', 'bad-gateway-id', GatewayId] as const)
      : (['vantagePoints', 'bad-vantage-id', VantagePointId] as const)
    const id = schema.safeParse(args.id)
    if (!id.success) {
      throw new UserError(code, `"${args.id}" is no such id`, id.error.issues[0]?.message ?? '')
    }
    const { data } = readConfig(args as Flags, process.env)
    const made = await addToken(data, of, id.data)
    process.stderr.write(`kept its hash in ${tokensPath(data)}; the token itself is shown only now:\n`)
    process.stdout.write(`${made}\n`)
  },
})
