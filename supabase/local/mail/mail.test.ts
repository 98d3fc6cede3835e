import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HttpListener } from '../gateway/listen.ts'
import { createMailbox } from './mailbox.ts'
import { serveMailbox } from './server.ts'

const mailbox = createMailbox()
let listener: HttpListener
let origin: string

beforeAll(async () => {
  listener = await serveMailbox(mailbox, 0)
  origin = `http://127.0.0.1:${listener.port}`
})
afterAll(() => listener?.close())
beforeEach(() => mailbox.clear())

function deliver(to: string, subject: string, html = ''): void {
  mailbox.deliver({ to, subject, text: `text of ${subject}`, html })
}

describe('mailbox', () => {
  it('lists newest first and narrows to a recipient whatever the case', () => {
    deliver('ann@blytz.test', 'one')
    deliver('bob@blytz.test', 'two')
    expect(mailbox.list().map(({ subject }) => subject)).toEqual(['two', 'one'])
    expect(mailbox.list('ANN@blytz.test').map(({ subject }) => subject)).toEqual(['one'])
  })

  it('keeps the newest thousand', () => {
    for (let n = 0; n < 1005; n += 1) deliver('ann@blytz.test', String(n))
    expect(mailbox.list()).toHaveLength(1000)
    expect(mailbox.list()[0]?.subject).toBe('1004')
  })
})

describe('mail port', () => {
  it('lists, searches, reads and clears as Mailpit does', async () => {
    deliver('ann@blytz.test', 'one')
    deliver('bob@blytz.test', 'two')
    const all = await (await fetch(`${origin}/api/v1/messages`)).json()
    expect(all).toMatchObject({ total: 2, messages: [{ Subject: 'two' }, { Subject: 'one' }] })
    const found = await (await fetch(`${origin}/api/v1/search?query=to:ann@blytz.test`)).json()
    expect(found).toMatchObject({ count: 1, messages: [{ To: [{ Address: 'ann@blytz.test' }] }] })
    const one = await (await fetch(`${origin}/api/v1/message/${found.messages[0].ID}`)).json()
    expect(one).toMatchObject({ Subject: 'one', Text: 'text of one' })
    await fetch(`${origin}/api/v1/messages`, { method: 'DELETE' })
    expect(mailbox.list()).toEqual([])
  })

  it('takes mail from other processes and refuses what is not a mail (400)', async () => {
    const send = (body: string) => fetch(`${origin}/api/v1/send`, { method: 'POST', body })
    const mail = { To: [{ Email: 'ann@blytz.test' }], Subject: 'won', Text: 'You won' }
    expect((await send(JSON.stringify(mail))).status).toBe(200)
    expect(mailbox.list('ann@blytz.test')).toMatchObject([{ subject: 'won', text: 'You won' }])
    expect((await send('{"To":[]}')).status).toBe(400)
    expect((await send('not json')).status).toBe(400)
  })

  it('shows what users wrote as text, and HTML mails in a sandbox', async () => {
    deliver('ann@blytz.test', '<script>alert(1)</script>', '<b onclick="x">hi</b>')
    const page = await (await fetch(origin)).text()
    expect(page).not.toContain('<script>alert')
    expect(page).toContain('srcdoc="&lt;b onclick=&quot;x&quot;&gt;hi&lt;/b&gt;"')
    expect(page).not.toContain('allow-scripts')
  })

  it('answers 404 for an unknown message', async () => {
    expect((await fetch(`${origin}/api/v1/message/none`)).status).toBe(404)
  })
})
