import type { Enums } from '../../types/database.ts'

const LABELS: Record<Enums<'product_condition'>, string> = {
  new: 'New',
  like_new: 'Like new',
  good: 'Good',
  fair: 'Fair',
  for_parts: 'For parts',
}

export function conditionLabel(condition: Enums<'product_condition'>): string {
  return LABELS[condition]
}
