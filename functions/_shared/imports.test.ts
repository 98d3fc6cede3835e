import { expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import config from '../deno.json' with { type: 'json' }

it('the import map names the packages that npm installs, version by version', () => {
  const installed = new Map(
    Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }),
  )
  const expected = Object.keys(config.imports).map((name) => [
    name,
    `npm:${name}@${installed.get(name)}`,
  ])
  expect(config.imports).toEqual(Object.fromEntries(expected))
})
