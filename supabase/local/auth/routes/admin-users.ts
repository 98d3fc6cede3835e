import type { Context } from 'hono'
import { z } from 'zod'
import {
  confirmEmail,
  createAccount,
  EmailTakenError,
  reload,
  replacePassword,
} from '../accounts.ts'
import type { JsonObject, Transaction } from '../database.ts'
import { AuthError, internal, invalid, notFound, notImplemented, unprocessable } from '../errors.ts'
import { flag, isUuid, object, readBody, text, validateEmail } from '../input.ts'
import { requireAdmin } from '../middleware.ts'
import { checkPasswordStrength, randomPassword } from '../passwords.ts'
import {
  deleteUser,
  findUserById,
  isEmailTaken,
  listUsers,
  lockUser,
  mergeEmailIdentity,
  setAppMetaData,
  setUserMetaData,
  type UserRow,
  updateUser,
} from '../repository/users.ts'
import type { AuthApp, AuthServices } from '../services.ts'
import { mergeMetaData, toUserJson } from '../user-json.ts'

const DEFAULT_PAGE_SIZE = 50
/** Costs above 14 would keep a password worker busy for seconds at every sign-in. */
const BCRYPT_HASH = /^\$2[aby]\$(?:0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}$/

const UserBody = z.object({
  id: text(),
  role: text(),
  email: text(),
  phone: text(),
  password: z.string().nullish(),
  password_hash: text(),
  email_confirm: flag(false),
  user_metadata: object(),
  app_metadata: object(),
  ban_duration: text(),
})
type UserInput = z.output<typeof UserBody>

const DeleteBody = z.object({ should_soft_delete: flag(false) })

/** /admin/users: accounts by the service role, without mails and without proof of the address. */
export function adminUserRoutes(app: AuthApp, services: AuthServices): void {
  app.use('/admin/*', requireAdmin(services))
  factorRoutes(app)

  app.get('/admin/users', async (c) => {
    const page = {
      number: pageNumber(c.req.query('page'), 1),
      size: pageNumber(c.req.query('per_page'), DEFAULT_PAGE_SIZE),
      filter: c.req.query('filter') ?? '',
    }
    const { users, total } = await listUsers(services.sql, page)
    addPaginationHeaders(c, page, total)
    return c.json({ users: users.map(toUserJson), aud: 'authenticated' })
  })

  app.post('/admin/users', async (c) => {
    const user = await createUser(services, await readBody(c, UserBody))
    return c.json(toUserJson(user))
  })

  app.get('/admin/users/:id', async (c) =>
    c.json(toUserJson(await existingUser(services, c.req.param('id')))),
  )

  app.put('/admin/users/:id', async (c) => {
    const user = await existingUser(services, c.req.param('id'))
    return c.json(toUserJson(await changeUser(services, user, await readBody(c, UserBody))))
  })

  app.delete('/admin/users/:id', async (c) => {
    const user = await existingUser(services, c.req.param('id'))
    const hasBody =
      Number(c.req.header('content-length') ?? 0) > 0 || c.req.header('transfer-encoding')
    const body = hasBody ? await readBody(c, DeleteBody) : { should_soft_delete: false }
    if (body.should_soft_delete)
      throw notImplemented('Soft deletion is not part of the local stack')
    try {
      await services.sql.begin((tx) => deleteUser(tx, user.id))
    } catch (error) {
      throw internal('Database error deleting user', error)
    }
    return c.json({})
  })
}

function factorRoutes(app: AuthApp): void {
  for (const path of ['/admin/users/:id/factors', '/admin/users/:id/factors/:factor']) {
    app.all(path, () => {
      throw notImplemented('Second factors are not part of the local stack yet')
    })
  }
}

async function createUser(services: AuthServices, input: UserInput): Promise<UserRow> {
  if (input.email === '' && input.phone === '') {
    throw invalid('Cannot create a user without either an email or phone')
  }
  refusePhone(input)
  const email = validateEmail(input.email)
  const taken = unprocessable(
    'email_exists',
    'A user with this email address has already been registered',
  )
  if (await isEmailTaken(services.sql, email)) throw taken
  if (input.id !== '' && !isUuid(input.id)) throw invalid('ID must conform to the uuid v4 format')
  const bannedUntil = banEnd(input.ban_duration)
  const passwordHash = await passwordHashFor(services, input)
  try {
    return await services.sql.begin(async (tx) => {
      const user = await createAccount(tx, {
        ...(input.id === '' ? {} : { id: input.id }),
        email,
        passwordHash,
        userMetaData: input.user_metadata ?? {},
        role: input.role || 'authenticated',
        failure: 'Database error creating new user',
      })
      if (input.app_metadata) await mergeAppMetaData(tx, user, input.app_metadata)
      if (input.email_confirm) await confirmEmail(tx, user)
      if (bannedUntil !== undefined) await updateUser(tx, user.id, { banned_until: bannedUntil })
      return reload(tx, user.id)
    })
  } catch (error) {
    if (error instanceof EmailTakenError) throw taken
    throw asInternal('Database error creating new user', error)
  }
}

async function passwordHashFor(services: AuthServices, input: UserInput): Promise<string> {
  if (input.password && input.password_hash !== '') {
    throw invalid('Only a password or a password hash should be provided')
  }
  if (input.password_hash === '') return services.passwords.hash(input.password || randomPassword())
  if (!BCRYPT_HASH.test(input.password_hash)) {
    throw invalid('Only bcrypt password hashes are supported by the local stack')
  }
  return input.password_hash
}

async function changeUser(
  services: AuthServices,
  user: UserRow,
  input: UserInput,
): Promise<UserRow> {
  refusePhone(input)
  const email = input.email === '' ? null : validateEmail(input.email)
  const bannedUntil = banEnd(input.ban_duration)
  if (typeof input.password === 'string') {
    checkPasswordStrength(input.password, services.config.minimumPasswordLength)
  }
  const passwordHash = input.password ? await services.passwords.hash(input.password) : null
  try {
    return await services.sql.begin(async (tx) => {
      let current = await lockUser(tx, user.id)
      if (!current) throw userNotFound()
      if (input.role !== '') await updateUser(tx, user.id, { role: input.role })
      if (input.email_confirm) current = await confirmEmail(tx, current)
      if (passwordHash) await replacePassword(tx, user.id, passwordHash, null)
      if (email) {
        await updateUser(tx, user.id, { email })
        await mergeEmailIdentity(tx, user.id, { email, email_verified: input.email_confirm })
      }
      if (input.app_metadata) await mergeAppMetaData(tx, current, input.app_metadata)
      if (input.user_metadata) {
        const merged = mergeMetaData(current.raw_user_meta_data, input.user_metadata)
        await setUserMetaData(tx, user.id, merged)
      }
      if (bannedUntil !== undefined) await updateUser(tx, user.id, { banned_until: bannedUntil })
      return reload(tx, user.id)
    })
  } catch (error) {
    throw asInternal('Error updating user', error)
  }
}

async function mergeAppMetaData(
  tx: Transaction,
  user: UserRow,
  updates: JsonObject,
): Promise<void> {
  await setAppMetaData(tx, user.id, mergeMetaData(user.raw_app_meta_data, updates))
}

async function existingUser(services: AuthServices, id: string): Promise<UserRow> {
  if (!isUuid(id)) throw notFound('validation_failed', 'user_id must be an UUID')
  const user = await findUserById(services.sql, id)
  if (!user) throw userNotFound()
  return user
}

function userNotFound(): AuthError {
  return notFound('user_not_found', 'User not found')
}

function refusePhone(input: UserInput): void {
  if (input.phone !== '') {
    throw new AuthError(400, 'phone_provider_disabled', 'Phone numbers are not supported')
  }
}

function asInternal(message: string, error: unknown): AuthError {
  return error instanceof AuthError ? error : internal(message, error)
}

const UNIT_MS: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** Durations as Go writes them (`24h`, `1h30m`); `none` lifts a ban; undefined when nothing was asked. */
function banEnd(duration: string): Date | null | undefined {
  if (duration === '') return undefined
  if (duration === 'none') return null
  if (!/^(?:\d+(?:\.\d+)?(?:ns|us|ms|s|m|h))+$/.test(duration)) {
    throw invalid(`invalid format for ban duration: time: invalid duration "${duration}"`)
  }
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)/g)]
  const ms = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ''] ?? 0),
    0,
  )
  return ms === 0 ? null : new Date(Date.now() + ms)
}

function pageNumber(value: string | undefined, fallback: number): number {
  if (value === undefined || value === '') return fallback
  const number = Number(value)
  if (Number.isSafeInteger(number) && number >= 1) return number
  throw invalid(`Bad Pagination Parameters: invalid number "${value}"`)
}

/** `Link` and `X-Total-Count`, from which supabase-js reads `nextPage`, `lastPage` and `total`. */
function addPaginationHeaders(
  c: Context,
  page: { number: number; size: number },
  total: number,
): void {
  const lastPage = Math.ceil(total / page.size)
  const link = (number: number, rel: string) => {
    const url = new URL(c.req.url)
    url.searchParams.set('page', String(number))
    return `<${url.pathname}${url.search}>; rel="${rel}"`
  }
  const links = [link(lastPage, 'last')]
  if (lastPage > page.number) links.unshift(link(page.number + 1, 'next'))
  c.header('Link', links.join(', '))
  c.header('X-Total-Count', String(total))
}
