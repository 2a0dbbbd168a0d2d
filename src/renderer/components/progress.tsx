import { Meter, ProgressBar } from 'react-aria-components';
import './progress.css';

interface BarProps {
  label: string;
  value: number;
  max: number;
  text: string;
}

/** How far something is, as a bar; `text` says the same in words. */
export function Progress({ label, value, max, text }: BarProps) {
  return (
    <ProgressBar aria-label={label} value={value} maxValue={Math.max(max, 1)} valueLabel={text}>
      {({ percentage }) => (
        <div className="progress-track">
          <div className="progress-fill" style={{ width: `${percentage ?? 0}%` }} />
        </div>
      )}
    </ProgressBar>
  );
}

/** How much of something there is, such as the strength of a password. */
export function Gauge({ label, value, max, text, tone }: BarProps & { tone: 'ok' | 'warn' | 'bad' }) {
  return (
    <Meter aria-label={label} value={value} maxValue={max} valueLabel={text} className={`progress-${tone}`}>
      {({ percentage }) => (
        <div className="progress-track">
          <div className="progress-fill" style={{ width: `${percentage}%` }} />
        </div>
      )}
    </Meter>
  );
}
