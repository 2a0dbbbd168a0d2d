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

/** Two letters of an address; `place` in the list chooses the colour, so that neighbours differ. */
export function Avatar({ address, place }: { address: string; place: number }) {
  const [name = '', domain = ''] = address.split('@');
  const parts = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = [parts[0], parts[1] ?? domain].map((part) => [...(part ?? '')][0] ?? '').join('');
  return (
    <span className={`avatar avatar-${place % 6}`} aria-hidden>
      {letters.toUpperCase()}
    </span>
  );
}
