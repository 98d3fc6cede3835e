import { Button } from '../../../components/button.tsx'
import { Sheet } from '../../../components/dialog.tsx'
import { FacetPanel, type FacetPanelProps } from './facet-panel.tsx'
import { countLabel } from './labels.ts'

interface FacetSheetProps extends FacetPanelProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** The facets on a phone. Each choice counts at once; the button only goes back to what was found. */
export function FacetSheet({ open, onOpenChange, ...panel }: FacetSheetProps) {
  const { facets } = panel
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="Filters">
      <FacetPanel {...panel} />
      <div className="sticky -bottom-6 -mx-6 border-t border-line bg-raised px-6 py-4">
        <Button variant="act" size="lg" className="w-full" onClick={() => onOpenChange(false)}>
          {facets === null ? 'Show what is found' : `Show ${countLabel(facets.total)}`}
        </Button>
      </div>
    </Sheet>
  )
}
