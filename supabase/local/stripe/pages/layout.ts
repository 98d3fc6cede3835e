/** The frame of every local page: plain HTML without scripts, and no doubt that no money moves. */
import { html, raw } from 'hono/html'

const STYLE = `
  :root { color-scheme: light dark; }
  body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 34rem; padding: 0 1rem 3rem; }
  .test { background: #ffd400; color: #111; font-weight: 700; margin: 0 -1rem 1.5rem; padding: .75rem 1rem; }
  .error { border: 2px solid #c00; border-radius: 8px; padding: .5rem 1rem; }
  fieldset { border: 1px solid #888; border-radius: 8px; margin: 1rem 0; padding: .5rem 1rem; }
  label { display: block; padding: .25rem 0; } code { font-size: .9em; }
  input[type=text], input[type=email] { box-sizing: border-box; font: inherit; padding: .5rem; width: 100%; }
  button, .button { background: #4338ca; border: 0; border-radius: 8px; color: #fff; cursor: pointer; display: inline-block;
    font: inherit; font-weight: 600; margin: .25rem .5rem .25rem 0; min-height: 44px; padding: .5rem 1.25rem; text-decoration: none; }
  .quiet { background: transparent; border: 1px solid currentColor; color: inherit; }
  table { border-collapse: collapse; width: 100%; } td { padding: .25rem 0; } td:last-child { text-align: right; }
`

type Html = ReturnType<typeof html>

export function layout(title: string, body: Html) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="robots" content="noindex" />
        <title>${title} (test)</title>
        <style>${raw(STYLE)}</style>
      </head>
      <body>
        <p class="test" role="note">TEST PAGE on this machine. It stands for Stripe; no real card, no real money.</p>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`
}

/** A page that only says something, with a way on if there is one. */
export function notice(title: string, text: string, link?: { href: string; label: string }) {
  return layout(
    title,
    html`<p>${text}</p>
      ${link ? html`<p><a class="button" href="${link.href}">${link.label}</a></p>` : ''}`,
  )
}
