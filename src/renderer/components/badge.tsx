import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './badge.css';

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'neutral';

/** A state in words; the colour only repeats what the words say. */
export function Badge({ tone, icon: Icon, children }: { tone: Tone; icon?: LucideIcon; children: ReactNode }) {
  return (
    <span className={`badge badge-${tone}`}>
      {Icon ? <Icon size={14} strokeWidth={2.4} aria-hidden /> : null}
      <span>{children}</span>
    </span>
  );
}
