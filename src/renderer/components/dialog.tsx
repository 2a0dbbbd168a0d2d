import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import './dialog.css';

interface DialogProps {
  title: string;
  open: boolean;
  onClose: () => void;
  small?: boolean;
  /** A question with consequences, which screen readers announce as such. */
  question?: boolean;
  children: ReactNode;
}

/** A sheet over the page. Escape closes it and the focus goes back to where it was. */
export function Dialog({ title, open, onClose, small, question, children }: DialogProps) {
  return (
    <ModalOverlay className="veil" isOpen={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Modal className={`dialog ${small ? 'dialog-small' : ''}`}>
        <AriaDialog className="dialog-inner" role={question ? 'alertdialog' : 'dialog'}>
          <Heading slot="title" className="dialog-title" level={2}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
