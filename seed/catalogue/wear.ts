/** Sneakers, jackets, bags, watches and rings. */
import type { DemoProduct } from './product.ts'

export const WEAR: DemoProduct[] = [
  {
    key: 'halden-runner-85',
    category: 'sneakers',
    title: 'Halden Runner 85 “Bone / Ember”, size 43',
    description:
      'The 1985 trainer in its first colourway, re-issued in 300 numbered pairs. Worn indoors twice for photographs; soles are clean and the spare laces are still in their bag.\n\nComes with the drawer box and the numbered card (118/300).',
    condition: 'like_new',
    specs: {
      Size: 'EU 43 / US 9.5',
      Year: '2021',
      Box: 'Original, with card',
      Material: 'Suede, mesh',
    },
    startCents: 6000,
    art: { kind: 'sneaker', palette: 'dusk', variant: 0 },
  },
  {
    key: 'norrvik-court-low',
    category: 'sneakers',
    title: 'Norrvik Court Low “Signal Red”, size 42',
    description:
      'Tumbled leather, cream midsole, three stripes of butter yellow. Deadstock from a shop that closed in Gothenburg: tried on, never worn outside.',
    condition: 'new',
    specs: { Size: 'EU 42 / US 8.5', Year: '2019', Box: 'Original', Material: 'Leather' },
    startCents: 4500,
    art: { kind: 'sneaker', palette: 'coral', variant: 1 },
  },
  {
    key: 'orbit-trail-ultra',
    category: 'sneakers',
    title: 'Orbit Trail Ultra “Grape”, size 44.5',
    description:
      'A cult trail shoe with the reflective orbit badge. Light wear on the outsole, uppers washed by hand. No box.',
    condition: 'good',
    specs: { Size: 'EU 44.5 / US 10.5', Year: '2020', Box: 'No', Material: 'Ripstop, rubber' },
    startCents: 2500,
    art: { kind: 'sneaker', palette: 'plum', variant: 2 },
  },
  {
    key: 'varsity-jacket-north',
    category: 'jackets',
    title: 'Northside varsity jacket, bottle green wool, M',
    description:
      'Heavy melton wool body, cream snaps and a chenille star. Made for a record label’s staff in 1998, about forty exist. One small moth hole inside the hem, shown in the second picture.',
    condition: 'good',
    specs: { Size: 'M', Year: '1998', Material: 'Wool, rib knit', Origin: 'Portugal' },
    startCents: 8000,
    art: { kind: 'jacket', palette: 'mint', variant: 0 },
  },
  {
    key: 'coach-jacket-harbor',
    category: 'jackets',
    title: 'Harbor Patrol coach jacket, royal blue, L',
    description:
      'Nylon shell with flannel lining, amber trim. Part of a run for a harbour festival. Washed once, no marks.',
    condition: 'like_new',
    specs: { Size: 'L', Year: '2016', Material: 'Nylon, flannel' },
    startCents: 3500,
    art: { kind: 'jacket', palette: 'sky', variant: 1 },
  },
  {
    key: 'saddle-briefcase',
    category: 'bags',
    title: 'Saddle leather briefcase with brass lock',
    description:
      'Vegetable-tanned bridle leather that has gone the colour of tea. Hand stitched, two gussets, key included. The handle was replaced by a saddler in 2022.',
    condition: 'good',
    specs: { Width: '41 cm', Material: 'Bridle leather, brass', Year: 'around 1974', Key: 'Yes' },
    startCents: 12000,
    art: { kind: 'bag', palette: 'sand', variant: 0 },
  },
  {
    key: 'gallery-tote',
    category: 'bags',
    title: 'Gallery tote, waxed canvas, edition of 150',
    description:
      'Made for the opening of a print gallery and never sold in shops. Waxed cotton that shows every crease; the label is hand stamped.',
    condition: 'new',
    specs: { Width: '38 cm', Material: 'Waxed canvas', Edition: '150' },
    startCents: 3000,
    art: { kind: 'bag', palette: 'slate', variant: 1 },
  },
  {
    key: 'meridian-diver-300',
    category: 'mechanical-watches',
    title: 'Meridian Diver 300, automatic, white dial',
    description:
      'The 300 m diver with the rare white dial. Serviced in March with a two-year guarantee from the watchmaker; runs +3 s a day. Two straps, full set of papers.',
    condition: 'like_new',
    specs: {
      Case: '40 mm steel',
      Movement: 'Automatic, 25 jewels',
      Service: '2026',
      Papers: 'Full set',
    },
    startCents: 38000,
    art: { kind: 'watch', palette: 'night', variant: 0 },
  },
  {
    key: 'okafor-chronograph-64',
    category: 'mechanical-watches',
    title: 'Three-register chronograph, burgundy dial, 1964',
    description:
      'Hand-wound column-wheel chronograph in an honest, unpolished case. The dial has turned evenly from red to burgundy. Pushers crisp, resets to zero. Sold with the watchmaker’s report.',
    condition: 'good',
    specs: {
      Case: '37 mm steel',
      Movement: 'Hand-wound, column wheel',
      Year: '1964',
      Service: '2025',
    },
    startCents: 95000,
    art: { kind: 'watch', palette: 'rose', variant: 1 },
  },
  {
    key: 'field-watch-dune',
    category: 'mechanical-watches',
    title: 'Dune field watch, 36 mm, date',
    description:
      'A plain field watch that has been worn every day and looks it, in the best way. New crystal, new gasket, original strap kept.',
    condition: 'fair',
    specs: { Case: '36 mm', Movement: 'Hand-wound', Year: '1979', Strap: 'Canvas + original' },
    startCents: 9000,
    art: { kind: 'watch', palette: 'moss', variant: 2 },
  },
  {
    key: 'pixel-alarm-83',
    category: 'digital-watches',
    title: 'Pixel Alarm 83 digital, bronze resin',
    description:
      'Game, alarm, calendar to 2029 and a backlight that is more hope than light. New battery, seals renewed, strap uncut.',
    condition: 'good',
    specs: {
      Case: '34 mm resin',
      Year: '1983',
      Battery: 'New',
      Functions: 'Alarm, game, calendar',
    },
    startCents: 3500,
    art: { kind: 'watch', palette: 'sand', variant: 3 },
  },
  {
    key: 'aquamarine-ring',
    category: 'rings',
    title: 'Aquamarine solitaire, white gold, 2.1 ct',
    description:
      'A clean pale stone with an octagonal crown, in 18 ct white gold. Resized once, hallmark intact. Independent valuation (2024) included.',
    condition: 'like_new',
    specs: {
      Metal: '18 ct white gold',
      Stone: 'Aquamarine 2.1 ct',
      Size: '54',
      Papers: 'Valuation 2024',
    },
    startCents: 42000,
    art: { kind: 'ring', palette: 'night', variant: 0 },
  },
]
