import { useTranslation } from 'react-i18next';
import type { NotProved } from '../../../shared/findings.ts';
import type { ClientView } from '../../../shared/views.ts';
import { Technical } from '../../components/notice.tsx';
import { failedFinding, technicalOf } from '../../texts/finding.ts';

/** What did not work on a device, once for each reason, with what to do about it. */
export function Trouble({ view }: { view: ClientView }) {
  const receiving = failedFinding(view.receiving);
  const sending = failedFinding(view.sending);
  if (receiving && sending && receiving.code === sending.code) return <TroubleLine findings={[receiving, sending]} />;
  return (
    <>
      {receiving ? <TroubleLine findings={[receiving]} /> : null}
      {sending ? <TroubleLine findings={[sending]} /> : null}
    </>
  );
}

function TroubleLine({ findings }: { findings: readonly [NotProved, ...NotProved[]] }) {
  const { t } = useTranslation();
  const [first] = findings;
  const which = findings
    .map((finding) => t(finding.protocol === 'smtp' ? 'lamp.sending' : 'lamp.receiving'))
    .join(', ');
  return (
    <div className="device-trouble">
      <p>
        <span className="muted">{which}: </span>
        <span className="device-trouble-what">{t(`failure.${first.code}.what`)}</span>
      </p>
      <p>{t(`failure.${first.code}.do`)}</p>
      <Technical text={findings.map((finding) => technicalOf(t, finding)).join('\n')} />
    </div>
  );
}
