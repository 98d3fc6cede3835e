/** `/`: what a person finds who follows the address that `npm start` prints. */
import { Hono } from 'hono'
import { html } from 'hono/html'
import { TEST_CARDS } from '../state/cards.ts'
import type { World } from '../state/world.ts'
import { layout } from './layout.ts'

const SHOWN_EVENTS = 30

export function indexPage(world: World): Hono {
  const app = new Hono()
  app.get('/', (c) => {
    const events = world.store.list(world.platform, 'event').slice(0, SHOWN_EVENTS)
    return c.html(
      layout(
        'Payments',
        html`<h2>Test cards</h2>
          <ul>${TEST_CARDS.map(({ number, label }) => html`<li><code>${number}</code> ${label}</li>`)}</ul>
          <h2>Latest events</h2>
          <ul>${events.map(({ type, id }) => html`<li>${type} <code>${id}</code></li>`)}</ul>`,
      ),
    )
  })
  return app
}
