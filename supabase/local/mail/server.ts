/** The mail port: a page for people, and the part of Mailpit's HTTP API that tools use. */
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { z } from 'zod'
import { type HttpListener, listenHttp } from '../gateway/listen.ts'
import type { Mail, Mailbox } from '../types.ts'
import { mailPage } from './page.ts'

const SENDER = { Name: 'Blytz Live', Address: 'no-reply@blytz.test' }
const SNIPPET_LENGTH = 120

const sendRequest = z.object({
  To: z.array(z.object({ Email: z.email() })).min(1),
  Subject: z.string(),
  Text: z.string().default(''),
  HTML: z.string().default(''),
})

function summary(mail: Mail) {
  return {
    ID: mail.id,
    From: SENDER,
    To: [{ Name: '', Address: mail.to }],
    Subject: mail.subject,
    Created: mail.sentAt,
    Snippet: mail.text.slice(0, SNIPPET_LENGTH),
  }
}

function summaries(mails: Mail[], total: number) {
  return { total, count: mails.length, messages_count: mails.length, messages: mails.map(summary) }
}

function mailApp(mailbox: Mailbox): Hono {
  const app = new Hono()
  app.get('/', (c) => c.html(mailPage(mailbox.list())))
  app.get('/api/v1/messages', (c) => {
    const mails = mailbox.list()
    return c.json(summaries(mails, mails.length))
  })
  app.delete('/api/v1/messages', (c) => {
    mailbox.clear()
    return c.text('ok')
  })
  app.get('/api/v1/search', (c) => {
    const recipient = /to:"?([^"\s]+)"?/.exec(c.req.query('query') ?? '')?.[1]
    return c.json(summaries(mailbox.list(recipient), mailbox.list().length))
  })
  app.get('/api/v1/message/:id', (c) => {
    const mail = mailbox.list().find(({ id }) => id === c.req.param('id'))
    if (!mail) return c.json({ Error: 'message not found' }, 404)
    return c.json({ ...summary(mail), Date: mail.sentAt, Text: mail.text, HTML: mail.html })
  })
  // Edge functions run in another process: this is how their mail gets here.
  app.post('/api/v1/send', async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined)
    const request = sendRequest.safeParse(body)
    if (!request.success) return c.json({ Error: z.prettifyError(request.error) }, 400)
    const { To, Subject: subject, Text: text, HTML: content } = request.data
    for (const { Email: to } of To) mailbox.deliver({ to, subject, text, html: content })
    return c.json({ ID: mailbox.list()[0]?.id })
  })
  app.notFound((c) => c.json({ Error: 'not found' }, 404))
  return app
}

/** Serves the mailbox on 127.0.0.1; port 0 picks a free one. */
export function serveMailbox(mailbox: Mailbox, port: number): Promise<HttpListener> {
  const app = mailApp(mailbox)
  return listenHttp(getRequestListener(app.fetch), port)
}
