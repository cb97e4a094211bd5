import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { canPush, endPush, isPushed, startPush } from '../../realtime/push-subscription.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { chime } from '../../ui/chime.ts';
import { Notice } from '../../ui/notice.tsx';
import { PageSection } from '../../ui/page-layout.tsx';
import { setPreference, usePreferences } from '../../ui/preferences.ts';
import { SwitchField } from '../../ui/switch-field.tsx';

const queryKey = ['push-on-this-device'];
const permission = () => ('Notification' in window ? Notification.permission : 'denied');

/** What this device does about it. The browser is asked for leave when somebody switches it on, and not before. */
export function DeviceNotices() {
  const { sound, desktop } = usePreferences();
  const words = texts.telling;
  const [isDenied, setIsDenied] = useState(false);
  const askLeave = async () => {
    const isGranted = permission() === 'granted' || ('Notification' in window && (await Notification.requestPermission()) === 'granted');
    setIsDenied(!isGranted);
    return isGranted;
  };
  return (
    <PageSection title={words.here}>
      <div className="flex flex-col gap-5">
        <div className="flex flex-col items-start gap-2">
          <div className="w-full">
            <SwitchField label={words.sound} hint={words.soundHint} checked={sound} onChange={(on) => setPreference('sound', on)} />
          </div>
          <Button look="secondary" className="h-8 px-3" onClick={chime}>
            {words.tryOut}
          </Button>
        </div>
        <SwitchField
          label={words.desktop}
          hint={words.desktopHint}
          checked={desktop && permission() === 'granted'}
          onChange={(on) => {
            if (on) void askLeave().then((isGranted) => setPreference('desktop', isGranted));
            else setPreference('desktop', false);
          }}
        />
        {isDenied && <Notice tone="warn">{words.desktopDenied}</Notice>}
        <PushSwitch askLeave={askLeave} />
      </div>
    </PageSection>
  );
}

function PushSwitch({ askLeave }: { askLeave(): Promise<boolean> }) {
  const queries = useQueryClient();
  const words = texts.telling;
  const subscribed = useQuery({ queryKey, queryFn: isPushed, enabled: canPush() });
  const change = useMutation({
    mutationFn: async (on: boolean) => {
      if (!on) return endPush();
      if (await askLeave()) await startPush();
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
  return (
    <>
      <SwitchField
        label={words.push}
        hint={canPush() ? words.pushHint : words.pushUnsupported}
        checked={subscribed.data === true}
        disabled={!canPush() || change.isPending}
        onChange={(on) => change.mutate(on)}
      />
      {change.isError && <Notice>{words.pushFailed}</Notice>}
    </>
  );
}
