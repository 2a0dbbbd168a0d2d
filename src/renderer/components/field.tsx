import { CircleAlert, Eye, EyeOff } from 'lucide-react';
import { type ClipboardEvent, type ReactNode, useState } from 'react';
import { FieldError, Input, type InputProps, Label, Text, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';
import './field.css';

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  help?: string | undefined;
  /** One sentence: what is wrong and what to do. Its presence marks the field. */
  error?: string | null | undefined;
  optional?: boolean;
  mono?: boolean;
  name?: string;
  inputMode?: InputProps['inputMode'];
  autoComplete?: string;
  onBlur?: () => void;
  children?: ReactNode;
}

interface FrameProps extends FieldProps {
  type: 'text' | 'password';
  after?: ReactNode;
  onPaste?: (event: ClipboardEvent<HTMLInputElement>) => void;
}

function FieldFrame({ label, help, error, optional, mono, after, children, type, onPaste, ...rest }: FrameProps) {
  const { t } = useTranslation();
  const { value, onChange, name, inputMode, autoComplete, onBlur } = rest;
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      isInvalid={Boolean(error)}
      isRequired={!optional}
      validationBehavior="aria"
      type={type}
      spellCheck="false"
      {...(name === undefined ? {} : { name })}
      {...(inputMode === undefined ? {} : { inputMode })}
      autoComplete={autoComplete ?? 'off'}
      {...(onBlur === undefined ? {} : { onBlur })}
    >
      <Label className="field-label">
        {label} {optional ? <span className="field-optional">({t('field.optional')})</span> : null}
      </Label>
      <div className="field-line">
        <Input
          className={`field-input ${mono ? 'mono' : ''}`}
          autoCapitalize="none"
          autoCorrect="off"
          {...(onPaste === undefined ? {} : { onPaste })}
        />
        {after}
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
      {children}
    </TextField>
  );
}

/** A line of text with its label, its help and its fault, wired together for screen readers. */
export function Field(props: FieldProps) {
  return <FieldFrame {...props} type="text" />;
}

/**
 * Browsers turn a pasted line break into a blank without a word. This keeps it in the value, although the field cannot
 * show it, so that the person can be asked.
 */
function pasteWithBreaks(value: string, onChange: (value: string) => void) {
  return (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text/plain');
    if (!/[\r\n]/.test(pasted)) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = event.currentTarget;
    onChange(value.slice(0, selectionStart ?? value.length) + pasted + value.slice(selectionEnd ?? value.length));
  };
}

/** A typed password: hidden until the person asks to see it. Pasting and password managers are welcome. */
export function PasswordField({ keepBreaks, ...props }: FieldProps & { keepBreaks?: boolean }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <FieldFrame
      {...props}
      {...(keepBreaks ? { onPaste: pasteWithBreaks(props.value, props.onChange) } : {})}
      mono
      type={shown ? 'text' : 'password'}
      after={
        <IconButton
          look="plain"
          icon={shown ? EyeOff : Eye}
          label={`${t(shown ? 'field.hidePassword' : 'field.showPassword')}: ${props.label}`}
          onPress={() => setShown(!shown)}
        />
      }
    />
  );
}
