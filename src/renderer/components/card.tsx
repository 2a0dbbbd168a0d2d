import { type ReactNode, useId } from 'react';
import './card.css';

/** A white sheet. With a title it is a region of its own. */
export function Card({ title, flat, children }: { title?: string; flat?: boolean; children: ReactNode }) {
  const id = useId();
  const look = `card ${flat ? 'card-flat' : ''}`;
  if (title === undefined) return <div className={look}>{children}</div>;
  return (
    <section className={look} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

interface SectionProps {
  title: string;
  help?: string;
  acts?: ReactNode;
  children: ReactNode;
}

/** A part of a page with its heading and, at the right, what can be done with it. */
export function Section({ title, help, acts, children }: SectionProps) {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id}>{title}</h2>
        {acts}
      </div>
      {help ? <p className="muted small section-help">{help}</p> : null}
      {children}
    </section>
  );
}

/** Pairs of a name and a value. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <FactPair key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function FactPair({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
