import { CircleDashed, CircleSlash, LoaderCircle, type LucideIcon, Minus, PlugZap, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Lamp } from '../../shared/views.ts';
import type { Tone } from './badge.tsx';
import './badge.css';

type Which = 'receiving' | 'sending';

interface Look {
  tone: Tone;
  icon: LucideIcon;
  words: string;
}

function useLook(which: Which, lamp: Lamp): Look {
  const { t } = useTranslation();
  switch (lamp.state) {
    case 'unused':
      return {
        tone: 'neutral',
        icon: Minus,
        words: which === 'receiving' ? t('lamp.sendsOnly') : t('lamp.receivesOnly'),
      };
    case 'unchecked':
      return { tone: 'neutral', icon: CircleDashed, words: t('lamp.unchecked') };
    case 'cannot-check':
      return { tone: 'neutral', icon: CircleSlash, words: t('lamp.cannot-check') };
    case 'left-alone':
      return { tone: 'neutral', icon: Minus, words: t('lamp.left-alone') };
    case 'checking':
      return { tone: 'info', icon: LoaderCircle, words: t(`stage.${lamp.stage}`) };
    case 'known':
      return lamp.finding.ok
        ? { tone: 'ok', icon: PlugZap, words: t('lamp.works') }
        : { tone: 'bad', icon: TriangleAlert, words: t('lamp.failed') };
  }
}

/** What is known of one direction, in words: which it is, and what was seen. */
function LampBadge({ which, lamp }: { which: Which; lamp: Lamp }) {
  const { t } = useTranslation();
  const { tone, icon: Icon, words } = useLook(which, lamp);
  return (
    <li className={`badge badge-${tone}`}>
      <Icon size={14} strokeWidth={2.4} aria-hidden className={lamp.state === 'checking' ? 'spin' : ''} />
      <span>
        {lamp.state === 'unused' ? null : <span className="lamp-what">{t(`lamp.${which}`)}: </span>}
        {words}
      </span>
    </li>
  );
}

/** The two lamps of a device. They are never folded into one, because apps store the two passwords apart. */
export function Lamps({ receiving, sending }: { receiving: Lamp; sending: Lamp }) {
  return (
    <ul className="lamps">
      <LampBadge which="receiving" lamp={receiving} />
      <LampBadge which="sending" lamp={sending} />
    </ul>
  );
}
