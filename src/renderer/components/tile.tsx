import { CircleHelp, Globe, type LucideIcon, Mail, Monitor, Printer, Smartphone } from 'lucide-react';
import type { ClientKindView } from '../../shared/views.ts';
import './tile.css';

/** The picture of each kind of device. */
export const kindIcons: Record<ClientKindView['icon'], LucideIcon> = {
  computer: Monitor,
  phone: Smartphone,
  printer: Printer,
  website: Globe,
  mail: Mail,
  other: CircleHelp,
};

/** The picture in front of a device's name. */
export function Tile({ icon }: { icon: ClientKindView['icon'] }) {
  const Icon = kindIcons[icon];
  return (
    <span className="tile" aria-hidden>
      <Icon size={22} strokeWidth={1.8} />
    </span>
  );
}

/** Two letters of an address in a colour that stays the same for it. */
export function Avatar({ address }: { address: string }) {
  const parts = (address.split('@')[0] ?? '').split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = (parts.length > 1 ? [parts[0], parts[1]] : [parts[0]])
    .map((part) => [...(part ?? '')].slice(0, parts.length > 1 ? 1 : 2).join(''))
    .join('');
  let sum = 0;
  for (const letter of address) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 6_007;
  return (
    <span className={`avatar avatar-${sum % 6}`} aria-hidden>
      {letters.toUpperCase()}
    </span>
  );
}
