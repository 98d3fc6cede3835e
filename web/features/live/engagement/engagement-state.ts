import type { Engagement, Giveaway, GiveawayEvent, Poll, PollEvent } from './engagement-shapes.ts'

/**
 * Engagement by versions, like everything live: the greater one wins, in whatever order broadcasts, replies and
 * snapshots arrive. What concerns the caller alone is in no broadcast, and none takes it away.
 */

/** A snapshot may be older than what broadcasts and replies have told meanwhile. */
export function mergeEngagement(known: Engagement | null, incoming: Engagement): Engagement {
  if (known === null) return incoming
  return {
    ...incoming,
    giveaway: incoming.giveaway && mergeGiveaway(known.giveaway, incoming.giveaway),
    poll: incoming.poll && mergePoll(known.poll, incoming.poll),
  }
}

/** The giveaway after a broadcast, a reply or a snapshot; null when only a snapshot can tell what it is. */
export function mergeGiveaway(known: Giveaway | null, incoming: GiveawayEvent): Giveaway | null {
  const whole = 'prize' in incoming ? incoming : null
  if (known === null || known.id !== incoming.id) return whole
  const newest = incoming.version >= known.version ? { ...known, ...incoming } : known
  return {
    ...newest,
    you: whole?.you ?? known.you,
    winner_username: whole?.winner_username ?? known.winner_username,
  }
}

/** The poll after a broadcast, a reply or a snapshot; null when only a snapshot can tell what it is. */
export function mergePoll(known: Poll | null, incoming: PollEvent): Poll | null {
  const whole = 'question' in incoming ? incoming : null
  if (known === null || known.id !== incoming.id) return whole
  const newest = incoming.version >= known.version ? { ...known, ...incoming } : known
  return { ...newest, your_choice: whole?.your_choice ?? known.your_choice }
}

export type EngagementAction =
  | { type: 'giveaway'; giveaway: GiveawayEvent }
  | { type: 'poll'; poll: PollEvent }

/** The engagement after an action; null when a snapshot has to be asked for. */
export function reduceEngagement(known: Engagement, action: EngagementAction): Engagement | null {
  if (action.type === 'giveaway') {
    const giveaway = mergeGiveaway(known.giveaway, action.giveaway)
    return giveaway && { ...known, giveaway }
  }
  const poll = mergePoll(known.poll, action.poll)
  return poll && { ...known, poll }
}
