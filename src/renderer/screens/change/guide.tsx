import { useTranslation } from 'react-i18next';
import type { DeviceGuide } from '../../../shared/device-guide.ts';
import type { ClientView, RotationView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { useApp } from '../../store/store.ts';
import { useDeviceGuide } from '../devices/use-device-guide.ts';
import { SecretText } from '../secrets/secret-text.tsx';
import { useCopy } from '../secrets/use-copy.ts';
import { useReveal } from '../secrets/use-reveal.ts';
import { Aids } from './aids.tsx';
import { dayOf, hostsOf, Steps } from './guide-steps.tsx';
import { GuideValues } from './guide-values.tsx';

/** A short guide for exactly this kind of device, with this mailbox's values filled in. */
export function Guide({ rotation, view }: { rotation: RotationView; view: ClientView }) {
  const { t } = useTranslation();
  const guide = useDeviceGuide(rotation.mailbox, view.client.id);
  return (
    <section className="guide" aria-label={`${t('guide.title')}: ${view.client.name}`}>
      <h2>{t('guide.title')}</h2>
      <NewPassword rotation={rotation} />
      {guide ? (
        <GuideBody guide={guide} />
      ) : (
        <p className="muted">{t(guide === null ? 'guide.missing' : 'guide.loading')}</p>
      )}
      <GuideValues mailbox={rotation.mailbox} client={view.client} />
      {guide ? <GuideCheck checked={guide.checked} /> : null}
      <Aids rotation={rotation} view={view} />
    </section>
  );
}

/** The steps of both sides, and what it looks like if one was missed. */
export function GuideBody({ guide }: { guide: DeviceGuide }) {
  const { t } = useTranslation();
  const sides = [
    { side: 'receiving', steps: guide.receiving },
    { side: 'sending', steps: guide.sending },
  ] as const;
  return (
    <>
      {sides.map(({ side, steps }) =>
        steps.length === 0 ? null : (
          <div key={side} className="stack-small">
            <h3 className="field-label">{t(`guide.${side}`)}</h3>
            <Steps steps={steps} />
          </div>
        ),
      )}
      {guide.note === null ? null : <p>{guide.note}</p>}
      <div>
        <h3 className="field-label">{t('guide.missed')}</h3>
        <p>{guide.missed}</p>
      </div>
    </>
  );
}

/** How far the steps can be relied on. */
export function GuideCheck({ checked }: Pick<DeviceGuide, 'checked'>) {
  const { t } = useTranslation();
  const { how, sources, on } = checked;
  const words = how === 'general' && sources.length > 0 ? 'generalFrom' : how;
  return <p className="muted small">{t(`guide.checked.${words}`, { source: hostsOf(sources), date: dayOf(on) })}</p>;
}

function NewPassword({ rotation }: { rotation: RotationView }) {
  const { t } = useTranslation();
  const current = useApp((state) => state.views[rotation.mailbox]?.kept.find((kept) => kept.label === 'current'));
  const version = rotation.pending ?? current?.version ?? null;
  const subject = version ? { what: 'version' as const, mailbox: rotation.mailbox, version } : null;
  const { shown, show, hide } = useReveal(subject);
  const { busy, copy } = useCopy();
  if (!subject) return null;
  return (
    <div className="stack-small">
      <div className="row">
        <span className="field-label">{t('round.newPassword')}</span>
        <Button size="small" onPress={() => (shown === null ? void show() : hide())}>
          {t(shown === null ? 'act.show' : 'act.hide')}
        </Button>
        <Button size="small" busy={busy} onPress={() => void copy(subject)}>
          {t('act.copy')}
        </Button>
      </div>
      {shown === null ? null : <SecretText password={shown} />}
    </div>
  );
}
