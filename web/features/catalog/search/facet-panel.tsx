import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { type Category, categoriesQuery } from '../../../lib/categories.ts'
import { conditionLabel } from '../condition.ts'
import { Choice, ChoiceGroup } from './choice.tsx'
import { STATUS_LABELS } from './labels.ts'
import { PriceFacet } from './price-facet.tsx'
import type { Count, Facets } from './search-shapes.ts'
import { CONDITIONS, STATUSES } from './search-state.ts'
import type { SearchControl } from './use-search.ts'

export interface FacetPanelProps extends SearchControl {
  /** Null until the first answer. */
  facets: Facets | null
}

/** The chosen values with one more, or without it. */
function toggled<T>(chosen: readonly T[], value: T): T[] {
  return chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]
}

/** A value that was not counted has none; where only a part was looked at, it may have some. */
function countOf(counts: readonly ({ value: string } & Count)[] | undefined, value: string) {
  if (counts === undefined) return undefined
  const found = counts.find((candidate) => candidate.value === value)
  if (found !== undefined) return found
  return counts.some(({ more }) => more) ? undefined : { count: 0, more: false }
}

/** The branch that is open: the top of the chosen category, so that its children can be chosen in its place. */
function topOf(categories: readonly Category[], slug: string | null): Category | undefined {
  let found = categories.find((category) => category.slug === slug)
  while (found !== undefined && found.parent_id !== null) {
    const parent = categories.find((category) => category.id === found?.parent_id)
    if (parent === undefined) break
    found = parent
  }
  return found
}

function CategoryFacet({ state, change, facets }: FacetPanelProps) {
  const categories = useQuery(categoriesQuery).data ?? []
  const name = useId()
  const open = topOf(categories, state.category)
  const counts = facets?.category.map(({ slug, ...count }) => ({ ...count, value: slug }))
  const row = (category: Category, nested: boolean) => (
    <Choice
      key={category.id}
      type="radio"
      name={name}
      label={category.name}
      nested={nested}
      checked={state.category === category.slug}
      count={countOf(counts, category.slug)}
      onChoose={() => change({ category: category.slug })}
    />
  )
  if (categories.length === 0) return null
  return (
    <ChoiceGroup title="Category">
      <Choice
        type="radio"
        name={name}
        label="All categories"
        checked={state.category === null}
        onChoose={() => change({ category: null })}
      />
      {categories
        .filter((category) => category.parent_id === null)
        .flatMap((top) => [
          row(top, false),
          ...(top.id === open?.id
            ? categories.filter((child) => child.parent_id === top.id).map((it) => row(it, true))
            : []),
        ])}
    </ChoiceGroup>
  )
}

/** What can be chosen to narrow a search, with how many each choice would find. */
export function FacetPanel(props: FacetPanelProps) {
  const { state, change, facets } = props
  const name = useId()
  return (
    <div>
      <ChoiceGroup title="Status">
        {STATUSES.map((status) => (
          <Choice
            key={status}
            type="checkbox"
            name={`${name}-status`}
            label={STATUS_LABELS[status]}
            checked={state.statuses.includes(status)}
            count={countOf(facets?.status, status)}
            onChoose={() => {
              const statuses = toggled(state.statuses, status)
              change({ statuses: STATUSES.filter((known) => statuses.includes(known)) })
            }}
          />
        ))}
      </ChoiceGroup>
      <CategoryFacet {...props} />
      <ChoiceGroup title="Condition">
        {CONDITIONS.map((condition) => (
          <Choice
            key={condition}
            type="checkbox"
            name={`${name}-condition`}
            label={conditionLabel(condition)}
            checked={state.conditions.includes(condition)}
            count={countOf(facets?.condition, condition)}
            onChoose={() => change({ conditions: toggled(state.conditions, condition) })}
          />
        ))}
      </ChoiceGroup>
      <PriceFacet {...props} />
    </div>
  )
}
