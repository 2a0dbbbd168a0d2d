import { type ReactNode, useEffect, useRef } from 'react';

interface PageProps {
  title: string;
  lead?: ReactNode;
  acts?: ReactNode;
  /** Above the title, such as the steps of a change. */
  above?: ReactNode;
  /** When this changes, it is another screen, and the focus moves to its heading. */
  screen: string;
  children?: ReactNode;
}

/** A screen: its heading takes the focus when it appears, so that screen readers and keyboards start there. */
export function Page({ title, lead, acts, above, screen, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus moves when the screen changes and at no other time
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.closest('.content')?.scrollTo({ top: 0 });
    if (window.innerWidth <= 860) window.scrollTo({ top: 0 });
  }, [screen]);
  return (
    <div className="content-inner">
      {above}
      <div className="page-head">
        <div className="page-title">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead ? <p className="page-lead">{lead}</p> : null}
        </div>
        {acts ? <div className="page-acts">{acts}</div> : null}
      </div>
      {children}
    </div>
  );
}
