import { expect, it } from 'vitest'
import { paths } from './paths.ts'

it('escapes what comes from outside', () => {
  expect(paths.category('a/b')).toBe('/c/a%2Fb')
  expect(paths.seller('x?y')).toBe('/sellers/x%3Fy')
  expect(paths.login('/c/x?sort=price&a=b')).toBe('/login?next=%2Fc%2Fx%3Fsort%3Dprice%26a%3Db')
})

it('leaves out what is not set', () => {
  expect(paths.login()).toBe('/login')
  expect(paths.category('cameras', {})).toBe('/c/cameras')
  expect(paths.newAuction()).toBe('/studio/auctions/new')
  expect(paths.authCallback({ flow: 'link' })).toBe('/auth/callback?flow=link')
})

it('builds the addresses of things', () => {
  expect([
    paths.home(),
    paths.show('1'),
    paths.auction('2'),
    paths.order('3'),
    paths.studioShow('4'),
    paths.hostShow('4'),
  ]).toEqual([
    '/',
    '/shows/1',
    '/auctions/2',
    '/orders/3',
    '/studio/shows/4',
    '/studio/shows/4/live',
  ])
})
