/** The page a person opens on the mail port. */
import { html, raw } from 'hono/html'
import type { Mail } from '../types.ts'

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
  article { border: 1px solid #ccc; border-radius: 8px; margin-block: 1rem; padding: 1rem; }
  h2 { font-size: 1rem; margin: 0; } pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  iframe { border: 1px solid #ddd; width: 100%; height: 16rem; background: #fff; }
  @media (prefers-color-scheme: dark) { body { background: #111; color: #eee; } }
`

/** Mail HTML is shown in a sandbox without scripts: it may quote what users wrote. */
function article(mail: Mail) {
  return html`<article>
    <h2>${mail.subject}</h2>
    <p>To <b>${mail.to}</b>, <time datetime="${mail.sentAt}">${mail.sentAt}</time></p>
    <pre>${mail.text}</pre>
    ${
      mail.html &&
      html`<details><summary>HTML</summary>
      <iframe title="${mail.subject}" sandbox="allow-popups" srcdoc="${mail.html}"></iframe></details>`
    }
  </article>`
}

export function mailPage(mails: Mail[]) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Local mail (${mails.length})</title>
        <style>${raw(STYLE)}</style>
      </head>
      <body>
        <h1>Local mail</h1>
        <p>Nothing leaves this machine. Newest first; reload to see more.</p>
        ${mails.length === 0 ? html`<p>No mail yet.</p>` : mails.map(article)}
      </body>
    </html>`
}
