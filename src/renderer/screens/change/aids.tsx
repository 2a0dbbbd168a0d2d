import { Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallResponse } from '../../../shared/contract.ts';
import { takesCode, takesProfile } from '../../../shared/device-aids.ts';
import type { ClientView, RotationView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Folded } from '../../components/folded.tsx';
import { SquareCode } from '../../components/square-code.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import './aids.css';

interface AidProps {
  rotation: RotationView;
  view: ClientView;
}

/** What helps at the device besides the guide: setting it up anew, where that can be made easy, and a slip on paper. */
export function Aids({ rotation, view }: AidProps) {
  const { client } = view;
  return (
    <div className="aids">
      {takesCode(client) || takesProfile(client) ? <SetUpAnew rotation={rotation} view={view} /> : null}
      <PrintSlip rotation={rotation} view={view} />
    </div>
  );
}

function SetUpAnew({ rotation, view }: AidProps) {
  const { t } = useTranslation();
  const practice = useApp((state) => state.status?.space === 'practice');
  const { client } = view;
  return (
    <Folded title={t('aids.title')} summary={t('aids.summary')} open={false}>
      <div className="stack">
        <p>
          <strong>{t('aids.removeFirst')}</strong> {t('aids.mailStays')}
        </p>
        {practice ? <p className="muted">{t('aids.practice')}</p> : null}
        {takesCode(client) ? <WithCode rotation={rotation} view={view} /> : null}
        {takesProfile(client) ? <WithProfile rotation={rotation} view={view} /> : null}
      </div>
    </Folded>
  );
}

function WithCode({ rotation, view }: AidProps) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const [code, setCode] = useState<CallResponse<'devices.code'> | null>(null);
  const announce = useApp((state) => state.announce);
  const show = async () => {
    const answer = await run('devices.code', deviceOf({ rotation, view }));
    setCode(answer);
    if (answer) announce(answer.why ? t(`aids.why.${answer.why}`) : t('aids.code.picture'));
  };
  return (
    <section className="stack-small" aria-label={t('aids.code.title')}>
      <h3 className="field-label">{t('aids.code.title')}</h3>
      <p>{t('aids.code.help')}</p>
      {code?.why ? <p className="muted">{t(`aids.why.${code.why}`)}</p> : null}
      {code?.rows ? <SquareCode rows={code.rows} label={t('aids.code.picture')} /> : null}
      <div className="row">
        <Button size="small" busy={busy} onPress={() => (code ? setCode(null) : void show())}>
          {t(code?.rows ? 'aids.code.hide' : 'aids.code.show')}
        </Button>
      </div>
    </section>
  );
}

function WithProfile({ rotation, view }: AidProps) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const sayDone = useApp((state) => state.sayDone);
  const { receiving, sending } = view.client;
  const save = async () => {
    const answer = await run('devices.saveProfile', deviceOf({ rotation, view }));
    if (answer?.saved) sayDone(t('aids.profile.saved'));
  };
  return (
    <section className="stack-small" aria-label={t('aids.profile.title')}>
      <h3 className="field-label">{t('aids.profile.title')}</h3>
      {receiving && sending ? (
        <>
          <p>{t('aids.profile.help')}</p>
          <p className="muted">{t('aids.profile.unsigned')}</p>
          <div className="row">
            <Button size="small" busy={busy} onPress={() => void save()}>
              {t('aids.profile.save')}
            </Button>
          </div>
        </>
      ) : (
        <p className="muted">{t('aids.why.one-side')}</p>
      )}
    </section>
  );
}

function PrintSlip({ rotation, view }: AidProps) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  return (
    <div className="help-act">
      <Button
        size="small"
        icon={Printer}
        busy={busy}
        aria-label={t('aids.printFor', { name: view.client.name })}
        onPress={() => void run('devices.printSlip', deviceOf({ rotation, view }))}
      >
        {t('aids.print')}
      </Button>
      <p className="muted small">{t('aids.printHelp')}</p>
    </div>
  );
}

const deviceOf = ({ rotation, view }: AidProps) => ({ mailbox: rotation.mailbox, client: view.client.id });
