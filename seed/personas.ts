/** The people of the demo. Names, addresses and the password are part of the public contract (README). */
export const DEMO_PASSWORD = 'blytz-demo-1'
/** bcrypt of DEMO_PASSWORD, so that forty accounts do not cost forty hashes at every start. */
export const DEMO_PASSWORD_HASH = '$2b$10$vWGTfsuN4GcZh2UFoAMiBeagarwVJyubiPK9Va.1yO.Axil8TxGJi'

export interface Person {
  /** User name and local part of the address. */
  name: string
  displayName: string
  bio: string
  card: boolean
  /** An approved seller's shop. */
  shop?: { name: string; about: string }
  role?: 'admin'
  banned?: true
  /** Plays in the audience of `npm run seed:live`. */
  audience?: true
}

export const emailOf = (name: string): string => `${name}@blytz.test`

const buyer = (name: string, displayName: string, bio: string): Person => ({
  name,
  displayName,
  bio,
  card: true,
})
const bot = (name: string, displayName: string, bio: string): Person => ({
  ...buyer(name, displayName, bio),
  audience: true,
})

const SELLERS: Person[] = [
  {
    name: 'ada',
    displayName: 'Ada Marlowe',
    bio: 'Sneakers, slabs and the odd record. Live most evenings.',
    card: true,
    shop: {
      name: 'Grail Street',
      about:
        'Two rooms above a bakery, full of things people stopped making. Everything is authenticated on camera before it is offered, and shipped the next working day.',
    },
  },
  {
    name: 'ben',
    displayName: 'Ben Okafor',
    bio: 'Third-generation watchmaker. Cameras on Sundays.',
    card: true,
    shop: {
      name: 'Okafor & Sons',
      about:
        'We service what we sell. Every watch comes with a timing report, every camera with a test roll.',
    },
  },
  {
    name: 'mira',
    displayName: 'Mira Halvorsen',
    bio: 'Potter. Opens her kiln on camera.',
    card: true,
    shop: {
      name: 'Halvorsen Clay',
      about:
        'Wood-fired stoneware and a few lamps and prints from friends. Packed in shredded newspaper.',
    },
  },
  {
    name: 'theo',
    displayName: 'Theo Lindqvist',
    bio: 'Digs crates so that you do not have to.',
    card: true,
    shop: {
      name: 'Side B Records',
      about: 'Play-graded vinyl and the machines that make it sing. If it ticks, we say where.',
    },
  },
  {
    name: 'june',
    displayName: 'June Castellanos',
    bio: 'Comics, first editions, small toys.',
    card: true,
    shop: {
      name: 'Inkwell & Staple',
      about: 'Paper first. Bagged, boarded and described down to the last staple.',
    },
  },
]

const BUYERS: Person[] = [
  buyer('bea', 'Bea Lindgren', 'Buys watches she can fix.'),
  buyer('bob', 'Bob Tanaka', 'Records, mostly on Thursdays.'),
  buyer('kim', 'Kim Adeyemi', 'One more card and the set is done.'),
  { ...buyer('nocard', 'Nadia Cole', 'Just looking. For now.'), card: false },
  { ...buyer('admin', 'Alex Moreau', 'Keeps the lights on.'), card: false, role: 'admin' },
  { ...buyer('banned', 'Basil Grant', ''), banned: true },
]

const AUDIENCE: Person[] = [
  bot('otto', 'Otto Kranz', 'Size 43, always.'),
  bot('lena', 'Lena Wozniak', 'Ceramics and coffee.'),
  bot('ines', 'Inês Duarte', 'Film only.'),
  bot('marcus', 'Marcus Bell', 'Sealed boxes stay sealed.'),
  bot('yuki', 'Yuki Arai', 'Fantasy cards since 1999.'),
  bot('pablo', 'Pablo Reyes', 'Guitars, too many.'),
  bot('freya', 'Freya Holm', 'Mid-century everything.'),
  bot('sanjay', 'Sanjay Rao', 'Coins of the old mints.'),
  bot('chloe', 'Chloé Martin', 'Here for the chat.'),
  bot('dmitri', 'Dmitri Volkov', 'Hand-wound or nothing.'),
  bot('amara', 'Amara Nwosu', 'Varsity jackets, first editions.'),
  bot('rui', 'Rui Chen', 'Bids late.'),
]

export const PEOPLE: Person[] = [...SELLERS, ...BUYERS, ...AUDIENCE]
