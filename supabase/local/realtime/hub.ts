import type { Channel } from './channel.ts'
import { type FanoutMessage, joinMessages, textMessage } from './encode.ts'
import type { Limits } from './limits.ts'
import { type PresenceDiff, Roster } from './presence.ts'
import { TOPIC_PREFIX } from './protocol.ts'

/** Everybody on one topic. The private and the public topic of one name are two. */
export class Topic {
  /** Wire topic. */
  readonly name: string
  /** Joined, whether or not they may read. */
  readonly members = new Set<Channel>()
  readonly listeners = new Set<Channel>()
  readonly presenceListeners = new Set<Channel>()
  readonly roster = new Roster()

  constructor(name: string) {
    this.name = name
  }
}

/** Knows who listens where, and carries messages to them. */
export class Hub {
  readonly #topics = new Map<string, Topic>()
  readonly #limits: Limits

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** Adds the channel to its topic; what it hears is decided by {@link Hub.listen}. */
  enter(subTopic: string, isPrivate: boolean, channel: Channel): Topic {
    const key = topicKey(subTopic, isPrivate)
    const topic = this.#topics.get(key) ?? new Topic(TOPIC_PREFIX + subTopic)
    this.#topics.set(key, topic)
    topic.members.add(channel)
    return topic
  }

  listen(topic: Topic, channel: Channel, to: { broadcast: boolean; presence: boolean }): void {
    setMembership(topic.listeners, channel, to.broadcast)
    setMembership(topic.presenceListeners, channel, to.presence)
  }

  leave(subTopic: string, isPrivate: boolean, channel: Channel): void {
    const key = topicKey(subTopic, isPrivate)
    const topic = this.#topics.get(key)
    if (!topic) return
    topic.members.delete(channel)
    topic.listeners.delete(channel)
    topic.presenceListeners.delete(channel)
    const diff = topic.roster.untrack(channel)
    if (diff) this.publishPresence(topic, diff)
    if (topic.members.size === 0) this.#topics.delete(key)
  }

  /** The topic if anybody is on it; without listeners there is nothing to encode. */
  find(subTopic: string, isPrivate: boolean): Topic | undefined {
    return this.#topics.get(topicKey(subTopic, isPrivate))
  }

  /** To every listener but `except`, at once. */
  publish(topic: Topic, message: FanoutMessage, except?: Channel): void {
    this.#limits.messages.add(topic.listeners.size)
    const flooded = this.#limits.messages.triggered
    for (const channel of topic.listeners) {
      if (flooded) channel.fail('Too many messages per second')
      else if (channel !== except) channel.deliver(message)
    }
  }

  /** Messages of one topic in order, with one write per socket instead of one per message. */
  publishBatch(topic: Topic, messages: readonly FanoutMessage[]): void {
    const [only] = messages
    if (only && messages.length === 1) {
      this.publish(topic, only)
      return
    }
    this.#limits.messages.add(topic.listeners.size * messages.length)
    const joined = joinMessages(messages)
    for (const channel of topic.listeners) {
      if (channel.takesMessagesWhole) channel.deliver(joined)
      else for (const message of messages) channel.deliver(message)
    }
  }

  publishPresence(topic: Topic, diff: PresenceDiff): void {
    this.#limits.presence.add(topic.presenceListeners.size)
    const flooded = this.#limits.presence.triggered
    const message = textMessage(topic.name, 'presence_diff', diff)
    for (const channel of topic.presenceListeners) {
      if (flooded) channel.fail('Too many presence messages per second')
      else channel.deliver(message)
    }
  }
}

function topicKey(subTopic: string, isPrivate: boolean): string {
  return (isPrivate ? 'private:' : 'public:') + subTopic
}

function setMembership(set: Set<Channel>, channel: Channel, member: boolean): void {
  if (member) set.add(channel)
  else set.delete(channel)
}
