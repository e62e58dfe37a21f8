import type { Catalogue } from '../../src/model/service.ts'
import { carrierIds, componentIds, floodedIds, placeIds } from './people.ts'

const carriers: readonly string[] = carrierIds
const target = { id: 'tcp:localhost:9', probe: 'tcp', spec: {}, every: 60_000, timeout: 5_000 }

/** The services that the night's people speak of; nobody looks at them. */
export const catalogue: Catalogue = {
  services: [...new Set([...floodedIds, ...carriers])].map(id => ({
    id,
    names: { en: id },
    operator: id,
    timeZone: 'Asia/Kolkata',
    homepage: `https://${id}.example/`,
    category: carriers.includes(id) ? 'telecom' : 'social',
    official: [],
    components: ['website', ...componentIds(id).filter(each => each !== 'website')].map(component => ({
      id: component,
      names: { en: component },
      role: 'app' as const,
      needs: 'all' as const,
      targets: [target.id],
      foundations: [],
    })),
  })),
  targets: [target],
  controls: [],
  places: placeIds.map(id => ({ id, names: { en: id } })),
}
