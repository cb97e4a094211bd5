import type { Account } from '@parley/contracts';
import { useState } from 'react';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { Notice } from '../../ui/notice.tsx';
import { PageSection } from '../../ui/page-layout.tsx';
import { DeleteAccountDialog } from './delete-account-dialog.tsx';
import { ProfileForm } from './profile-form.tsx';
import { saveFile } from './save-file.ts';

export function AccountPage({ viewer }: { viewer: Account }) {
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <PageSection title={texts.settings.profile}>
        <ProfileForm viewer={viewer} />
      </PageSection>
      <PageSection title={texts.settings.exportTitle} lead={texts.settings.exportLead}>
        <ExportButton />
      </PageSection>
      <PageSection title={texts.settings.deleteTitle} lead={texts.settings.deleteLead}>
        <Button look="danger" onClick={() => setDeleting(true)}>
          {texts.settings.deleteAction}
        </Button>
      </PageSection>
      {deleting && <DeleteAccountDialog onClose={() => setDeleting(false)} />}
    </>
  );
}

function ExportButton() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const download = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      saveFile(await parley.users.exportMe(), 'parley-export.jsonl');
    } catch (error) {
      setFailure(describeError(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-col items-start gap-3">
      {failure && <Notice>{failure}</Notice>}
      <Button look="secondary" busy={busy} onClick={() => void download()}>
        {texts.settings.exportAction}
      </Button>
    </div>
  );
}
