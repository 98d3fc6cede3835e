import { ChevronDown } from 'lucide-react'

/** What a verified ledger proves and what it cannot, for somebody who has never heard of a hash. */
export function VerifyMeaning() {
  return (
    <details className="group rounded-control border border-line">
      <summary className="flex min-h-11 list-none items-center justify-between px-4 font-semibold [&::-webkit-details-marker]:hidden">
        What does this prove?
        <ChevronDown
          aria-hidden
          className="size-5 text-ink-muted transition-transform group-open:rotate-180"
        />
      </summary>
      <div className="flex flex-col gap-3 px-4 pb-4 text-[0.9375rem] leading-relaxed text-ink-soft">
        <p>
          Everything that happens in an auction is written into its ledger: each bid, its moment,
          the price after it. Each entry carries a <strong>seal</strong>, a number worked out from
          the entry and from the seal before it. Change one bid afterwards, and its seal and all
          later ones no longer fit.
        </p>
        <p>
          While an auction runs, everybody who watches is shown the newest seal. So there are
          witnesses, and this page is one of them. Each night the last seals of the day are
          published and signed as well.
        </p>
        <p>
          <strong>So it proves</strong> that no bid was changed, removed or slipped in later; that
          each bid was high enough and in time; that time was added only as the terms say; and that
          the winner is who the bids say.
        </p>
        <p>
          <strong>It cannot show</strong> who stands behind a bidder’s code, what somebody’s secret
          maximum was, or a bid that was turned away. Your own bids and maximum you know: check that
          they are here.
        </p>
      </div>
    </details>
  )
}
