import { Check, CircleAlert, type LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { Checkbox, FieldError, Label, Radio, RadioGroup, Text } from 'react-aria-components';
import './choice.css';

export interface Option<V extends string> {
  value: V;
  name: string;
  about?: string | undefined;
  /** A reservation about it, told apart from what it is. */
  reserve?: string | undefined;
  icon?: LucideIcon;
}

interface ChoiceProps<V extends string> {
  label: string;
  /** The label is said by a heading nearby, so it is only there for screen readers. */
  quietLabel?: boolean;
  options: readonly Option<V>[];
  value: V | null;
  onChange: (value: V) => void;
  help?: string | undefined;
  error?: string | null | undefined;
}

/** One of a few, all of them visible: calmer than a list that has to be opened. */
export function Choice<V extends string>({ label, quietLabel, options, value, onChange, help, error }: ChoiceProps<V>) {
  const pick = (next: string) => {
    const option = options.find((each) => each.value === next);
    if (option) onChange(option.value);
  };
  return (
    <RadioGroup className="choice" value={value} onChange={pick} isInvalid={Boolean(error)} validationBehavior="aria">
      <Label className={quietLabel ? 'hidden' : 'field-label'}>{label}</Label>
      <div className="choice-options">
        {options.map((option) => (
          <ChoiceCard key={option.value} option={option} />
        ))}
      </div>
      <FieldError className="field-error">
        <CircleAlert size={16} aria-hidden />
        <span>{error}</span>
      </FieldError>
      {help ? (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      ) : null}
    </RadioGroup>
  );
}

/** One card of a choice; it stands inside a `RadioGroup`. */
export function ChoiceCard({ option }: { option: Option<string> }) {
  const about = useId();
  const Icon = option.icon;
  return (
    <Radio
      value={option.value}
      className="choice-card"
      aria-label={option.name}
      {...(option.about || option.reserve ? { 'aria-describedby': about } : {})}
    >
      <span className="choice-dot" aria-hidden />
      {Icon ? <Icon size={20} className="choice-icon" aria-hidden /> : null}
      <span className="choice-words">
        <span className="choice-name">{option.name}</span>
        {option.about || option.reserve ? (
          <span className="choice-about" id={about}>
            {option.about} {option.reserve ? <span className="choice-reserve">{option.reserve}</span> : null}
          </span>
        ) : null}
      </span>
    </Radio>
  );
}

interface TickProps {
  label: string;
  help?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  error?: string | null;
}

/** A box to tick. */
export function Tick({ label, help, checked, onChange, error }: TickProps) {
  const about = useId();
  const fault = useId();
  const described = [help ? about : '', error ? fault : ''].filter(Boolean).join(' ');
  return (
    <div className="stack-small">
      <Checkbox
        className="check"
        isSelected={checked}
        onChange={onChange}
        isInvalid={Boolean(error)}
        aria-label={label}
        {...(described ? { 'aria-describedby': described } : {})}
      >
        <span className="check-box" aria-hidden>
          <Check size={15} strokeWidth={3} />
        </span>
        <span className="choice-words">
          <span>{label}</span>
          {help ? (
            <span className="choice-about" id={about}>
              {help}
            </span>
          ) : null}
        </span>
      </Checkbox>
      {error ? (
        <p className="field-error" id={fault} role="alert">
          <CircleAlert size={16} aria-hidden />
          <span>{error}</span>
        </p>
      ) : null}
    </div>
  );
}
