import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Grade } from '../../../shared/findings.ts';
import type { ClientView } from '../../../shared/views.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { Lamps } from '../../components/lamp.tsx';
import { Tile } from '../../components/tile.tsx';
import { deviceState, gradeSentence } from '../../texts/finding.ts';
import { useKindIcon } from './kinds.ts';
import { Trouble } from './trouble.tsx';
import './device.css';

/** The colour of each grade. It only repeats the words beside it. */
export const gradeTones: Record<Grade, Tone> = {
  'device-seen': 'ok',
  stored: 'ok',
  'settings-proved': 'info',
  told: 'neutral',
  'old-password': 'bad',
  waiting: 'warn',
  'left-alone': 'neutral',
  'cannot-check': 'neutral',
  gone: 'neutral',
};

/** Where the focus goes when the round moves on to this device. */
export const rowId = (view: ClientView): string => `device-${view.client.id}`;

interface EvidenceRowProps {
  view: ClientView;
  /** This is the device that is being worked on. */
  now?: boolean;
  side?: ReactNode;
  children?: ReactNode;
}

/** A device with why we believe what we believe of it, and its two lamps. */
export function EvidenceRow({ view, now = false, side, children }: EvidenceRowProps) {
  const { t } = useTranslation();
  const icon = useKindIcon(view.client.kind);
  return (
    <li id={rowId(view)} tabIndex={-1} className={`device device-evidence ${now ? 'device-now' : ''}`}>
      <Tile icon={icon} />
      <div className="device-words">
        <p className="device-name">{view.client.name}</p>
        <p className="device-about">{gradeSentence(t, view)}</p>
        <Lamps receiving={view.receiving} sending={view.sending} />
      </div>
      <div className="device-side">
        <Badge tone={gradeTones[view.grade]}>{t(`grade.${view.grade}.short`)}</Badge>
        {side}
      </div>
      <div className="device-more">
        {deviceState(view) === 'failed' ? <Trouble view={view} /> : null}
        {children}
      </div>
    </li>
  );
}
