import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './empty-state.css';

/** What to say where there is nothing yet, with the one thing to do about it. */
export function EmptyState(props: { icon: LucideIcon; title: string; text: string; children?: ReactNode }) {
  const Icon = props.icon;
  return (
    <div className="empty">
      <span className="empty-icon" aria-hidden>
        <Icon size={26} />
      </span>
      <h3>{props.title}</h3>
      <p className="muted">{props.text}</p>
      {props.children}
    </div>
  );
}
