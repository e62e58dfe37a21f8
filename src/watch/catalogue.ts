import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { UserError } from '../base/user-error.ts'
import {
  type Catalogue,
  type Component,
  type ComponentKey,
  componentKey,
  type Place,
  type Service,
  type Target,
} from '../model/service.ts'
import type { TargetKind } from '../model/target-kind.ts'
import {
  type ControlsFile,
  fileSchemas,
  type Look,
  type PlacesFile,
  type ServiceFile,
  type SourceKinds,
} from './catalogue-file.ts'
import { type CatalogueProblem, type PlacedYaml, readPlacedYaml } from './catalogue-problem.ts'

type Kinds = readonly TargetKind<unknown>[]

interface Read<File> {
  readonly path: string
  readonly file: File
  readonly yaml: PlacedYaml
}

/**
 * Reads folders of service files. A later file of the same service, or of places, replaces an earlier one. A file with
 * a mistake stops only its own service: all its mistakes are among the problems.
 * @throws UserError where a folder cannot be read
 */
export async function loadCatalogue(
  folders: readonly string[],
  kinds: Kinds,
  sources: SourceKinds,
): Promise<{ catalogue: Catalogue; problems: CatalogueProblem[] }> {
  const found: Found = { services: new Map(), controls: [], problems: [] }
  const schemas = fileSchemas(kinds, sources)
  for (const path of (await Promise.all(folders.map(filesIn))).flat()) await readInto(found, path, schemas)
  const { services, controls, places, problems } = found
  return {
    catalogue: {
      ...assemble([...services.values()], controls, kinds, problems),
      ...(places === undefined ? {} : { places }),
    },
    problems: inOrder(problems),
  }
}

interface Found {
  readonly services: Map<string, Read<ServiceFile>>
  readonly controls: Read<ControlsFile>[]
  readonly problems: CatalogueProblem[]
  places?: Place[]
}

/** What a file holds, or what is wrong with it. */
async function readInto(found: Found, path: string, schemas: ReturnType<typeof fileSchemas>): Promise<void> {
  const { services, controls, problems } = found
  const bytes = await readFile(path).catch((error: Error) => error)
  if (bytes instanceof Error) {
    problems.push({ file: path, line: 1, column: 1, message: `this file cannot be read: ${bytes.message}` })
    return
  }
  const yaml = readPlacedYaml(path, bytes)
  problems.push(...yaml.problems)
  if (yaml.problems.length > 0) return
  if (yaml.value === null || yaml.value === undefined) {
    problems.push(yaml.problemAt([], 'this file is empty; expected a service, controls or places'))
  } else if (holds('places', yaml.value)) {
    const { data, error } = schemas.PlacesFile.safeParse(yaml.value)
    if (error === undefined) found.places = placesOf(data)
    else problems.push(...yaml.problemsOf(error, schemas.PlacesFile))
  } else if (holds('controls', yaml.value)) {
    const { data, error } = schemas.ControlsFile.safeParse(yaml.value)
    if (error === undefined) controls.push({ path, file: data, yaml })
    else problems.push(...yaml.problemsOf(error, schemas.ControlsFile))
  } else {
    const { data, error } = schemas.ServiceFile.safeParse(yaml.value)
    if (error !== undefined) problems.push(...yaml.problemsOf(error, schemas.ServiceFile))
    else if (data.service !== basename(path, '.yaml')) {
      problems.push(
        yaml.problemAt(['service'], `the service "${data.service}" belongs in a file ${data.service}.yaml`),
      )
    } else services.set(data.service, { path, file: data, yaml })
  }
}

function inOrder(problems: readonly CatalogueProblem[]): CatalogueProblem[] {
  return problems.toSorted((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : 0))
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: Error) => {
    throw new UserError(
      'catalogue-folder-unreadable',
      `the catalogue folder ${folder} cannot be read: ${error.message}`,
      'name a folder of service files (--catalogue), or `shipped` for the built-in one.',
    )
  })
  return names
    .filter(name => /\.ya?ml$/.test(name))
    .sort()
    .map(name => join(folder, name))
}

function holds(what: 'controls' | 'places', value: unknown): boolean {
  return typeof value === 'object' && value !== null && what in value
}

function placesOf({ places }: PlacesFile): Place[] {
  return Object.entries(places).map(([id, names]) => ({ id, names }))
}

function assemble(
  services: readonly Read<ServiceFile>[],
  controls: readonly Read<ControlsFile>[],
  kinds: Kinds,
  problems: CatalogueProblem[],
): Catalogue {
  const targets = new Targets(kinds)
  const built = services.flatMap(({ file, yaml }) => {
    const wrong = targets.wrongHosts(file)
    problems.push(
      ...wrong.map(({ path, host }) => yaml.problemAt(path, `found "${host}"; a host name is needed`)),
    )
    return wrong.length > 0 ? [] : [serviceOf(file, targets)]
  })
  problems.push(...services.flatMap(({ file, yaml }) => missingSupports(file, yaml, built)))
  const watched = targets.hosts()
  const controlIds = controls.flatMap(({ file, yaml }) =>
    file.controls.flatMap((look, index) => {
      const host = targets.namesIn(look).find(name => watched.has(name))
      if (host === undefined) return [targets.add(look, file)]
      problems.push(
        yaml.problemAt(
          ['controls', index],
          `${host} belongs to a watched service; a control must be of another family`,
        ),
      )
      return []
    }),
  )
  return { services: built, targets: targets.all(), controls: [...new Set(controlIds)] }
}

/** What a component leans on and is not watched: told, and no reason to stop the service. */
function missingSupports({ components }: ServiceFile, yaml: PlacedYaml, built: readonly Service[]) {
  const known = built.flatMap(service => service.components.map(each => componentKey(service, each)))
  return Object.entries(components).flatMap(([id, { leans_on }]) =>
    leans_on.flatMap((key, index) =>
      known.some(each => each === key)
        ? []
        : [
            yaml.problemAt(
              ['components', id, 'leans_on', index],
              `found "${key}"; a component that the catalogue watches is needed, as service/component`,
            ),
          ],
    ),
  )
}

function serviceOf(file: ServiceFile, targets: Targets): Service {
  const { service, name, also_called, operator, timezone, homepage, category, official } = file
  const components = Object.entries(file.components).map(([id, component], index): Component => {
    const own = component.look.map(look => targets.add(look, file))
    const foundations = component.look.flatMap(look => targets.addFoundations(look, file))
    return {
      id,
      names: component.name,
      role: component.role ?? (index === 0 ? 'app' : 'feature'),
      needs: component.needs,
      targets: [...new Set(own)],
      foundations: [...new Set(foundations)].filter(foundation => !own.includes(foundation)),
      ...(component.flooded_by_retries ? { floodedByRetries: true } : {}),
      ...(component.leans_on.length === 0 ? {} : { leansOn: component.leans_on as ComponentKey[] }),
    }
  })
  return {
    id: service,
    names: name,
    ...(also_called.length === 0 ? {} : { alsoCalled: also_called }),
    operator,
    timeZone: timezone,
    homepage,
    category,
    official,
    components,
  }
}

interface Pace {
  readonly every: number
  readonly timeout: number
}

interface Paced extends Look {
  readonly whileFailing?: number
}

/** A zone is looked through so much more seldom than its names: that asks every server a handful of questions. */
const roundsOfZones = 5

function least(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other)
}

/** All targets by id: equal looks of several components are one target, as often as the most demanding asks. */
class Targets {
  readonly #kinds: Kinds
  readonly #byId = new Map<string, Target>()

  constructor(kinds: Kinds) {
    this.#kinds = kinds
  }

  add({ probe, spec, every, timeout, whileFailing }: Paced, usual: Pace): string {
    const id = `${probe}:${this.#kind(probe)?.key(spec)}`
    const held = this.#byId.get(id)
    const closely = least(held?.whileFailing, whileFailing)
    this.#byId.set(id, {
      id,
      probe,
      spec,
      every: Math.min(held?.every ?? Number.POSITIVE_INFINITY, every ?? usual.every),
      timeout: Math.max(held?.timeout ?? 0, timeout ?? usual.timeout),
      ...(closely === undefined ? {} : { whileFailing: closely }),
    })
    return id
  }

  /** What a look stands on: the names in it as resolvers and their servers give them, and their zones whole. */
  addFoundations(look: Look, usual: Pace): string[] {
    const every = look.every ?? usual.every
    const zones = { ...look, every: every * roundsOfZones, whileFailing: every }
    return this.hostsOf(look).flatMap(host => [
      ...this.#addAt('dns', host, look, usual),
      ...this.#addAt('zone', host, zones, usual),
    ])
  }

  #addAt(probe: string, host: string, look: Paced, usual: Pace): string[] {
    const kind = this.#kind(probe)
    return kind === undefined ? [] : [this.add({ ...look, probe, spec: kind.target.parse(host) }, usual)]
  }

  /** Hosts that are no names, each with the place of its look in the file. */
  wrongHosts({ components }: ServiceFile): { path: (string | number)[]; host: string }[] {
    const dns = this.#kind('dns')
    return Object.entries(components).flatMap(([id, { look }]) =>
      look.flatMap((item, index) =>
        this.hostsOf(item)
          .filter(host => dns?.target.safeParse(host).success === false)
          .map(host => ({ path: ['components', id, 'look', index], host })),
      ),
    )
  }

  hostsOf({ probe, spec }: Look): string[] {
    return this.#kind(probe)?.hosts(spec) ?? []
  }

  /** The hosts of a look, for a look at a name the name itself, for one at resolvers these. */
  namesIn(look: Look): string[] {
    if (look.probe !== 'dns') return this.hostsOf(look)
    const [, name = '', resolvers] =
      /^([^@/=]*)(?:@([^/=]*))?/.exec(`${this.#kind('dns')?.key(look.spec)}`) ?? []
    return resolvers === undefined ? [name] : resolvers.split(',')
  }

  hosts(): Set<string> {
    return new Set([...this.#byId.values()].flatMap(target => this.namesIn(target)))
  }

  all(): Target[] {
    return [...this.#byId.values()]
  }

  #kind(probe: string): TargetKind<unknown> | undefined {
    return this.#kinds.find(({ kind }) => kind === probe)
  }
}
