import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Button as AriaButton, Disclosure, DisclosurePanel } from 'react-aria-components';
import './folded.css';

interface FoldedProps {
  title: string;
  /** What is inside, in a few words, so that most people need not open it. */
  summary: string;
  /** Something in it needs attention, so it is opened. */
  open: boolean;
  children: ReactNode;
}

/** Settings that are nearly always right as they stand. */
export function Folded({ title, summary, open, children }: FoldedProps) {
  const [expanded, setExpanded] = useState(open);
  useEffect(() => {
    if (open) setExpanded(true);
  }, [open]);
  return (
    <Disclosure className="folded" isExpanded={expanded} onExpandedChange={setExpanded}>
      <AriaButton slot="trigger" className="folded-button">
        <ChevronRight size={17} aria-hidden />
        <span className="folded-words">
          <span className="folded-title">{title}</span>
          <span className="muted small">{summary}</span>
        </span>
      </AriaButton>
      <DisclosurePanel className="folded-panel">{children}</DisclosurePanel>
    </Disclosure>
  );
}
