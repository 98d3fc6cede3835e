/** Everything that an operator's page shows; what they do makes all of it out of date. */
export const adminKey = ['admin-money'] as const
