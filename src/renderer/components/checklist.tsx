import { Check, Circle, LoaderCircle, type LucideIcon, Minus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import './checklist.css';

export type CheckState = 'waiting' | 'running' | 'ok' | 'failed' | 'skipped';
const icons: Record<CheckState, LucideIcon> = {
  waiting: Circle,
  running: LoaderCircle,
  ok: Check,
  failed: X,
  skipped: Minus,
};

export interface CheckLine {
  key: string;
  state: CheckState;
  words: string;
  /** The state in words; for screen readers only where the picture and its place say enough to the eye. */
  stateWords: string;
  more?: ReactNode;
}

/** Lines with a state each. `compact` hides the state's words from the eye, never from a screen reader. */
export function Checklist({ lines, compact = false }: { lines: readonly CheckLine[]; compact?: boolean }) {
  return (
    <ul className={`checklist ${compact ? 'rules' : ''}`}>
      {lines.map((line) => {
        const Icon = icons[line.state];
        return (
          <li key={line.key} className={`checklist-line checklist-${line.state}`}>
            <Icon size={18} strokeWidth={2.5} aria-hidden className={line.state === 'running' ? 'spin' : ''} />
            <span>{line.words}</span>
            <span className={compact ? 'hidden' : 'checklist-state'}>{line.stateWords}</span>
            {line.more ? <div className="checklist-more">{line.more}</div> : null}
          </li>
        );
      })}
    </ul>
  );
}
