/** What the audience says. `ask` has an answer from the host. */
export const IDLE = [
  'evening all',
  'good lighting tonight',
  'what is coming after this one?',
  'just got here, what did I miss',
  'greetings from Porto 🌊',
  'someone stop my wallet',
  'this is the best show on here',
  'coffee number three',
  'love the shelf in the background',
  'who else is on the train right now',
  'my partner is asking why I am typing so much',
  'saving up for the last lot',
  'is it just me or is everybody awake',
]

export const BIDDING = [
  'oh it is moving now',
  'nope, out. good luck!',
  'that went up fast',
  'still under what I paid for mine',
  'who is that bidder 😅',
  'one more and I stop. one more.',
  'fair price so far',
  'a steal at this',
  'I had one of these as a kid',
  'worth every cent',
  'ok who has the other half of the set',
]

export const CLOSING = [
  'last seconds!!',
  'going going…',
  'soft close will save you, breathe',
  'my thumb is ready',
  '👀👀👀',
  'do it. do it.',
]

export const SOLD = ['congrats!', 'gg 👏', 'well bought', 'wow ok', 'enjoy it!', 'next one is mine']

export const ASK = [
  { ask: 'do you ship to Canada?', answer: 'We do, tracked and insured. Usually six days.' },
  {
    ask: 'any flaws we should know about?',
    answer: 'All of them are in the description, and here on camera.',
  },
  { ask: 'can you show the back?', answer: 'Of course, turning it around now.' },
  { ask: 'combined shipping for two lots?', answer: 'Yes, one parcel, one price.' },
  {
    ask: 'how did you authenticate it?',
    answer: 'Scale, lamp and a second pair of eyes. The photos are in the listing.',
  },
  { ask: 'is the reserve close?', answer: 'A seller never tells 😄 the badge will.' },
  { ask: 'how long is this lot?', answer: 'Look at the clock, and late bids add ten seconds.' },
]

export const HOST_OPENS = [
  'Next one! Bidding is open.',
  'Here we go. Have a good look, then have a go.',
  'I have been looking forward to this one.',
  'Fresh on the table, and the clock runs.',
]
export const HOST_AFTER = [
  'Thank you! I will wrap it the moment we are off air.',
  'Beautifully done. Water break, ten seconds.',
  'And that is that. Next lot in a moment.',
]
