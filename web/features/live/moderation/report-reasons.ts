/** Why something can be reported, as people read it. */
export const REPORT_REASONS = {
  spam: 'Spam or advertising',
  abuse: 'Insults, threats, hate',
  fraud: 'Fraud or a false claim',
  counterfeit: 'Counterfeit goods',
  other: 'Something else',
} as const
export type ReportReason = keyof typeof REPORT_REASONS
