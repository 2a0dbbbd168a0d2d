import type { ReactNode } from 'react';
import type { RotationView } from '../../../shared/views.ts';

/** What every part of the change is given. */
export interface PartProps {
  view: RotationView;
  above: ReactNode;
}
