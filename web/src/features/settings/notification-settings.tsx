import { useNotificationPreferences } from '../../realtime/use-notification-preferences.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageSection } from '../../ui/page-layout.tsx';
import { RowsSkeleton } from '../../ui/rows-skeleton.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { DeviceNotices } from './device-notices.tsx';
import { PauseField } from './pause-field.tsx';
import { RestField } from './rest-field.tsx';
import { RoomLevels } from './room-levels.tsx';

const levels = ['all', 'mentions', 'none'] as const;
const digests = ['never', '15', '60', '480', '1440'] as const;

/** Of what, where and when. What concerns the account holds on all devices; sounds and pushes are those of this one. */
export function NotificationSettings() {
  const { preferences, isError, retry, change } = useNotificationPreferences();
  const words = texts.telling;
  return (
    <>
      {change.isError && (
        <Notice>
          {words.notSaved} {describeError(change.error)}
        </Notice>
      )}
      {preferences ? (
        <>
          <PageSection title={words.what}>
            <div className="flex flex-col gap-5">
              <ChoiceField
                label={words.direct}
                // Between two people, every message is meant for the other: "mentions" would be the same.
                value={preferences.direct_messages === 'none' ? 'none' : 'all'}
                options={[
                  { value: 'all', label: words.directOn },
                  { value: 'none', label: words.directOff },
                ]}
                onChange={(direct_messages) => change.mutate({ direct_messages })}
              />
              <ChoiceField
                label={words.rooms}
                hint={words.roomsHint}
                value={preferences.rooms}
                options={levels.map((value) => ({ value, label: words.levels[value] }))}
                onChange={(rooms) => change.mutate({ rooms })}
              />
              <SwitchField label={words.reactions} checked={preferences.reactions} onChange={(reactions) => change.mutate({ reactions })} />
            </div>
          </PageSection>
          <PageSection title={words.quiet}>
            <div className="flex flex-col gap-5">
              <PauseField until={preferences.muted_until} onChange={(muted_until) => change.mutate({ muted_until })} />
              <RestField rest={preferences.do_not_disturb} onChange={(do_not_disturb) => change.mutate({ do_not_disturb })} />
            </div>
          </PageSection>
          <PageSection title={words.mail}>
            <DigestField
              minutes={preferences.digest_after_minutes}
              onChange={(digest_after_minutes) => change.mutate({ digest_after_minutes })}
            />
          </PageSection>
        </>
      ) : isError ? (
        <EmptyState
          title={words.failed}
          action={
            <Button look="secondary" onClick={retry}>
              {texts.common.retry}
            </Button>
          }
        />
      ) : (
        <RowsSkeleton rows={4} />
      )}
      <DeviceNotices />
      {preferences && <RoomLevels levels={preferences.room_levels} onChange={(change_) => change.mutate({ room_levels: [change_] })} />}
    </>
  );
}

function DigestField({ minutes, onChange }: { minutes: number | null; onChange(minutes: number | null): void }) {
  const words = texts.telling;
  const value = minutes === null ? 'never' : String(minutes);
  const options = [
    ...digests.map((one) => ({ value: one, label: words.digestChoices[one] })),
    // Set by another program.
    ...(digests.some((one) => one === value) ? [] : [{ value, label: words.digestOther(value) }]),
  ];
  return (
    <SelectField<string>
      label={words.digest}
      hint={words.digestHint}
      value={value}
      options={options}
      onChange={(next) => onChange(next === 'never' ? null : Number(next))}
    />
  );
}
