import { defineCommand } from 'citty'
import { UserError } from '../base/user-error.ts'
import { type Flags, readConfig } from '../main/config.ts'
import { addToken, tokensPath } from '../main/tokens-file.ts'
import { VantagePointId } from '../model/vantage-point.ts'
import { settingFlags } from './flags.ts'

export const token = defineCommand({
  meta: { name: 'token', description: 'Make a token with which a vantage point elsewhere may send evidence' },
  args: {
    id: { type: 'positional', description: 'the vantage point, such as kolkata-1', required: true },
    ...settingFlags('token'),
  },
  async run({ args }) {
    const id = VantagePointId.safeParse(args.id)
    if (!id.success) {
      throw new UserError(
        'bad-vantage-id',
        `"${args.id}" is no vantage point id`,
        id.error.issues[0]?.message ?? '',
      )
    }
    const { data } = readConfig(args as Flags, process.env)
    const made = await addToken(data, id.data)
    process.stderr.write(`kept its hash in ${tokensPath(data)}; the token itself is shown only now:\n`)
    process.stdout.write(`${made}\n`)
  },
})
