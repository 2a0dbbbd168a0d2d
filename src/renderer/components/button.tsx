import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import './button.css';

interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  look?: 'primary' | 'plain' | 'quiet' | 'danger';
  size?: 'small' | 'normal' | 'large';
  icon?: LucideIcon;
  /** Shown before work that goes on; the button cannot be pressed again meanwhile. */
  busy?: boolean;
  /** It cannot be pressed yet; what it waits for is said beside it. Unlike a disabled button it keeps the focus. */
  waiting?: boolean;
  children: ReactNode;
}

/** A button with words. While it is busy or waiting it keeps the focus and takes no press. */
export function Button({ look = 'plain', size = 'normal', icon: Icon, busy = false, children, ...rest }: ButtonProps) {
  const { onPress, waiting = false, type = 'button', ...more } = rest;
  const idle = busy || waiting;
  return (
    <AriaButton
      {...more}
      type={idle ? 'button' : type}
      aria-disabled={idle}
      {...(idle || onPress === undefined ? {} : { onPress })}
      className={`button button-${look} button-${size} ${busy ? 'button-busy' : waiting ? 'button-waiting' : ''}`}
    >
      {busy ? <LoaderCircle size={17} className="spin" aria-hidden /> : Icon ? <Icon size={17} aria-hidden /> : null}
      <span>{children}</span>
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style' | 'aria-label'> {
  look?: 'plain' | 'quiet';
  size?: 'small' | 'normal';
  icon: LucideIcon;
  label: string;
  /** As of a button with words: it keeps the focus and takes no press. */
  busy?: boolean;
}

/** A button whose picture is explained by `label` for those who do not see it, and on hover for those who do. */
export function IconButton({ look = 'quiet', size = 'normal', icon: Icon, label, ...rest }: IconButtonProps) {
  const { onPress, busy = false, ...more } = rest;
  return (
    <AriaButton
      {...more}
      aria-label={label}
      aria-disabled={busy}
      {...(busy || onPress === undefined ? {} : { onPress })}
      className={`button button-icon button-${look} button-${size} ${busy ? 'button-busy' : ''}`}
    >
      <span title={label} className="row">
        <Icon size={18} aria-hidden />
      </span>
    </AriaButton>
  );
}
