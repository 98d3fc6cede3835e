/** What the platform itself answers, before or instead of a function. */

function answer(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
) {
  return Response.json(
    { code, message },
    {
      status,
      // The platform, unlike a function, has no allow-list: a page must be able to read why it failed.
      headers: { 'access-control-allow-origin': '*', 'sb-error-code': code, ...headers },
    },
  )
}

export const notFound = () => answer(404, 'NOT_FOUND', 'Requested function was not found')

export const noAuthorization = () =>
  answer(401, 'UNAUTHORIZED_NO_AUTH_HEADER', 'Missing authorization header')

export const invalidJwt = () => answer(401, 'UNAUTHORIZED_INVALID_JWT_FORMAT', 'Invalid JWT')

export const restarting = () =>
  answer(503, 'RESTARTING', 'The functions are restarting', { 'retry-after': '1' })

export const lost = () =>
  answer(503, 'WORKER_ERROR', 'Function exited due to an error (please check logs)', {
    'retry-after': '1',
  })
